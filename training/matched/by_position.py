"""Held-out loss by position, past the trained length too, and what shuffling the earlier tokens costs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F

from common.decoder import Decoder

FARTHEST, BIN = 512, 16


def longer(model: Decoder, length: int) -> Decoder:
    """The same weights made ready for `length` tokens; a learned table can't be."""
    made = Decoder(replace(model.config, context=model.config.context))
    made.load_state_dict(model.state_dict())
    if model.config.positions != "learned":
        made.prepare(length)
    return made.eval()


@torch.no_grad()
def by_position(model: Decoder, tokens: np.ndarray, rows: int = 8) -> dict:
    """Mean bits a token at positions 0..511 in bins of 16, over windows of the held-out stories one after another.

    The windows begin anywhere in a story, so every position meets the same mix of texts. A learned table ends at the
    trained window, and its curve with it.
    """
    length = model.config.context if model.config.positions == "learned" else FARTHEST
    ready = longer(model, length)
    count = (len(tokens) - 1) // FARTHEST
    total = np.zeros(length)
    square = np.zeros(length)
    for first in range(0, count, rows):
        starts = [FARTHEST * i for i in range(first, min(count, first + rows))]
        windows = torch.from_numpy(np.stack([tokens[s : s + length + 1] for s in starts]).astype(np.int64))
        logits = ready(windows[:, :-1]).float()
        bits = F.cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten(), reduction="none").view(len(starts), length) / math.log(2)
        total += bits.sum(0).numpy()
        square += bits.square().sum(0).numpy()
    mean = total / count
    spread = np.sqrt(np.maximum(0, square / count - mean**2) / count)  # standard error at one position
    bins = length // BIN
    return {
        "windows": count, "bin": BIN, "bitsPerToken": [round(float(x), 4) for x in mean.reshape(bins, BIN).mean(1)],
        "standardError": [round(float(x), 4) for x in spread.reshape(bins, BIN).mean(1) / math.sqrt(BIN)],
    }  # fmt: skip


@torch.no_grad()
def order(model: Decoder, tokens: np.ndarray, windows: int = 256, length: int = 64, kept: tuple[int, ...] = (1, 4, 16)) -> dict:
    """Bits for the last token of windows of 64, with the tokens before it in order and with all but the last few shuffled.

    A model that is blind to the order of what came before the current token loses nothing when all but one are shuffled.
    """
    starts = np.linspace(0, len(tokens) - length - 1, windows).astype(int)
    texts = torch.from_numpy(np.stack([tokens[s : s + length + 1] for s in starts]).astype(np.int64))
    draw = torch.Generator().manual_seed(5)

    def bits(inputs: torch.Tensor) -> torch.Tensor:
        logits = torch.cat([model(part)[:, -1].float() for part in inputs.split(32)])
        return F.cross_entropy(logits, texts[:, -1], reduction="none") / math.log(2)

    plain = bits(texts[:, :-1])
    result = {"windows": windows, "length": length, "inOrder": round(plain.mean().item(), 4), "shuffled": []}
    for keep in kept:
        mixed = texts[:, :-1].clone()
        for row in mixed:
            row[: length - keep] = row[torch.randperm(length - keep, generator=draw)]
        loss = bits(mixed)
        error = (loss - plain).std().item() / windows**0.5
        result["shuffled"].append({"keptInPlace": keep, "bits": round(loss.mean().item(), 4), "rise": round((loss - plain).mean().item(), 4), "error": round(error, 4)})
    return result
