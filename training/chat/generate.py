"""Writes answers in batches with a cache; prompts of different lengths stand right-aligned, their left padding masked.

Rotary positions make attention depend on distances only, so moving a whole prompt to the right changes nothing.
"""

from __future__ import annotations

import math

import torch

from common.decoder import Decoder, rotary_tables, rotate


class Answers:
    """What came out: token ids without the separator, and whether the separator was written."""

    def __init__(self, ids: list[list[int]], ended: list[bool]):
        self.ids, self.ended = ids, ended


def _pass(model: Decoder, tokens: torch.Tensor, hidden: torch.Tensor, past: list | None):
    """Logits of the last place [B, V] and the longer cache; hidden [B, S] is true where a key is padding."""
    done = 0 if past is None else past[0][0].shape[2]
    t, total = tokens.shape[1], done + tokens.shape[1]
    cos, sin = rotary_tables(torch.arange(done, total), model.config.head_size, model.config.rope_base)
    ahead = torch.arange(total)[None, :] > torch.arange(done, total)[:, None]  # [T, S]
    bias = torch.zeros(len(tokens), 1, t, total).masked_fill(ahead | hidden[:, None, None, :total], -1e9)
    x, cache = model.embed(tokens), []
    for index, layer in enumerate(model.layers):
        normed = layer.norm1(x)
        q, k, v = (layer.split(part(normed)) for part in (layer.q, layer.k, layer.v))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = torch.cat((past[index][0], k), 2), torch.cat((past[index][1], v), 2)
        cache.append((k, v))
        pattern = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(layer.head_size) + bias, -1)
        x = x + layer.o(layer.join(pattern @ v))
        normed = layer.norm2(x)
        x = x + layer.down(torch.nn.functional.silu(layer.gate(normed)) * layer.up(normed))
    return torch.nn.functional.linear(model.norm(x[:, -1]), model.embed.weight), cache


@torch.no_grad()
def answers(model: Decoder, prompts: list[list[int]], separator: int, temperature: float = 0.0, seed: int = 0, rows: int = 48) -> Answers:
    """One answer a prompt, up to the separator or the window's end; temperature 0 is greedy."""
    draw = torch.Generator().manual_seed(seed)
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    found: list[list[int]] = [[] for _ in prompts]
    ended = [False] * len(prompts)
    for start in range(0, len(order), rows):
        batch = order[start : start + rows]
        longest = max(len(prompts[i]) for i in batch)
        tokens = torch.tensor([[separator] * (longest - len(prompts[i])) + prompts[i] for i in batch])
        padding = torch.tensor([longest - len(prompts[i]) for i in batch])
        hidden = torch.arange(model.config.context)[None, :] < padding[:, None]
        past, going = None, torch.ones(len(batch), dtype=torch.bool)
        for _ in range(model.config.context - longest):
            logits, past = _pass(model, tokens, hidden, past)
            if temperature == 0:
                chosen = logits.argmax(-1)
            else:
                chosen = torch.multinomial(torch.softmax(logits.float() / temperature, -1), 1, generator=draw)[:, 0]
            for row, index in enumerate(batch):
                if going[row] and chosen[row] == separator:
                    going[row], ended[index] = False, True
                elif going[row]:
                    found[index].append(int(chosen[row]))
            if not going.any():
                break
            tokens = chosen[:, None]
    return Answers(found, ended)
