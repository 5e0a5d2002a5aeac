"""A Llama-shaped stack that can be looked into: every tensor the page draws has a name here.

A decoder by its default mask, an encoder with `causal=False`: the mask is all that differs. RMSNorm before each
sub-layer (Zhang & Sennrich 2019), rotary positions (Su et al. 2021) with the half-split pairing that Llama uses,
SwiGLU (Shazeer 2020), tied embeddings, no biases. Positions may also be given in another way, or not at all: see
`POSITIONS`.
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


# How a decoder learns where its tokens stand: not at all, by rows added to the embeddings (fixed or trained), by a
# penalty on the scores that grows with distance, or by turning queries and keys.
POSITIONS = ("none", "sinusoidal", "learned", "alibi", "rope")


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
    positions: str = "rope"

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


def sinusoidal_rows(positions: torch.Tensor, width: int) -> torch.Tensor:
    """Rows [T, C]: sin and cos of position / 10000^(2i/C) in turn (Vaswani et al. 2017, sec. 3.5), times 1/sqrt(C).

    The paper multiplies its embeddings by sqrt(C) instead; up to one factor for the whole sum, which the
    norms take out again, that is the same.
    """
    speed = 10000.0 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)  # [C/2]
    angle = positions.to(torch.float64)[:, None] * speed[None, :]
    return (torch.stack((angle.sin(), angle.cos()), -1).flatten(1) / math.sqrt(width)).float()


def alibi_slopes(heads: int) -> torch.Tensor:
    """2^(-8h/H) for h = 1..H, H a power of two (Press et al. 2022, sec. 3), [H]."""
    if heads & (heads - 1):
        raise ValueError(f"ALiBi's slopes are given here for a power of two of heads, not {heads}")
    return 2.0 ** (-8.0 * torch.arange(1, heads + 1) / heads)


def alibi_bias(heads: int, new: int, total: int) -> torch.Tensor:
    """-slope times distance [1, H, T, S] for `new` queries at the end of `total` places; later keys are left to the mask."""
    distance = torch.arange(total - new, total)[:, None] - torch.arange(total)[None, :]
    return (-alibi_slopes(heads)[:, None, None] * distance.clamp(min=0))[None]


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Turns each pair (i, i + D/2) of x [B, H, T, D] by its angle; tables are [T, D/2]."""
    first, second = x.chunk(2, dim=-1)  # [B, H, T, D/2] each
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


