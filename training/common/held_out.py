"""Held-out loss in bits per byte of text, which does not depend on the tokenizer."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F


def token_bytes(tokenizer_json: Path) -> np.ndarray:
    """Bytes of text each token id stands for, int64 [V]; special tokens stand for none.

    Byte-level BPE writes one character a byte, so a token's length is its byte count.
    """
    spec = json.loads(Path(tokenizer_json).read_text(encoding="utf8"))
    vocab = spec["model"]["vocab"]
    lengths = np.zeros(max([*vocab.values(), *(t["id"] for t in spec["added_tokens"])]) + 1, np.int64)
    for token, index in vocab.items():
        lengths[index] = len(token)
    for token in spec["added_tokens"]:
        if token.get("special"):
            lengths[token["id"]] = 0
    return lengths


class HeldOut:
    """Documents cut into windows: each token is scored once, with at least half a window before it where there is that much.

    The first window of a document starts at its separator, as the model saw in training. The
    separator that ends a document is scored too (its bits count, its bytes are none), so the number
    is a little on the pessimistic side. `documents` takes the first so many, `every` each n-th of them.
    """

    def __init__(self, tokens: np.ndarray, lengths: np.ndarray, separator: int, window: int, documents: int | None = None, every: int = 1):
        ends = np.flatnonzero(tokens == separator)
        rows, targets = [], []
        begin = 0
        for index, end in enumerate(ends[: documents or len(ends)]):
            text = np.concatenate(([separator], tokens[begin : end + 1])).astype(np.int64)
            begin = end + 1
            if len(text) < 3 or index % every:
                continue
            scored = 1
            while scored < len(text):
                start = 0 if scored == 1 else scored - window // 2
                stop = min(len(text), start + window + 1)
                inputs = np.full(window, separator, np.int64)
                wanted = np.full(window, -100, np.int64)
                inputs[: stop - start - 1] = text[start : stop - 1]
                wanted[scored - 1 - start : stop - 1 - start] = text[scored:stop]
                rows.append(inputs)
                targets.append(wanted)
                scored = stop
        self.inputs = torch.from_numpy(np.stack(rows))  # [N, T]
        self.targets = torch.from_numpy(np.stack(targets))  # [N, T]
        kept = self.targets[self.targets >= 0]
        self.bytes = int(lengths[kept.numpy()].sum())
        self.scored = int(kept.numel())

    @torch.no_grad()
    def bits_per_byte(self, logits_of, rows: int = 16) -> float:
        """Bits per byte under `logits_of(tokens [B, T]) -> logits [B, T, V]` (torch, any float type)."""
        nats = 0.0
        for start in range(0, len(self.inputs), rows):
            logits = logits_of(self.inputs[start : start + rows])
            wanted = self.targets[start : start + rows].to(logits.device)
            nats += F.cross_entropy(logits.float().flatten(0, 1), wanted.flatten(), ignore_index=-100, reduction="sum").item()
        return nats / math.log(2) / self.bytes
