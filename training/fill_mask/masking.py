"""Masked-token training (Devlin et al. 2019): which tokens are hidden, what stands in their place, what is scored."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

SHARE = 0.15  # of a window's tokens that are scored
MASKED, SWAPPED = 0.8, 0.1  # of these: shown as <mask>, shown as a random token; the rest stand as they are
MASK = "<mask>"


class Words:
    """Which tokens go on with the word before them, by id: hidden words are hidden whole, as in BERT's later release."""

    def __init__(self, tokenizer_json: Path):
        spec = json.loads(Path(tokenizer_json).read_text("utf8"))
        vocab = spec["model"]["vocab"]
        self.size = max(vocab.values()) + 1
        pieces = [""] * self.size
        for piece, index in vocab.items():
            pieces[index] = piece
        self.letters_first = np.array([p[:1].isascii() and p[:1].isalpha() for p in pieces])
        self.letters_last = np.array([p[-1:].isascii() and p[-1:].isalpha() for p in pieces])
        self.special = np.zeros(self.size, bool)
        for token in spec["added_tokens"]:
            if token["id"] < self.size:
                self.special[token["id"]] = True

    def numbered(self, row: np.ndarray) -> np.ndarray:
        """The number of the word that each token [T] belongs to; a special token and a punctuation mark are words of their own."""
        goes_on = np.zeros(len(row), bool)
        goes_on[1:] = (
            self.letters_first[row[1:]] & self.letters_last[row[:-1]] & ~self.special[row[1:]] & ~self.special[row[:-1]]
        )
        return np.cumsum(~goes_on)


def choose(row: np.ndarray, words: Words, draw: np.random.Generator, share: float = SHARE) -> np.ndarray:
    """bool [T]: `share` of the tokens, rounded, taken word by word; never a special one."""
    number = words.numbered(row)
    order = draw.permutation(number.max() + 1)
    rank = np.where(words.special[row], np.inf, order[number])  # tokens of one word stay together
    count = max(1, round(share * len(row)))
    taken = np.zeros(len(row), bool)
    taken[np.argsort(rank, kind="stable")[:count]] = True
    return taken & ~words.special[row]


def hide(row: np.ndarray, taken: np.ndarray, mask: int, vocabulary: int, draw: np.random.Generator) -> np.ndarray:
    """The row as the model sees it: of the taken tokens 80 % masked, 10 % swapped for a random one, 10 % left."""
    fate = draw.random(len(row))
    seen = np.where(taken & (fate < MASKED), mask, row)
    swapped = taken & (fate >= MASKED) & (fate < MASKED + SWAPPED)
    return np.where(swapped, draw.integers(1, vocabulary, len(row)), seen)


class MaskedBatches:
    """Turns windows into (what is seen, what is scored), both int64 [B, T]; seeded and resumable by a count of batches."""

    def __init__(self, windows, words: Words, mask: int, seed: int):
        self.windows, self.words, self.mask, self.seed, self.made = windows, words, mask, seed, 0

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        rows, _ = self.windows.next()
        draw = np.random.default_rng([self.seed, self.made])
        self.made += 1
        seen, wanted = [], []
        for row in rows.numpy():
            taken = choose(row, self.words, draw)
            seen.append(hide(row, taken, self.mask, self.words.size, draw))
            wanted.append(np.where(taken, row, -100))
        return torch.from_numpy(np.stack(seen)), torch.from_numpy(np.stack(wanted))

    def passes(self) -> dict[str, float]:
        return self.windows.passes()

    def set_shares(self, shares: dict[str, float]) -> None:
        self.windows.set_shares(shares)

    def state(self) -> dict:
        return {"windows": self.windows.state(), "made": self.made}

    def load(self, state: dict) -> None:
        self.windows.load(state["windows"])
        self.made = state["made"]
