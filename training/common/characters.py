"""Tokenizers in which each Chinese character is one token, in the file format that transformers.js loads.

Every character outside ASCII is cut off by itself and taken whole when the vocabulary has it (`ignore_merges`), else as
its UTF-8 bytes; ASCII text is byte-level BPE, or plain bytes where no merges are given. Nothing is unknown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from tokenizers import Tokenizer, pre_tokenizers


def byte_letters(text: str) -> str:
    """A text as byte-level vocabularies spell it: one printable letter a UTF-8 byte."""
    return "".join(word for word, _ in pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(text))


def counted_characters(texts: Iterable[str], least: int = 1) -> list[str]:
    """Characters outside ASCII that stand at least `least` times in the texts, the most frequent first."""
    counts = Counter(character for text in texts for character in text if ord(character) > 127)
    return [c for c, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n >= least]


def character_tokenizer(specials: list[str], characters: list[str], bpe: Tokenizer | None = None) -> Tokenizer:
    """Special tokens from id 0, then bytes and the pieces and merges of `bpe`, then one token a character.

    `bpe`'s own separator keeps its row among the pieces, though no text is ever split into it.
    """
    pieces, merges = sorted(pre_tokenizers.ByteLevel.alphabet()), []
    if bpe is not None:
        told = json.loads(bpe.to_str())["model"]
        inside = set(specials)
        pieces = [piece for piece, _ in sorted(told["vocab"].items(), key=lambda item: item[1]) if piece not in inside]
        merges = told["merges"]
    known = set(pieces)
    pieces += [letters for letters in map(byte_letters, characters) if letters not in known]
    vocab = {piece: index for index, piece in enumerate([*specials, *pieces])}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    alone = {"type": "Split", "pattern": {"Regex": "[^\\x00-\\x7F]"}, "behavior": "Isolated", "invert": False}
    spec = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": index, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for index, text in enumerate(specials)
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [alone, level]},
        "post_processor": None, "decoder": level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": False, "byte_fallback": False, "ignore_merges": True, "vocab": vocab, "merges": merges,
        },
    }  # fmt: skip
    return Tokenizer.from_str(json.dumps(spec))
