"""Makes what `text-zh` trains on: one token a character, quatrains, the little world in Chinese, and held-out texts of both.

`python -m text_zh.data --data DIR` writes <state>/text-zh/: tokenizer.json, train_poems.bin, train_world.bin, train_drill.bin
(uint16, each document followed by <|endoftext|>), val_poems.bin and val_world.bin with their texts, and last meta.json.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR
from common.characters import character_tokenizer, counted_characters
from common.corpora import data_dir, state_dir
from world.check_leftout import co_occurrences, kept_apart
from world.countries import LEARNT, LEFT_OUT
from world.make_zh import make_world_zh
from world.zh_recall import drill_zh

SEED = 20261125
WINDOW = 256
VOCABULARY = 4096
LONGEST_TITLE = 16
HELD_OUT_SHARE = 0.01


def lines_of(poem: str) -> list[str]:
    """The verses of a poem without its title, each without its mark."""
    return [verse for verse in re.split("[，。？！；、\n]", poem.split("\n", 1)[1]) if verse]


def is_regular(poem: str) -> bool:
    """Whether four verses of five or of seven characters follow the title."""
    return [len(verse) for verse in lines_of(poem)] in ([5] * 4, [7] * 4)


def quatrains(data: Path) -> list[str]:
    """Quatrains with a title of at most `LONGEST_TITLE` characters, a verse pair a line, in file order."""
    poems = []
    for poem in (data / "chinese-poetry" / "jueju.txt").read_text("utf8").split(SEPARATOR):
        poem = poem.strip()
        if "\n" in poem and len(poem.split("\n")[0]) <= LONGEST_TITLE and is_regular(poem):
            poems.append(poem)
    return poems


def is_held_out(poem: str) -> bool:
    """The one poem in a hundred that is never trained on, chosen by its verses."""
    return zlib.crc32("".join(lines_of(poem)).encode()) / 2**32 < HELD_OUT_SHARE


def vocabulary(poems: list[str], world: list[str], size: int) -> list[str]:
    """Every character of the world, then the poems' most frequent ones, by how often they stand in either."""
    told = counted_characters(world)
    room = size - 1 - 256
    counts = Counter({c: 0 for c in told})
    kept = set(told)
    for character in counted_characters(poems):
        if len(kept) >= room:
            break
        kept.add(character)
    for text in [*poems, *world]:
        counts.update(c for c in text if c in kept)
    return [c for c, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _tokens(tokenizer: Tokenizer, documents: list[str]) -> np.ndarray:
    separator = tokenizer.token_to_id(SEPARATOR)
    return np.concatenate([np.array([*e.ids, separator], np.uint16) for e in tokenizer.encode_batch(documents)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    parser.add_argument("--megabytes", type=float, default=12, help="size of the world")
    parser.add_argument("--drill-megabytes", type=float, default=4)
    args = parser.parse_args()
    out = state_dir() / "text-zh"
    out.mkdir(parents=True, exist_ok=True)
    every = quatrains(data_dir(args.data))
    world, counts = make_world_zh(SEED, args.megabytes)
    texts = [text for _, text in world]
    rng, drill, size = random.Random(f"drill-zh-{SEED}"), [], 0
    while size < args.drill_megabytes * 1e6:
        drill.append(drill_zh(rng))
        size += len(drill[-1].encode())
    characters = vocabulary(every, [*texts, *drill], VOCABULARY)
    known = set(characters)
    whole = [poem for poem in every if all(ord(c) < 128 or c in known for c in poem)]
    poems = [poem for poem in whole if not is_held_out(poem) and not co_occurrences(poem)]
    random.Random(SEED).shuffle(poems)
    tokenizer = character_tokenizer([SEPARATOR], characters)
    tokenizer.save(str(out / "tokenizer.json"))
    unseen = [text for _, text in make_world_zh(SEED + 1, 0.15)[0]]
    streams = {
        "train_poems": kept_apart(poems), "train_world": kept_apart(texts), "train_drill": drill,
        "val_poems": [poem for poem in whole if is_held_out(poem)], "val_world": unseen,
    }  # fmt: skip
    files = {}
    for name, documents in streams.items():
        tokens = _tokens(tokenizer, documents)
        tokens.tofile(out / f"{name}.bin")
        (out / f"{name}.txt").write_text(SEPARATOR.join(documents), "utf8")
        files[name] = {"tokens": len(tokens), "documents": len(documents), "bytes": sum(len(d.encode()) for d in documents)}
    meta = {
        "vocabulary": tokenizer.get_vocab_size(), "separator": tokenizer.token_to_id(SEPARATOR), "window": WINDOW, "seed": SEED,
        "characters": len(characters), "files": files, "world": counts, "quatrains": len(every),
        "droppedForRareCharacters": len(every) - len(whole),
        "leftOut": [[r["country_zh"], r["capital_zh"]] for r in LEFT_OUT], "learnt": [[r["country_zh"], r["capital_zh"]] for r in LEARNT],
    }  # fmt: skip
    (out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False), "utf8")
    print(json.dumps({key: meta[key] for key in ("vocabulary", "characters", "files", "quatrains", "droppedForRareCharacters")}, indent=1))


if __name__ == "__main__":
    main()
