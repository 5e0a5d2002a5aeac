"""A Llama-shaped stack that can be looked into: every tensor the page draws has a name here.

A decoder by its default mask, an encoder with `causal=False`: the mask is all that differs. RMSNorm before each sub-layer (Zhang & Sennrich 2019), rotary positions (Su et al. 2021) with
the half-split pairing that Llama uses, SwiGLU (Shazeer 2020), tied embeddings, no biases.
Letters: B batch, T new tokens, S cached + new tokens, C channels, H heads, D head size,
F feed-forward size, V vocabulary.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from common.tied_loss import tied_cross_entropy


@dataclass(frozen=True)
class DecoderConfig:
    """The shape of one stack; the defaults are `story`'s. `causal=False` lets every token look both ways."""

    vocab: int = 4096
    context: int = 256
    layers: int = 6
    heads: int = 6
    width: int = 192
    hidden: int = 512
    rope_base: float = 10000.0
    norm_eps: float = 1e-5
    causal: bool = True

    @property
    def head_size(self) -> int:
        return self.width // self.heads

    def to_dict(self) -> dict:
        return asdict(self)


def rotary_tables(positions: torch.Tensor, head_size: int, base: float = 10000.0, scale: float = 1.0):
    """cos and sin [T, D/2] of position * scale * base^(-2i/D) (Su et al. 2021, eq. 15).

    `scale` below 1 is position interpolation (Chen et al. 2023). Angles are made in float64.
    """
    pair = torch.arange(0, head_size, 2, dtype=torch.float64)
    speed = base ** (-pair / head_size)  # [D/2]
    angle = positions.to(torch.float64)[:, None] * scale * speed[None, :]  # [T, D/2]
    return angle.cos().float(), angle.sin().float()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Turns each pair (i, i + D/2) of x [B, H, T, D] by its angle; tables are [T, D/2]."""
    first, second = x.chunk(2, dim=-1)  # [B, H, T, D/2] each
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


def causal_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Causal attention [B, H, T, D] for training.

    On a CPU in bfloat16 it is written out in two halves of the queries: the compiler fuses mask and
    softmax, and with AMX that ran 1.3 times as fast a step as the fused kernel, whose backward is slow.
    """
    t = q.shape[2]
    if q.device.type != "cpu" or q.dtype != torch.bfloat16 or t % 2:
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    mask = torch.full((t, t), -1e9, device=q.device).triu(1)
    halves = []
    for start, end in ((0, t // 2), (t // 2, t)):
        scores = (q[:, :, start:end] @ k[:, :, :end].transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
        pattern = torch.softmax(scores + mask[start:end, :end], dim=-1).to(v.dtype)
        halves.append(pattern @ v[:, :, :end])
    return torch.cat(halves, dim=2)


def full_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Attention both ways [B, H, T, D] for training an encoder; written out on a CPU in bfloat16, as above."""
    if q.device.type != "cpu" or q.dtype != torch.bfloat16:
        return F.scaled_dot_product_attention(q, k, v)
    scores = (q @ k.transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
    return torch.softmax(scores, dim=-1).to(v.dtype) @ v


class RMSNorm(nn.Module):
    """x / sqrt(mean(x²) + eps) * gain, in float32 whatever comes in."""

    def __init__(self, width: int, eps: float):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.gain


class Layer(nn.Module):
    """One layer: x + attention(norm1(x)), then + swiglu(norm2(x))."""

    dropout = 0.0  # share of what each sub-layer writes that is zeroed in training; no part of the model's shape

    def __init__(self, config: DecoderConfig):
        super().__init__()
        width, hidden = config.width, config.hidden
        self.heads, self.head_size = config.heads, config.head_size
        self.attend = causal_attention if config.causal else full_attention
        self.norm1 = RMSNorm(width, config.norm_eps)
        self.norm2 = RMSNorm(width, config.norm_eps)
        self.q = nn.Linear(width, width, bias=False)
        self.k = nn.Linear(width, width, bias=False)
        self.v = nn.Linear(width, width, bias=False)
        self.o = nn.Linear(width, width, bias=False)
        self.gate = nn.Linear(width, hidden, bias=False)
        self.up = nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def split(self, x: torch.Tensor) -> torch.Tensor:
        b, t, _ = x.shape
        return x.view(b, t, self.heads, self.head_size).transpose(1, 2)  # [B, H, T, D]

    def join(self, x: torch.Tensor) -> torch.Tensor:
        b, _, t, _ = x.shape
        return x.transpose(1, 2).reshape(b, t, self.heads * self.head_size)  # [B, T, C]

    def forward(self, x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
        """The training path: no cache, fused attention."""
        normed = self.norm1(x)
        q, k, v = self.split(self.q(normed)), self.split(self.k(normed)), self.split(self.v(normed))
        q, k = rotate(q, cos.to(q.dtype), sin.to(q.dtype)), rotate(k, cos.to(k.dtype), sin.to(k.dtype))
        mixed = self.attend(q, k, v)  # [B, H, T, D]
        x = x + F.dropout(self.o(self.join(mixed)), self.dropout, self.training)
        normed = self.norm2(x)
        return x + F.dropout(self.down(F.silu(self.gate(normed)) * self.up(normed)), self.dropout, self.training)

    def inspect(self, x, cos, sin, bias, head_mask, past, record, name):
        """The same sums written out, each tensor kept in `record` under `name`.*; no fused kernels."""
        normed1 = self.norm1(x)
        q, k, v = self.split(self.q(normed1)), self.split(self.k(normed1)), self.split(self.v(normed1))
        q_rot, k_rot = rotate(q, cos, sin), rotate(k, cos, sin)  # [B, H, T, D]
        keys, values = (k_rot, v) if past is None else (torch.cat((past[0], k_rot), 2), torch.cat((past[1], v), 2))
        scores = q_rot @ keys.transpose(-1, -2) / math.sqrt(self.head_size)  # [B, H, T, S]
        pattern = torch.softmax(scores + bias, dim=-1)  # [B, H, T, S]
        head_out = (pattern @ values) * head_mask[None, :, None, None]  # [B, H, T, D]
        out = self.o(self.join(head_out))  # [B, T, C]
        mid = x + out
        normed2 = self.norm2(mid)
        act = F.silu(self.gate(normed2)) * self.up(normed2)  # [B, T, F]
        mlp = self.down(act)
        resid = mid + mlp
        named = {
            "attn.q": q, "attn.k": k, "attn.v": v, "attn.q_rot": q_rot, "attn.k_rot": k_rot,
            "attn.scores": scores, "attn.pattern": pattern, "attn.head_out": head_out, "attn.out": out,
            "resid_mid": mid, "mlp.act": act, "mlp.out": mlp, "resid": resid, "norm1": normed1, "norm2": normed2,
        }  # fmt: skip
        record.update({f"{name}.{key}": value for key, value in named.items()})
        return resid, (keys, values)


class Decoder(nn.Module):
    """A stack of layers with tied embeddings, decoder-only or encoder-only; `forward` trains, `inspect` shows."""

    def __init__(self, config: DecoderConfig, seed: int = 0):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocab, config.width)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width, config.norm_eps)
        cos, sin = rotary_tables(torch.arange(config.context), config.head_size, config.rope_base)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.initialise(seed)

    def initialise(self, seed: int) -> None:
        """Seeded weights; the two projections that write to the residual start at zero."""
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.embed.weight.normal_(0.0, 0.02, generator=draw)
            for layer in self.layers:
                for matrix in (layer.q, layer.k, layer.v, layer.gate, layer.up):
                    matrix.weight.normal_(0.0, 0.5 / math.sqrt(matrix.in_features), generator=draw)
                layer.o.weight.zero_()
                layer.down.weight.zero_()

    def trunk(self, tokens: torch.Tensor) -> torch.Tensor:
        """Final normed states [B, T, C] of token ids [B, T]; T at most the trained window."""
        t = tokens.shape[1]
        x = self.embed(tokens)  # [B, T, C]
        x = F.dropout(x, self.layers[0].dropout, self.training)
        for layer in self.layers:
            x = layer(x, self.cos[:t], self.sin[:t])
        return self.norm(x)

    def set_dropout(self, share: float) -> None:
        """Dropout for training (Srivastava et al. 2014): on the embeddings and on what each sub-layer writes."""
        for layer in self.layers:
            layer.dropout = share

    def forward(self, tokens: torch.Tensor, targets: torch.Tensor | None = None) -> torch.Tensor:
        """Logits [B, T, V], or the mean cross-entropy in nats when targets [B, T] are given (-100 = unscored)."""
        states = self.trunk(tokens)  # [B, T, C]
        if targets is None:
            return F.linear(states, self.embed.weight)  # [B, T, V]
        return tied_cross_entropy(states, self.embed.weight, targets)

    def inspect(self, tokens, bias=None, head_mask=None, tables=None, past=None):
        """(logits, cache, every named tensor) for token ids [B, T], the way the exported graph computes it.

        bias is added to the scores and is the whole mask: broadcastable to [L, H, T, S]; left out, the config's own.
        head_mask is [L, H]; tables are (cos, sin) [T, D/2] for the new tokens; past is a list of (key, value).
        """
        t = tokens.shape[1]
        done = 0 if past is None else past[0][0].shape[2]
        config = self.config
        if bias is None:
            bias = default_bias(config, t, done + t)
        bias = bias.expand(config.layers, config.heads, t, done + t)
        head_mask = torch.ones(config.layers, config.heads) if head_mask is None else head_mask
        if tables is None:
            tables = rotary_tables(torch.arange(done, done + t), config.head_size, config.rope_base)
        x = self.embed(tokens)
        record, cache = {"embed": x}, []
        for index, layer in enumerate(self.layers):
            x, kept = layer.inspect(
                x, *tables, bias[index], head_mask[index], None if past is None else past[index], record, f"layer.{index}"
            )
            cache.append(kept)
        record["final.norm"] = self.norm(x)
        logits = F.linear(record["final.norm"], self.embed.weight)
        record["logits"] = logits
        return logits, cache, record


def causal_bias(new: int, total: int) -> torch.Tensor:
    """Additive causal mask [1, 1, T, S]: 0 where a new token may look, -1e9 where it may not."""
    query = torch.arange(total - new, total)[:, None]
    key = torch.arange(total)[None, :]
    return torch.where(key > query, -1e9, 0.0)[None, None]


def default_bias(config: DecoderConfig, new: int, total: int) -> torch.Tensor:
    """The mask [1, 1, T, S] a stack was trained with: causal, or nothing hidden."""
    return causal_bias(new, total) if config.causal else torch.zeros(1, 1, new, total)


def count_parameters(model: nn.Module) -> int:
    """Number of trained numbers, tied ones once."""
    return sum(p.numel() for p in model.parameters())
