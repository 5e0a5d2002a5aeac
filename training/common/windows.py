"""Training windows cut from token files, mixed by share, without replacement, resumable by two numbers a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch


class TokenFile:
    """A flat uint16 token file walked in a new seeded order each epoch.

    Each epoch shifts the grid of windows by a random offset. `snap` of the windows move back to the
    last document start, half of these with the separator in front and half without, because prompts
    come both ways.
    """

    def __init__(self, path: Path, window: int, separator: int, seed: int, snap: float = 0.4):
        self.tokens = np.fromfile(path, dtype=np.uint16)
        self.window, self.seed, self.snap = window, seed, snap
        self.starts = np.concatenate(([-1], np.flatnonzero(self.tokens == separator)))  # separator places
        self.epoch = self.place = 0
        self.order = self.plan_epoch()

    def plan_epoch(self) -> np.ndarray:
        draw = np.random.default_rng([self.seed, self.epoch])
        offset = int(draw.integers(self.window))
        last = len(self.tokens) - self.window - 1
        starts = np.arange(offset, last, self.window)
        snapped = draw.random(len(starts)) < self.snap
        before = self.starts[np.searchsorted(self.starts, starts, side="right") - 1]
        moved = np.clip(before + draw.integers(0, 2, len(starts)), 0, last)
        near = starts - moved < self.window  # a long document is not read again and again from its start
        return draw.permutation(np.where(snapped & near, moved, starts))

    def next(self) -> np.ndarray:
        """One stretch of window + 1 tokens."""
        if self.place >= len(self.order):
            self.epoch, self.place = self.epoch + 1, 0
            self.order = self.plan_epoch()
        start = self.order[self.place]
        self.place += 1
        return self.tokens[start : start + self.window + 1]

    def load(self, epoch: int, place: int) -> None:
        self.epoch, self.place = epoch, place
        self.order = self.plan_epoch()


class Mixture:
    """Batches [B, T] of windows drawn from several files by share of rows."""

    def __init__(self, files: dict[str, TokenFile], shares: dict[str, float], rows: int):
        self.files, self.rows = files, rows
        self.credit = {name: 0.0 for name in files}
        self.set_shares(shares)

    def set_shares(self, shares: dict[str, float]) -> None:
        total = sum(shares.values())
        self.shares = {name: share / total for name, share in shares.items()}

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        picked = []
        for _ in range(self.rows):
            for name, share in self.shares.items():
                self.credit[name] += share
            name = max(self.credit, key=self.credit.get)
            self.credit[name] -= 1.0
            picked.append(self.files[name].next())
        batch = torch.from_numpy(np.stack(picked).astype(np.int64))  # [B, T + 1]
        return batch[:, :-1].contiguous(), batch[:, 1:].contiguous()

    def passes(self) -> dict[str, float]:
        """How often each file has been read so far."""
        return {name: round(f.epoch + f.place / len(f.order), 3) for name, f in self.files.items()}

    def state(self) -> dict:
        return {"files": {n: (f.epoch, f.place) for n, f in self.files.items()}, "credit": dict(self.credit)}

    def load(self, state: dict) -> None:
        for name, (epoch, place) in state["files"].items():
            self.files[name].load(epoch, place)
        self.credit.update(state["credit"])
