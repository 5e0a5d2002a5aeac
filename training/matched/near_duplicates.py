"""Near-duplicate texts by MinHash (Broder 1997), as Lee et al. (2022) take them out of training sets."""

from __future__ import annotations

import re
import zlib

import numpy as np

SHINGLE = 5  # words
BANDS, ROWS = 16, 4
PRIME = (1 << 31) - 1


def signature(text: str, factors: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """MinHash signature [BANDS * ROWS] of a text's five-word shingles."""
    words = re.findall(r"\w+", text.lower())
    pieces = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    hashes = np.array([zlib.crc32(piece.encode()) for piece in pieces], np.uint64) % PRIME
    return ((hashes[None] * factors[:, None] + offsets[:, None]) % PRIME).min(1)


def without_near_duplicates(texts: list[str], seed: int, similar: float = 0.8) -> list[str]:
    """The texts in order without those whose estimated Jaccard similarity to an earlier kept one is `similar` or more.

    Candidates share one of 16 bands of 4 hashes: at a similarity of 0.8, 99.98 % of pairs do.
    """
    draw = np.random.default_rng(seed)
    factors = draw.integers(1, PRIME, BANDS * ROWS).astype(np.uint64)
    offsets = draw.integers(0, PRIME, BANDS * ROWS).astype(np.uint64)
    kept: list[str] = []
    signatures: list[np.ndarray] = []
    buckets: dict[tuple, list[int]] = {}
    for text in texts:
        mine = signature(text, factors, offsets)
        keys = [(band, *mine[band * ROWS : (band + 1) * ROWS].tolist()) for band in range(BANDS)]
        candidates = {index for key in keys for index in buckets.get(key, ())}
        if any((signatures[index] == mine).mean() >= similar for index in candidates):
            continue
        for key in keys:
            buckets.setdefault(key, []).append(len(kept))
        kept.append(text)
        signatures.append(mine)
    return kept
