"""What every matched run is scored on while it trains, on the held-out TinyStories."""

from __future__ import annotations

import math
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F

from common.held_out import HeldOut

Logits = Callable[[torch.Tensor], torch.Tensor]


class SecondHalves:
    """Windows of held-out text whose second half is scored given the first: the one task that all three families can do."""

    def __init__(self, tokens: np.ndarray, lengths: np.ndarray, window: int, count: int):
        starts = np.linspace(0, len(tokens) - window - 1, count).astype(int)
        self.windows = torch.from_numpy(np.stack([tokens[s : s + window] for s in starts]).astype(np.int64))  # [N, T]
        self.half = window // 2
        self.bytes = int(lengths[self.windows[:, self.half :].numpy()].sum())

    @torch.no_grad()
    def bits_per_byte(self, nats: Callable[[torch.Tensor, int], torch.Tensor], rows: int = 32) -> float:
        """Bits per byte where `nats(windows [B, T], half)` gives each second-half token's nats [B, T - half]."""
        total = sum(nats(self.windows[i : i + rows], self.half).sum().item() for i in range(0, len(self.windows), rows))
        return total / math.log(2) / self.bytes


def causal_nats(logits_of: Logits) -> Callable[[torch.Tensor, int], torch.Tensor]:
    """Nats of the second half's tokens under a causal model."""

    def nats(windows: torch.Tensor, half: int) -> torch.Tensor:
        logits = logits_of(windows[:, :-1])[:, half - 1 :].float()
        return F.cross_entropy(logits.flatten(0, 1), windows[:, half:].flatten(), reduction="none").view(len(windows), -1)

    return nats


def decoder_scores(tokens: np.ndarray, lengths: np.ndarray, separator: int, window: int) -> Callable[[torch.nn.Module], dict]:
    """The scores of a decoder: held-out loss on every twentieth story, and the second halves."""
    sample = HeldOut(tokens, lengths, separator, window, every=20)
    halves = SecondHalves(tokens, lengths, window, 128)

    def score(model: torch.nn.Module) -> dict:
        return {"heldOutBitsPerByte": sample.bits_per_byte(model), "secondHalfBitsPerByte": halves.bits_per_byte(causal_nats(model))}

    return score
