"""Token rows for tuning: prompt and answer in one row, only the answer scored, rows of like length in a batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

UNSCORED = -100


@dataclass(frozen=True)
class Row:
    """Token ids of prompt, answer and separator; `scored` is where the answer begins."""

    ids: list[int]
    scored: int


def make_row(words: Tokenizer, separator: int, prompt: str, answer: str) -> Row:
    """One row. The answer is set off by a space, as it is when a model writes it."""
    asked = words.encode(prompt, add_special_tokens=False).ids
    said = words.encode(" " + answer, add_special_tokens=False).ids
    return Row(asked + said + [separator], len(asked))


def padded(rows: list[Row], separator: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(inputs, targets), both [B, T]: the row without its last token, and the row moved on by one with the prompt unscored.

    Padding stands behind a row, where a causal model doesn't see it, and is unscored.
    """
    longest = max(len(row.ids) for row in rows) - 1
    inputs = np.full((len(rows), longest), separator, np.int64)
    targets = np.full((len(rows), longest), UNSCORED, np.int64)
    for at, row in enumerate(rows):
        inputs[at, : len(row.ids) - 1] = row.ids[:-1]
        targets[at, row.scored - 1 : len(row.ids) - 1] = row.ids[row.scored :]
    return torch.from_numpy(inputs), torch.from_numpy(targets)


class Batches:
    """Endless batches of groups of rows (one row, or the two of a pair), about `budget` tokens each, in a new seeded order a pass.

    A batch holds all first rows, then all second rows. Groups of like length go together, so that little is padding.
    """

    def __init__(self, groups: list[tuple[Row, ...]], separator: int, budget: int, seed: int):
        self.groups, self.separator, self.budget, self.seed = groups, separator, budget, seed
        self.epoch = self.place = 0
        self.plan = self.plan_epoch()

    def plan_epoch(self) -> list[list[int]]:
        """Indices of the groups of each batch in this pass."""
        draw = np.random.default_rng([self.seed, self.epoch])
        length = np.array([max(len(row.ids) for row in group) for group in self.groups])
        order = np.argsort(length + draw.uniform(-4, 4, len(length)), kind="stable")  # like lengths, never the same neighbours
        batches: list[list[int]] = [[]]
        for index in order:
            rows = len(self.groups[index]) * (len(batches[-1]) + 1)
            if batches[-1] and rows * length[index] > self.budget:
                batches.append([])
            batches[-1].append(int(index))
        return [batches[i] for i in draw.permutation(len(batches))]

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        if self.place >= len(self.plan):
            self.epoch, self.place = self.epoch + 1, 0
            self.plan = self.plan_epoch()
        groups = [self.groups[i] for i in self.plan[self.place]]
        self.place += 1
        return padded([group[side] for side in range(len(groups[0])) for group in groups], self.separator)

    def state(self) -> dict:
        return {"epoch": self.epoch, "place": self.place}

    def load(self, state: dict) -> None:
        self.epoch, self.place = state["epoch"], state["place"]
        self.plan = self.plan_epoch()

    def passes(self) -> dict[str, float]:
        return {"examples": round(self.epoch + self.place / len(self.plan), 3)}

    def set_shares(self, shares: dict[str, float]) -> None:
        raise ValueError("there is one stream only, so there are no shares to set")
