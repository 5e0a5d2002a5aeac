"""The encoder-decoder and the masked encoder that are matched with the decoder in data, tokens and parameters.

All three can be asked for the second half of a window given the first, which makes their numbers comparable; what each
is trained on differs, and so does the share of tokens that carry a training signal: all, half, 15 %.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Callable

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from common.decoder import Decoder, DecoderConfig, Layer, RMSNorm, full_attention, rotary_tables
from common.tied_loss import tied_cross_entropy
from matched.members import Member
from matched.scores import SecondHalves

SHARE, SHOWN_AS_MASK, SHOWN_AS_OTHER = 0.15, 0.8, 0.1  # Devlin et al. 2019, sec. 3.1


class CrossLayer(Layer):
    """A causal layer that looks at the encoder's states between self-attention and feed-forward."""

    def __init__(self, config: DecoderConfig):
        super().__init__(config)
        self.norm3 = RMSNorm(config.width, config.norm_eps)
        for name in ("cross_q", "cross_k", "cross_v", "cross_o"):
            setattr(self, name, nn.Linear(config.width, config.width, bias=False))

    def forward(self, x: torch.Tensor, memory: torch.Tensor, tables) -> torch.Tensor:
        x = self.look(x, tables)
        normed = self.norm3(x)
        q, k, v = self.split(self.cross_q(normed)), self.split(self.cross_k(memory)), self.split(self.cross_v(memory))
        return self.feed(x + self.cross_o(self.join(full_attention(q, k, v))))


class EncoderDecoder(nn.Module):
    """Reads the first half of a window both ways, writes the second half from left to right (Vaswani et al. 2017)."""

    def __init__(self, config: DecoderConfig, seed: int):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocab, config.width)
        self.encoder = nn.ModuleList(Layer(replace(config, causal=False)) for _ in range(config.layers))
        self.layers = nn.ModuleList(CrossLayer(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width, config.norm_eps)
        self.memory_norm = RMSNorm(config.width, config.norm_eps)
        cos, sin = rotary_tables(torch.arange(config.context), config.head_size, config.rope_base)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.embed.weight.normal_(0.0, 0.02, generator=draw)
            for name, matrix in self.named_parameters():
                if matrix.ndim == 2 and not name.startswith("embed"):
                    matrix.normal_(0.0, 0.5 / math.sqrt(matrix.shape[1]), generator=draw)
            for layer in (*self.encoder, *self.layers):
                layer.o.weight.zero_()
                layer.down.weight.zero_()
            for layer in self.layers:
                layer.cross_o.weight.zero_()

    def states(self, source: torch.Tensor, written: torch.Tensor) -> torch.Tensor:
        """Final states [B, T, C] of the tokens written so far, given the source."""
        memory, x = self.embed(source), self.embed(written)
        for layer in self.encoder:
            memory = layer(memory, (self.cos[: source.shape[1]], self.sin[: source.shape[1]]))
        memory = self.memory_norm(memory)
        for layer in self.layers:
            x = layer(x, memory, (self.cos[: written.shape[1]], self.sin[: written.shape[1]]))
        return self.norm(x)

    def forward(self, tokens: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Mean nats of the second half's targets."""
        half = tokens.shape[1] // 2
        return tied_cross_entropy(self.states(tokens[:, :half], tokens[:, half:]), self.embed.weight, targets[:, half:].contiguous())


class MaskedWindows:
    """A mixture's windows with 15 % of the tokens hidden: targets are those, -100 elsewhere."""

    def __init__(self, windows, mask: int, separator: int, seed: int):
        self.windows, self.mask, self.separator, self.seed, self.count = windows, mask, separator, seed, 0

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        self.count += 1
        tokens, _ = self.windows.next()
        return hide(tokens, self.mask, self.separator, np.random.default_rng([self.seed, self.count]))

    def state(self) -> dict:
        return {"windows": self.windows.state(), "count": self.count}

    def load(self, state: dict) -> None:
        self.windows.load(state["windows"])
        self.count = state["count"]

    def passes(self) -> dict[str, float]:
        return self.windows.passes()

    def set_shares(self, shares: dict[str, float]) -> None:
        self.windows.set_shares(shares)


def hide(tokens: torch.Tensor, mask: int, separator: int, draw: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """(what is shown, targets): of the hidden 15 %, 80 % are shown as the mask, 10 % as another token, 10 % as they are."""
    shape = tuple(tokens.shape)
    hit = torch.from_numpy(draw.random(shape) < SHARE) & (tokens != separator)
    how = torch.from_numpy(draw.random(shape))
    other = torch.from_numpy(draw.integers(1, mask, shape))
    shown = torch.where(hit & (how < SHOWN_AS_MASK), torch.full_like(tokens, mask), tokens)
    shown = torch.where(hit & (how >= 1 - SHOWN_AS_OTHER), other, shown)
    return shown, torch.where(hit, tokens, torch.full_like(tokens, -100))


def masked_scores(held: np.ndarray, lengths: np.ndarray, separator: int, window: int, mask: int) -> Callable[[nn.Module], dict]:
    """Bits a hidden token, and the second halves written left to right: each token with a mask in its place, nothing after it."""
    halves = SecondHalves(held, lengths, window, 128)
    shown, targets = hide(halves.windows, mask, separator, np.random.default_rng(3))
    few = SecondHalves(held, lengths, window, 32)

    def left_to_right(model: nn.Module) -> Callable[[torch.Tensor, int], torch.Tensor]:
        def nats(windows: torch.Tensor, half: int) -> torch.Tensor:
            found = []
            for place in range(half, windows.shape[1]):
                asked = torch.cat((windows[:, :place], torch.full_like(windows[:, :1], mask)), 1)
                found.append(F.cross_entropy(model(asked)[:, -1].float(), windows[:, place], reduction="none"))
            return torch.stack(found, 1)

        return nats

    def score(model: nn.Module) -> dict:
        nats = sum(
            F.cross_entropy(model(s).float().flatten(0, 1), t.flatten(), ignore_index=-100, reduction="sum").item()
            for s, t in zip(shown.split(32), targets.split(32))
        )
        return {
            "ownBits": nats / math.log(2) / int((targets >= 0).sum()), "secondHalfBitsPerByte": few.bits_per_byte(left_to_right(model))
        }  # fmt: skip

    return score


def encdec_scores(held: np.ndarray, lengths: np.ndarray, window: int) -> Callable[[nn.Module], dict]:
    """The second halves given the first."""
    halves = SecondHalves(held, lengths, window, 128)

    def score(model: EncoderDecoder) -> dict:
        def nats(windows: torch.Tensor, half: int) -> torch.Tensor:
            states = model.states(windows[:, : half - 1], windows[:, half - 1 : -1])
            logits = F.linear(states, model.embed.weight).float()
            return F.cross_entropy(logits.flatten(0, 1), windows[:, half:].flatten(), reduction="none").view(len(windows), -1)

        return {"secondHalfBitsPerByte": halves.bits_per_byte(nats)}

    return score


def family(member: Member, seed: int, held: np.ndarray, lengths: np.ndarray, separator: int, batches):
    """(model, score, batches) of a member of the family set that is no decoder."""
    config = member.config
    if member.kind == "encdec":
        return EncoderDecoder(config, seed), encdec_scores(held, lengths, config.context), batches
    mask = config.vocab - 1
    model = Decoder(replace(config, causal=False), seed)
    return model, masked_scores(held, lengths, separator, config.context, mask), MaskedWindows(batches, mask, separator, seed)
