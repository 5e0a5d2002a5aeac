"""Sentence pairs as padded batches: an epoch's sentences drawn anew, sorted by length so that little is filled up."""

from __future__ import annotations

import json
import random
from pathlib import Path

import torch
from tokenizers import Tokenizer

from translate.data import WINDOW, swap_names


class PairBatches:
    """Endless (source [B, S], target [B, T], wanted [B, T]) of about `tokens` numbers each, filled up included.

    Each epoch has every Tatoeba pair once, its names swapped, and a new draw of world sentences; English words are cut at random
    now and then (BPE-dropout, Provilkov et al. 2020), so that rare words are learnt from their pieces.
    """

    def __init__(self, folder: Path, tokens: int, world_share: float, seed: int, cut: float):
        meta = json.loads((folder / "meta.json").read_text())
        self.start, self.end = meta["start"], meta["end"]
        read = lambda name: [tuple(pair) for pair in json.loads((folder / name).read_text("utf8"))]  # noqa: E731
        self.pairs, self.world = read("train.json"), read("world_train.json")
        self.exact = Tokenizer.from_file(str(folder / "tokenizer.json"))
        spec = json.loads(self.exact.to_str())
        spec["model"]["ignore_merges"], spec["model"]["dropout"] = False, cut
        self.cutting = Tokenizer.from_str(json.dumps(spec))
        self.tokens, self.seed = tokens, seed
        self.epoch = self.place = 0
        self.set_shares({"tatoeba": 1 - world_share, "world": world_share})

    def set_shares(self, shares: dict[str, float]) -> None:
        self.shares = shares
        self.batches = self.plan_epoch()

    def plan_epoch(self) -> list[list[tuple[list[int], list[int]]]]:
        rng = random.Random(f"{self.seed}-{self.epoch}")
        pairs = [swap_names(*pair, rng) for pair in self.pairs]
        count = int(len(pairs) * self.shares["world"] / self.shares["tatoeba"])
        pairs += rng.sample(self.world, count)
        sources = self.cutting.encode_batch([english for english, _ in pairs])
        whole = self.exact.encode_batch([english for english, _ in pairs])
        targets = self.exact.encode_batch([chinese for _, chinese in pairs])
        rows = []
        for cut, full, target in zip(sources, whole, targets):
            source = cut.ids if len(cut.ids) < WINDOW and rng.random() < 0.5 else full.ids
            rows.append((source + [self.end], target.ids))
        # Alike in both lengths, with some chance in it so that an epoch's batches are not the last one's.
        rows.sort(key=lambda row: (int(len(row[1]) + rng.random() * 2) // 2, len(row[0]) + rng.random()))
        batches, batch, widest = [], [], 0
        for row in rows:
            wide = max(widest, len(row[0]) + len(row[1]) + 1)
            if batch and wide * (len(batch) + 1) > self.tokens:
                batches.append(batch)
                batch, wide = [], len(row[0]) + len(row[1]) + 1
            batch.append(row)
            widest = wide
        batches.append(batch)
        rng.shuffle(batches)
        return batches

    def padded(self, rows: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Filled up with the end token, which the model hides behind the first one; unscored places are -100."""
        s, t = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows) + 1
        source = torch.tensor([row[0] + [self.end] * (s - len(row[0])) for row in rows])
        target = torch.tensor([[self.start, *row[1]] + [self.end] * (t - 1 - len(row[1])) for row in rows])
        wanted = torch.tensor([[*row[1], self.end] + [-100] * (t - 1 - len(row[1])) for row in rows])
        return source, target, wanted

    def next(self) -> tuple[torch.Tensor, ...]:
        if self.place >= len(self.batches):
            self.epoch, self.place = self.epoch + 1, 0
            self.batches = self.plan_epoch()
        batch = self.batches[self.place]
        self.place += 1
        return self.padded(batch)

    def passes(self) -> dict[str, float]:
        return {"tatoeba": round(self.epoch + self.place / len(self.batches), 3)}

    def state(self) -> dict:
        return {"epoch": self.epoch, "place": self.place}

    def load(self, state: dict) -> None:
        self.epoch, self.place = state["epoch"], state["place"]
        self.batches = self.plan_epoch()
