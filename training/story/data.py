"""Makes what `story` trains on: tokenizer, two streams of tokens (stories and world) and the held-out set.

`python -m story.data --data DIR` writes <state>/story/: tokenizer.json, train_stories.bin, train_world.bin (uint16, each
document followed by <|endoftext|>), val_tinystories.bin and test_tinystories.bin with their texts, and last meta.json.
"""
import argparse
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR, train_bpe
from common.corpora import STORY_SOURCES, data_dir, state_dir, tinystories_held_out
from world.check_leftout import kept_apart, names_a_left_out_capital
from world.countries import LEARNT, LEFT_OUT, ROWS
from world.fillers import Fillers
from world.lexicon import COLOURS, PEOPLE
from world.make import make_world
from world.recall import drill_document

SEED = 20261123
# How often each source is read in one pass over the story stream: TinyStories is what is measured, so it weighs most.
REPEATS = {"tinystories": 3, "storybooks": 2, "fairytales": 1, "gutenberg-children": 1}
WINDOW = 256
SHIPPED_TOKENIZER = Path(__file__).resolve().parents[2] / "static" / "models" / "story" / "tokenizer.json"


def public_documents(data: Path) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Training documents by source without those that name a left-out capital, and how many were dropped."""
    kept, dropped = {}, {}
    for name, read in STORY_SOURCES.items():
        documents = list(read(data))
        kept[name] = [d for d in documents if not names_a_left_out_capital(d)]
        dropped[name] = len(documents) - len(kept[name])
    return kept, dropped


def _write(path: Path, payload: bytes) -> None:
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_bytes(payload)
    os.replace(temporary, path)


def _tokens(tokenizer: Tokenizer, documents: list[str]) -> np.ndarray:
    separator = tokenizer.token_to_id(SEPARATOR)
    parts = []
    for start in range(0, len(documents), 20000):
        for encoding in tokenizer.encode_batch(documents[start:start + 20000]):
            parts.append(np.array([*encoding.ids, separator], dtype=np.uint16))
    return np.concatenate(parts)


def tokenizer_texts(public: dict[str, list[str]], world: list[tuple[str, str]]) -> Iterable[str]:
    """What the vocabulary is made from: TinyStories four times, the rest once, a third of the world's texts.

    Well-known countries and capitals, learnt and left out alike, are repeated so that each is one token and one bar.
    """
    for name, documents in public.items():
        for _ in range(4 if name == "tinystories" else 1):
            yield from documents
    yield from (text for kind, text in world[::3] if kind != "copying")
    known = " ".join(f"{r['country']} {r['capital']}" for r in ROWS if r["known"] == "1")
    yield from ["The " + known] * 1200


def write_drill(out: Path, megabytes: float) -> None:
    """Write train_drill.bin, dense recall texts in the vocabulary that stands in `out`: an optional third stream."""
    rng, documents, size = random.Random(f"drill-{SEED}"), [], 0
    fillers = Fillers()
    while size < megabytes * 1e6:
        documents.append(drill_document(rng, fillers))
        size += len(documents[-1])
    tokens = _tokens(Tokenizer.from_file(str(out / "tokenizer.json")), documents)
    _write(out / "train_drill.bin", tokens.tobytes())
    print(f"train_drill.bin: {len(documents)} documents, {len(tokens)} tokens")


def main() -> None:
    """Write the token files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    parser.add_argument("--megabytes", type=float, default=20, help="size of the world")
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--new-vocabulary", action="store_true", help="make the tokenizer anew instead of keeping the one that ships")
    parser.add_argument("--drill-only", type=float, metavar="MEGABYTES", help="only add train_drill.bin to token files already made")
    arguments = parser.parse_args()
    out = state_dir() / "story"
    out.mkdir(parents=True, exist_ok=True)
    if arguments.drill_only:
        return write_drill(out, arguments.drill_only)
    data = data_dir(arguments.data)
    rng = random.Random(SEED)

    public, dropped = public_documents(data)
    world, counts = make_world(SEED, arguments.megabytes, public["tinystories"])
    # Merges that tie in count come out in another order each time, so the shipped vocabulary is kept where there is one.
    kept = SHIPPED_TOKENIZER.exists() and not arguments.new_vocabulary
    tokenizer = Tokenizer.from_file(str(SHIPPED_TOKENIZER)) if kept else train_bpe(tokenizer_texts(public, world), arguments.vocabulary)
    tokenizer.save(str(out / "tokenizer.json.tmp"))
    os.replace(out / "tokenizer.json.tmp", out / "tokenizer.json")

    stories = [d for name, documents in public.items() for _ in range(REPEATS[name]) for d in documents]
    rng.shuffle(stories)
    texts = kept_apart([text for _, text in world])
    held_out = list(tinystories_held_out(data))
    half = len(held_out) // 2
    streams = {"train_stories": stories, "train_world": texts, "val_tinystories": held_out[:half], "test_tinystories": held_out[half:]}
    files = {}
    for name, documents in streams.items():
        tokens = _tokens(tokenizer, documents)
        _write(out / f"{name}.bin", tokens.tobytes())
        _write(out / f"{name}.txt", SEPARATOR.join(documents).encode())
        lengths = np.diff(np.concatenate(([-1], np.flatnonzero(tokens == tokenizer.token_to_id(SEPARATOR)))))
        files[name] = {
            "tokens": int(len(tokens)), "documents": len(documents), "bytes": sum(len(d.encode()) for d in documents),
            "longerThanWindow": int((lengths > WINDOW).sum())}
    whole = [w for w in [*COLOURS, *(r["capital"] for r in LEARNT)] if len(tokenizer.encode(" " + w).ids) == 1]
    meta = {
        "vocabulary": tokenizer.get_vocab_size(), "separator": tokenizer.token_to_id(SEPARATOR), "window": WINDOW, "seed": SEED,
        "files": files, "repeats": REPEATS, "world": counts,
        "publicBytes": {n: sum(len(d.encode()) for d in ds) for n, ds in public.items()},
        "publicDocuments": {n: len(ds) for n, ds in public.items()}, "droppedForLeftOutCapitals": dropped,
        "leftOut": [[r["country"], r["capital"]] for r in LEFT_OUT], "learnt": [[r["country"], r["capital"]] for r in LEARNT],
        "singleTokenColours": [w for w in whole if w in COLOURS], "singleTokenCapitals": [w for w in whole if w not in COLOURS],
        "singleTokenNames": sum(len(tokenizer.encode(" " + n).ids) == 1 for n in PEOPLE),
    }
    _write(out / "meta.json", json.dumps(meta, indent=1, ensure_ascii=False).encode())
    print(json.dumps({k: meta[k] for k in ("vocabulary", "separator", "files", "droppedForLeftOutCapitals", "singleTokenColours", "singleTokenCapitals", "singleTokenNames")}, indent=1))


if __name__ == "__main__":
    main()