def causal_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Causal attention [B, H, T, D] for training; `bias` [1, H, T, T] is added to the scores and brings no mask of its own.

    On a CPU in bfloat16 it is written out in two halves of the queries: the compiler fuses mask and
    softmax, and with AMX that ran 1.3 times as fast a step as the fused kernel, whose backward is slow.
    """
    t = q.shape[2]
    if q.device.type != "cpu" or q.dtype != torch.bfloat16 or t % 2:
        if bias is None:
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        mask = torch.full((t, t), -1e9, device=q.device).triu(1)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=(bias + mask).to(q.dtype))
    mask = torch.full((t, t), -1e9, device=q.device).triu(1)
    if bias is not None:
        mask = mask + bias
    halves = []
    for start, end in ((0, t // 2), (t // 2, t)):
        scores = (q[:, :, start:end] @ k[:, :, :end].transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
        pattern = torch.softmax(scores + mask[..., start:end, :end], dim=-1).to(v.dtype)
        halves.append(pattern @ v[:, :, :end])
    return torch.cat(halves, dim=2)


def full_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Attention both ways [B, H, T, D] for training an encoder; written out on a CPU in bfloat16, as above."""
    if q.device.type != "cpu" or q.dtype != torch.bfloat16:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=None if bias is None else bias.to(q.dtype))
    scores = (q @ k.transpose(-1, -2)).float() / math.sqrt(q.shape[-1])
    if bias is not None:
        scores = scores + bias
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

    def look(self, x: torch.Tensor, tables=None, bias: torch.Tensor | None = None) -> torch.Tensor:
        """x and what self-attention adds to it, without a cache; tables are (cos, sin) where positions are rotary."""
        normed = self.norm1(x)
        q, k, v = self.split(self.q(normed)), self.split(self.k(normed)), self.split(self.v(normed))
        if tables is not None:
            cos, sin = (table.to(q.dtype) for table in tables)
            q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        mixed = self.attend(q, k, v, bias)  # [B, H, T, D]
        return x + F.dropout(self.o(self.join(mixed)), self.dropout, self.training)

    def feed(self, x: torch.Tensor) -> torch.Tensor:
        """x and what the feed-forward sub-layer adds to it."""
        normed = self.norm2(x)
        return x + F.dropout(self.down(F.silu(self.gate(normed)) * self.up(normed)), self.dropout, self.training)

    def forward(self, x: torch.Tensor, tables=None, bias: torch.Tensor | None = None) -> torch.Tensor:
        """The training path: no cache, fused attention."""
        return self.feed(self.look(x, tables, bias))

    def inspect(self, x, tables, bias, head_mask, past, record, name):
        """The same sums written out, each tensor kept in `record` under `name`.*; no fused kernels."""
        normed1 = self.norm1(x)
        q, k, v = self.split(self.q(normed1)), self.split(self.k(normed1)), self.split(self.v(normed1))
        turned = {} if tables is None else {"attn.q_rot": rotate(q, *tables), "attn.k_rot": rotate(k, *tables)}
        q_used, k_used = turned.get("attn.q_rot", q), turned.get("attn.k_rot", k)  # [B, H, T, D]
        keys, values = (k_used, v) if past is None else (torch.cat((past[0], k_used), 2), torch.cat((past[1], v), 2))
        scores = q_used @ keys.transpose(-1, -2) / math.sqrt(self.head_size)  # [B, H, T, S]
        pattern = torch.softmax(scores + bias, dim=-1)  # [B, H, T, S]
        head_out = (pattern @ values) * head_mask[None, :, None, None]  # [B, H, T, D]
        out = self.o(self.join(head_out))  # [B, T, C]
        mid = x + out
        normed2 = self.norm2(mid)
        act = F.silu(self.gate(normed2)) * self.up(normed2)  # [B, T, F]
        mlp = self.down(act)
        resid = mid + mlp
        named = {
            "attn.q": q, "attn.k": k, "attn.v": v, **turned, "attn.scores": scores, "attn.pattern": pattern, "attn.head_out": head_out, "attn.out": out,
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
        if config.positions not in POSITIONS:
            raise ValueError(f"positions are one of {POSITIONS}, not {config.positions}")
        # An embedding, so that the optimiser treats the table as one.
        self.place = nn.Embedding(config.context, config.width) if config.positions == "learned" else None
        self.prepare(config.context)
        self.initialise(seed)

    def prepare(self, window: int) -> None:
        """Makes what the positions need for texts of up to `window` tokens; a learned table has only its trained rows."""
        config, places = self.config, torch.arange(window)
        made: dict[str, torch.Tensor | None] = {"cos": None, "sin": None, "rows": None, "slope_bias": None}
        if config.positions == "rope":
            made["cos"], made["sin"] = rotary_tables(places, config.head_size, config.rope_base)
        elif config.positions == "sinusoidal":
            made["rows"] = sinusoidal_rows(places, config.width)
        elif config.positions == "alibi":
            made["slope_bias"] = alibi_bias(config.heads, window, window)
        for name, value in made.items():
            self.register_buffer(name, value if value is None else value.to(self.embed.weight.device), persistent=False)

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
            if self.place is not None:  # last, so that decoders which differ in positions alone start alike
                self.place.weight.normal_(0.0, 0.02, generator=draw)

    def trunk(self, tokens: torch.Tensor) -> torch.Tensor:
        """Final normed states [B, T, C] of token ids [B, T]; T at most the window that `prepare` was given."""
        t = tokens.shape[1]
        x = self.embed(tokens)  # [B, T, C]
        if self.place is not None:
            x = x + self.place.weight[:t]
        elif self.rows is not None:
            x = x + self.rows[:t]
        x = F.dropout(x, self.layers[0].dropout, self.training)
        tables = None if self.cos is None else (self.cos[:t], self.sin[:t])
        bias = None if self.slope_bias is None else self.slope_bias[..., :t, :t]
        for layer in self.layers:
            x = layer(x, tables, bias)
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

    def inspect(self, tokens, bias=None, head_mask=None, tables=None, rows=None, past=None):
        """(logits, cache, every named tensor) for token ids [B, T], the way the exported graph computes it.

        bias is added to the scores and is the whole mask: broadcastable to [L, H, T, S]; left out, the config's own
        (with ALiBi's slopes where the model has them). head_mask is [L, H]; tables are (cos, sin) [T, D/2] and rows
        [T, C] for the new tokens, the model's own if left out; past is a list of (key, value).
        """
        t = tokens.shape[1]
        done = 0 if past is None else past[0][0].shape[2]
        config = self.config
        own = position_inputs(self, done, t)
        bias = own["bias"] if bias is None else bias
        bias = bias.expand(config.layers, config.heads, t, done + t)
        head_mask = torch.ones(config.layers, config.heads) if head_mask is None else head_mask
        tables, rows = own["tables"] if tables is None else tables, own["rows"] if rows is None else rows
        x = self.embed(tokens)
        record, cache = {"embed": x}, []
        if rows is not None:
            x = x + rows
        for index, layer in enumerate(self.layers):
            x, kept = layer.inspect(
                x, tables, bias[index], head_mask[index], None if past is None else past[index], record, f"layer.{index}"
            )
            cache.append(kept)
        record["final.norm"] = self.norm(x)
        logits = F.linear(record["final.norm"], self.embed.weight)
        record["logits"] = logits
        return logits, cache, record


def position_inputs(model: Decoder, done: int, new: int) -> dict:
    """{bias [1, 1 or H, T, S], tables or None, rows or None} that `model` uses for `new` tokens behind `done` others."""
    config, places = model.config, torch.arange(done, done + new)
    bias, tables, rows = default_bias(config, new, done + new), None, None
    if config.positions == "rope":
        tables = rotary_tables(places, config.head_size, config.rope_base)
    elif config.positions == "sinusoidal":
        rows = sinusoidal_rows(places, config.width)
    elif config.positions == "learned":
        if done + new > config.context:
            raise ValueError(f"the position table has {config.context} rows; {done + new} are asked for")
        rows = model.place.weight[done : done + new]
    elif config.positions == "alibi":
        bias = bias + alibi_bias(config.heads, new, done + new)
    return {"bias": bias, "tables": tables, "rows": rows}


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
