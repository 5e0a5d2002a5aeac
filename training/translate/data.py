"""Makes what `translate` trains on: the joint tokenizer, Tatoeba's pairs split by English sentence, unseen world sentences.

`python -m translate.data --data DIR` writes <state>/translate/: tokenizer.json, train.json, val.json, test.json ([English,
Chinese] pairs), world_train.json, world_test.json (sentences that never stand in the former) and last meta.json.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import zlib
from pathlib import Path

from common.bpe import train_bpe
from common.characters import character_tokenizer, counted_characters
from common.corpora import clean, data_dir, state_dir
from world.lexicon import GIRLS
from world.lexicon_zh import NAMES
from world.parallel import parallel

SEED = 20261125
WINDOW = 64
WORLD_PAIRS = 40_000
START, END = "<s>", "</s>"
TEST_SHARE, VAL_SHARE = 0.04, 0.02
MEN = {english: chinese for english, chinese in NAMES.items() if english not in GIRLS}
WOMEN = {english: chinese for english, chinese in NAMES.items() if english in GIRLS}
_FOLD = str.maketrans({"「": "“", "」": "”", "﹐": "，", "－": "-", "•": "·", "％": "%", "　": " "})
_ENDS = {".": "。", "!": "！", "?": "？"}


def chinese(text: str) -> str:
    """Chinese with one kind of each mark: full-width stops after a character, curved quotes in turn."""
    text = text.strip().translate(_FOLD)
    for half, full in {",": "，", "?": "？", "!": "！", ":": "：", ";": "；", ".": "。"}.items():
        text = re.sub(rf"(?<=[^\x00-\x7f]){re.escape(half)}", full, text)
    turn = iter("“”" * len(text))
    return re.sub("[\"＂]", lambda _: next(turn), text)


def finished(english: str, target: str) -> str:
    """The Chinese with a final mark where the English has one and it was left off."""
    mark = _ENDS.get(english[-1:])
    return target + mark if mark and target and target[-1] not in "。！？”…）" and ord(target[-1]) > 127 else target


def without_names(english: str) -> str:
    """The sentence as the split sees it: names alike, so that no twin of a held-out sentence is trained on."""
    return re.sub(r"\b(Tom|Mary|John)\b", "N", english).lower()


def share_of(english: str) -> float:
    """A number in [0, 1) that the English sentence alone decides."""
    return zlib.crc32(f"tatoeba {without_names(english)}".encode()) / 2**32


def tatoeba(data: Path) -> list[tuple[str, str]]:
    """All pairs, cleaned, in file order."""
    pairs = []
    for line in (data / "tatoeba-en-zh" / "pairs.tsv").read_text("utf8").splitlines():
        english, target = line.split("\t")
        pairs.append((clean(english), chinese(target)))
    return pairs


def swap_names(english: str, target: str, rng: random.Random) -> tuple[str, str]:
    """Another man's name for Tom, another woman's for Mary, where both sides can be told apart; else the pair as it is."""
    for name, in_chinese, others in (("Tom", "汤姆", MEN), ("Mary", "玛丽", WOMEN)):
        if not re.search(rf"\b{name}\b", english):
            continue
        other = rng.choice(list(others))
        if other in english:
            continue
        swapped = re.sub(rf"\b{name}\b", others[other], target.replace(in_chinese, others[other]), flags=re.ASCII)
        if swapped != target or others[other] in target:
            english, target = re.sub(rf"\b{name}\b", other, english), swapped
    return english, target


def make_tokenizer(train: list[tuple[str, str]], vocabulary: int):
    """English BPE from Tatoeba and the world, and a token for each Chinese character told at least twice, or in the world."""
    rng = random.Random(SEED)
    world = parallel(SEED, 6000)
    english = [swap_names(*pair, rng)[0] for pair in train] + [pair[0] for pair in world[:3000]]
    known = counted_characters([target for _, target in train], 2)
    known += [c for c in counted_characters([target for _, target in world]) if c not in set(known)]
    return character_tokenizer([START, END], known, train_bpe(english, vocabulary))


def _write(path: Path, value: object) -> None:
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(json.dumps(value, ensure_ascii=False, indent=None if isinstance(value, list) else 1), "utf8")
    os.replace(part, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    parser.add_argument("--vocabulary", type=int, default=2048, help="entries of the English half")
    args = parser.parse_args()
    out = state_dir() / "translate"
    out.mkdir(parents=True, exist_ok=True)
    pairs = tatoeba(data_dir(args.data))
    split: dict[str, list] = {"train": [], "val": [], "test": []}
    for english, target in pairs:
        share = share_of(english)
        where = "test" if share < TEST_SHARE else "val" if share < TEST_SHARE + VAL_SHARE else "train"
        split[where].append((english, finished(english, target) if where == "train" else target))
    tokenizer = make_tokenizer(split["train"], args.vocabulary)
    tokenizer.save(str(out / "tokenizer.json"))

    def fits(text: str) -> bool:
        return len(tokenizer.encode(text).ids) < WINDOW

    long = {name: sum(not (fits(e) and fits(z)) for e, z in rows) for name, rows in split.items()}
    split = {name: [(e, z) for e, z in rows if fits(e) and fits(z)] for name, rows in split.items()}
    for name, rows in split.items():
        _write(out / f"{name}.json", rows)
    world_test = parallel(SEED, 600, held_out=True)
    _write(out / "world_test.json", world_test)
    world_train = parallel(SEED, WORLD_PAIRS)
    _write(out / "world_train.json", world_train)
    meta = {
        "vocabulary": tokenizer.get_vocab_size(), "window": WINDOW, "start": tokenizer.token_to_id(START), "end": tokenizer.token_to_id(END),
        "seed": SEED, "pairs": {name: len(rows) for name, rows in split.items()}, "droppedAsTooLong": long,
        "englishSentences": {name: len({e for e, _ in rows}) for name, rows in split.items()},
        "worldTrain": len(world_train), "worldTest": len(world_test), "namesSwapped": sum("Tom" in e for e, _ in split["train"]),
    }  # fmt: skip
    _write(out / "meta.json", meta)
    print(json.dumps(meta, indent=1))


if __name__ == "__main__":
    main()
