"""How often a hidden held-out word is among the model's first five guesses."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from fill_mask.masking import SHARE, Words, choose


class MaskedSample:
    """Held-out documents with `share` of their tokens hidden, whole words at a time, drawn once from a seed.

    Here every hidden token is shown as the mask. A document is a separator and its text, cut to the window.
    """

    def __init__(self, tokens: np.ndarray, words: Words, mask: int, separator: int, window: int, every: int = 1, seed: int = 7, share: float = SHARE):
        draw = np.random.default_rng(seed)
        self.rows: list[torch.Tensor] = []
        self.wanted: list[torch.Tensor] = []
        self.word: list[np.ndarray] = []
        self.words = words
        begin = 0
        for index, end in enumerate(np.flatnonzero(tokens == separator)):
            text = np.concatenate(([separator], tokens[begin:end])).astype(np.int64)[:window]
            begin = end + 1
            if index % every or len(text) < 8:
                continue
            taken = choose(text, words, draw, share)
            self.rows.append(torch.from_numpy(np.where(taken, mask, text)))
            self.wanted.append(torch.from_numpy(np.where(taken, text, -100)))
            self.word.append(words.numbered(text))

    @torch.no_grad()
    def scores(self, logits_of) -> dict[str, float]:
        """Loss in bits a hidden token, and shares: tokens and whole words whose every token is in the first one or five.

        A word here holds letters; punctuation marks are counted among the tokens only.
        """
        bits = count = 0.0
        hits = {1: 0, 5: 0}
        words = word_hits1 = word_hits5 = 0
        for row, wanted, number in zip(self.rows, self.wanted, self.word):
            logits = logits_of(row[None])[0].float().cpu()  # [T, V]
            scored = wanted >= 0
            bits += F.cross_entropy(logits[scored], wanted[scored], reduction="sum").item() / math.log(2)
            rank = (logits[scored] > logits[scored].gather(1, wanted[scored][:, None])).sum(1).numpy()  # 0 = likeliest
            count += len(rank)
            for n in hits:
                hits[n] += int((rank < n).sum())
            ids, of = wanted[scored].numpy(), number[scored.numpy()]
            for each in np.unique(of):
                mine = of == each
                if not self.words.letters_last[ids[mine]].any():
                    continue
                words += 1
                word_hits1 += bool((rank[mine] < 1).all())
                word_hits5 += bool((rank[mine] < 5).all())
        return {
            "bitsPerMaskedToken": bits / count, "tokenTop1": hits[1] / count, "tokenTop5": hits[5] / count,
            "wordTop1": word_hits1 / words, "wordTop5": word_hits5 / words,
        }  # fmt: skip
