"""Token files of the matched models: python -m matched.data (GLASSLM_DATA or --data).

Writes <state>/matched/: tokenizer.json (1k BPE), <texts>_tinystories.bin and <texts>_books.bin for train, duplicated,
deduplicated and noised, held_out.bin, meta.json.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR, train_bpe
from common.corpora import STORY_SOURCES, data_dir, state_dir, tinystories_held_out
from matched.near_duplicates import without_near_duplicates

SEED = 20261125
VOCABULARY = 1024
DUPLICATED_SHARE, COPIES, NOISE = 0.05, 20, 0.1
SHIPPED_TOKENIZER = Path(__file__).resolve().parents[2] / "static" / "models" / "position-rope" / "tokenizer.json"


def encode(tokenizer: Tokenizer, documents: list[str]) -> np.ndarray:
    """uint16 ids of the documents, each followed by the separator."""
    separator = tokenizer.token_to_id(SEPARATOR)
    return np.concatenate([np.array([*e.ids, separator], np.uint16) for e in tokenizer.encode_batch(documents)])


def duplicated(documents: list[str], rng: random.Random) -> list[str]:
    """The documents with a twentieth of them written twenty times, shuffled."""
    chosen = set(rng.sample(range(len(documents)), round(DUPLICATED_SHARE * len(documents))))
    copies = [text for index, text in enumerate(documents) for _ in range(COPIES if index in chosen else 1)]
    rng.shuffle(copies)
    return copies


def noised(tokens: np.ndarray, separator: int, seed: int) -> np.ndarray:
    """The tokens with a tenth of them replaced by any token but the separator; separators stay, so windows do too."""
    draw = np.random.default_rng(seed)
    hit = (draw.random(len(tokens)) < NOISE) & (tokens != separator)
    others = draw.integers(0, VOCABULARY - 1, len(tokens)).astype(np.uint16)
    others[others >= separator] += 1
    return np.where(hit, others, tokens)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    args = parser.parse_args()
    data, out = data_dir(args.data), state_dir() / "matched"
    out.mkdir(parents=True, exist_ok=True)
    sources = {name: list(read(data)) for name, read in STORY_SOURCES.items()}
    rng = random.Random(SEED)
    streams = {"tinystories": list(sources["tinystories"]), "books": [d for n, ds in sources.items() if n != "tinystories" for d in ds]}
    for documents in streams.values():
        rng.shuffle(documents)

    # Merges that tie in count come out in another order each time, so a shipped vocabulary is kept.
    if SHIPPED_TOKENIZER.exists():
        tokenizer = Tokenizer.from_file(str(SHIPPED_TOKENIZER))
    else:
        tokenizer = train_bpe((t for documents in (streams["tinystories"], *streams.values()) for t in documents), VOCABULARY)
    tokenizer.save(str(out / "tokenizer.json"))
    separator = tokenizer.token_to_id(SEPARATOR)

    files: dict[str, dict] = {}

    def write(name: str, documents: list[str], tokens: np.ndarray | None = None) -> np.ndarray:
        tokens = encode(tokenizer, documents) if tokens is None else tokens
        part = out / f"{name}.bin.part"
        part.write_bytes(tokens.tobytes())
        os.replace(part, out / f"{name}.bin")
        files[name] = {"tokens": len(tokens), "documents": len(documents), "distinct": len(set(documents))}
        return tokens

    for stream, documents in streams.items():
        plain = write(f"train_{stream}", documents)
        many = duplicated(documents, rng)
        write(f"duplicated_{stream}", many)
        write(f"deduplicated_{stream}", without_near_duplicates(many, SEED))
        changed = noised(plain, separator, SEED)
        write(f"noised_{stream}", documents, changed)
        files[f"noised_{stream}"]["replaced"] = round(float((changed != plain).mean()), 4)
    write("held_out", list(tinystories_held_out(data)))
    meta = {
        "vocabulary": tokenizer.get_vocab_size(), "separator": separator, "seed": SEED, "files": files,
        "publicBytes": {n: sum(len(d.encode()) for d in ds) for n, ds in sources.items()},
        "publicDocuments": {n: len(ds) for n, ds in sources.items()},
        "duplicatedShare": DUPLICATED_SHARE, "copies": COPIES, "noise": NOISE,
    }  # fmt: skip
    (out / "meta.json").write_text(json.dumps(meta, indent=1))
    print(json.dumps(meta, indent=1))


if __name__ == "__main__":
    main()
