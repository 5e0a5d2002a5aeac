"""Proves that no training text tells the capital of a left-out country.

`python -m world.check_leftout FILE...` reads token files (.bin, beside their tokenizer.json) or plain text, and fails if a
left-out country (or its adjective) and its capital, in English or Chinese, stand in one document, or within one training window
across documents. `kept_apart` puts a stream into an order that passes.
"""
import re
import sys
from pathlib import Path

from .countries import DEMONYMS, LEFT_OUT


def _either(words: list[str]) -> str:
    return r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"


def _names(row: dict, key: str, others: list[str]) -> re.Pattern:
    return re.compile(_either([row[key], row[key].upper(), *others]) + "|" + re.escape(row[f"{key}_zh"]))


_PATTERNS = [  # country, any name of it, any name of its capital
    (r["country"], _names(r, "country", DEMONYMS[r["country"]].split()), _names(r, "capital", ["Delhi"] if r["capital"] == "New Delhi" else []))
    for r in LEFT_OUT
]
_CAPITALS = re.compile("|".join(capital.pattern for _, _, capital in _PATTERNS))
_COUNTRIES = re.compile("|".join(country.pattern for _, country, _ in _PATTERNS))


def names_a_left_out_capital(text: str) -> bool:
    """True if any left-out capital stands in the text."""
    return _CAPITALS.search(text) is not None


def names_a_left_out_country(text: str) -> bool:
    """True if any left-out country, or its adjective, stands in the text."""
    return _COUNTRIES.search(text) is not None


def co_occurrences(text: str) -> list[str]:
    """The left-out countries that stand in the text together with their capital."""
    if not names_a_left_out_capital(text):
        return []
    return [name for name, country, capital in _PATTERNS if capital.search(text) and country.search(text)]


def kept_apart(documents: list[str], reach: int = 1500) -> list[str]:
    """The documents reordered so that no left-out country comes within `reach` characters of its capital in the stream.

    A document that would is held back until it can go; what can't be placed at the end is dropped.
    """
    placed: list[str] = []
    recent: list[str] = []  # the documents of the last `reach` characters
    waiting: list[str] = []

    def place(document: str) -> bool:
        if (names_a_left_out_capital(document) or names_a_left_out_country(document)) and co_occurrences("\n".join([*recent, document])):
            return False
        placed.append(document)
        recent.append(document)
        while len(recent) > 1 and sum(map(len, recent[1:])) > reach:
            recent.pop(0)
        return True

    for document in documents:
        waiting = [w for w in waiting if not place(w)]
        if not place(document):
            waiting.append(document)
    for document in waiting:
        place(document)
    return placed


def check_token_file(path: Path, window: int = 257) -> tuple[int, list[str]]:
    """Documents read, and every co-occurrence within a document or a window of `window` tokens that crosses documents."""
    import numpy as np
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path.parent / "tokenizer.json"))
    tokens = np.fromfile(path, dtype=np.uint16)
    separator = tokenizer.token_to_id("<|endoftext|>")
    ends = np.flatnonzero(tokens == separator)
    starts = np.concatenate(([0], ends + 1))[: len(ends)]
    texts = tokenizer.decode_batch([tokens[s:e].tolist() for s, e in zip(starts, ends)])
    found = []
    for i, text in enumerate(texts):
        if not names_a_left_out_capital(text):
            continue
        first, last = i, i
        while first > 0 and starts[i] - ends[first - 1] < window:
            first -= 1
        while last + 1 < len(texts) and starts[last + 1] - ends[i] < window:
            last += 1
        around = "\n".join(texts[first:last + 1])
        found += [f"{path.name} document {i}: {name}" for name, country, capital in _PATTERNS
                  if capital.search(text) and country.search(around)]
    return len(texts), found


def main() -> int:
    """Check every file named; exit status 1 if a left-out country meets its capital."""
    bad = 0
    for name in sys.argv[1:]:
        path = Path(name)
        if path.suffix == ".bin":
            count, found = check_token_file(path)
        else:
            documents = path.read_text(encoding="utf-8").split("<|endoftext|>")
            count, found = len(documents), [f"{name} document {i}: {c}" for i, d in enumerate(documents) for c in co_occurrences(d)]
        bad += len(found)
        print(f"{path.name}: {count} documents, {len(found)} co-occurrences", *found[:10], sep="\n  ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
