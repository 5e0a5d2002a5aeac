"""An encoder-decoder as Vaswani et al. 2017 wrote it, open to view: every tensor the page draws has a name here.

Sinusoidal positions added to embeddings that are scaled by sqrt(C); LayerNorm after each residual; attention without
biases, feed-forward max(0, x W1 + b1) W2 + b2; one embedding table for source, target and output.
Letters: B batch, S source tokens, T new target tokens, P cached ones, C channels, H heads, D head size, F feed-forward
size, V vocabulary, L layers of each stack.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN = -1e9  # added to a score that must not be seen


@dataclass(frozen=True)
class EncDecConfig:
    """The shape of one encoder-decoder; the defaults are `translate`'s."""

    vocab: int
    context: int = 64
    layers: int = 3
    heads: int = 6
    width: int = 192
    hidden: int = 512
    norm_eps: float = 1e-5
    start: int = 0
    end: int = 1

    @property
    def head_size(self) -> int:
        return self.width // self.heads

    def to_dict(self) -> dict:
        return asdict(self)


def sinusoids(positions: torch.Tensor, width: int) -> torch.Tensor:
    """Rows [T, C]: sin(pos / 10000^(2i/C)) and cos of the same, in turn (Vaswani et al. 2017, sec. 3.5); made in float64."""
    even = torch.arange(0, width, 2, dtype=torch.float64)
    angle = positions.to(torch.float64)[:, None] / 10000 ** (even / width)  # [T, C/2]
    return torch.stack((angle.sin(), angle.cos()), -1).flatten(1).float()


def causal(new: int, total: int) -> torch.Tensor:
    """Additive causal mask [T, P + T] for the last `new` of `total` tokens."""
    query = torch.arange(total - new, total)[:, None]
    return torch.where(torch.arange(total)[None, :] > query, HIDDEN, 0.0)


class Dropout(nn.Module):
    """Zeroes a share of the numbers in training (Srivastava et al. 2014); no part of the model's shape.

    One random byte a number, drawn by numpy: PyTorch's own draws took 15 % of a step on one CPU thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.share, self.draw = 0.0, np.random.Generator(np.random.SFC64(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or self.share == 0:
            return x
        lost = round(self.share * 256)
        kept = torch.frombuffer(bytearray(self.draw.bytes(x.numel())), dtype=torch.uint8).view(x.shape) >= lost
        return x * kept.to(x.device, x.dtype).mul_(256 / (256 - lost))


class Attention(nn.Module):
    """Multi-head attention; queries come from `x`, keys and values from `memory`."""

    def __init__(self, config: EncDecConfig):
        super().__init__()
        self.heads, self.head_size = config.heads, config.head_size
        for part in ("q", "k", "v", "o"):
            setattr(self, part, nn.Linear(config.width, config.width, bias=False))

    def split(self, x: torch.Tensor) -> torch.Tensor:
        b, t, _ = x.shape
        return x.view(b, t, self.heads, self.head_size).transpose(1, 2)  # [B, H, T, D]

    def join(self, x: torch.Tensor) -> torch.Tensor:
        b, _, t, _ = x.shape
        return x.transpose(1, 2).reshape(b, t, -1)  # [B, T, C]

    def forward(self, x: torch.Tensor, memory: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """The training path; bias is broadcastable to [B, H, T, S]."""
        q, k, v = self.split(self.q(x) / math.sqrt(self.head_size)), self.split(self.k(memory)), self.split(self.v(memory))
        scores = (q @ k.transpose(-1, -2)).float() + bias
        return self.o(self.join(torch.softmax(scores, -1).to(v.dtype) @ v))

    def inspect(self, x, keys, values, bias, head_mask, record: dict, name: str) -> torch.Tensor:
        """The same sums over keys and values [B, H, S, D] that are already there, each tensor kept under `name`.*."""
        q = self.split(self.q(x))  # [B, H, T, D]
        scores = q @ keys.transpose(-1, -2) / math.sqrt(self.head_size)  # [B, H, T, S]
        pattern = torch.softmax(scores + bias, -1)
        head_out = (pattern @ values) * head_mask[None, :, None, None]  # [B, H, T, D]
        out = self.o(self.join(head_out))  # [B, T, C]
        named = {"q": q, "scores": scores, "pattern": pattern, "head_out": head_out, "out": out}
        record.update({f"{name}.{key}": value for key, value in named.items()})
        return out


class FeedForward(nn.Module):
    """max(0, x W1 + b1) W2 + b2, at each position alike."""

    def __init__(self, config: EncDecConfig):
        super().__init__()
        self.up = nn.Linear(config.width, config.hidden)
        self.down = nn.Linear(config.hidden, config.width)

    def forward(self, x: torch.Tensor, drop: Dropout) -> torch.Tensor:
        return self.down(drop(F.relu(self.up(x))))

    def inspect(self, x: torch.Tensor, record: dict, name: str) -> torch.Tensor:
        pre = self.up(x)
        act = F.relu(pre)
        out = self.down(act)
        record.update({f"{name}.pre": pre, f"{name}.act": act, f"{name}.out": out})
        return out


class EncoderLayer(nn.Module):
    """norm1(x + attention(x)), then norm2 of that + feed-forward."""

    def __init__(self, config: EncDecConfig):
        super().__init__()
        self.attn, self.mlp = Attention(config), FeedForward(config)
        self.norm1, self.norm2 = (nn.LayerNorm(config.width, config.norm_eps) for _ in range(2))

    def forward(self, x: torch.Tensor, bias: torch.Tensor, drop: Dropout) -> torch.Tensor:
        x = self.norm1(x + drop(self.attn(x, x, bias)))
        return self.norm2(x + drop(self.mlp(x, drop)))


class DecoderLayer(nn.Module):
    """norm1(x + masked self-attention), norm2(+ cross-attention over the encoder's output), norm3(+ feed-forward)."""

    def __init__(self, config: EncDecConfig):
        super().__init__()
        self.self_attn, self.cross_attn, self.mlp = Attention(config), Attention(config), FeedForward(config)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(config.width, config.norm_eps) for _ in range(3))

    def forward(self, x, memory, self_bias, cross_bias, drop: Dropout) -> torch.Tensor:
        x = self.norm1(x + drop(self.self_attn(x, x, self_bias)))
        x = self.norm2(x + drop(self.cross_attn(x, memory, cross_bias)))
        return self.norm3(x + drop(self.mlp(x, drop)))


class EncoderDecoder(nn.Module):
    """The translation model; `forward` trains, `encode` and `decode` show."""

    def __init__(self, config: EncDecConfig, seed: int = 0):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocab, config.width)
        self.encoder = nn.ModuleList(EncoderLayer(config) for _ in range(config.layers))
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.layers))
        self.register_buffer("table", sinusoids(torch.arange(config.context + 1), config.width), persistent=False)
        self.dropout, self.smoothing = Dropout(), 0.0  # of training only; no part of the model's shape
        self.initialise(seed)

    def initialise(self, seed: int) -> None:
        """Seeded weights; what writes to a residual starts at zero, so that each layer begins as its norm alone."""
        draw = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            # Small, or a tied table would begin by foretelling the token just read.
            self.embed.weight.normal_(0.0, 0.03, generator=draw)
            for name, weight in self.named_parameters():
                if name.endswith((".o.weight", ".down.weight", ".bias")):
                    weight.zero_()
                elif weight.ndim == 2 and not name.startswith("embed"):
                    weight.normal_(0.0, 0.5 / math.sqrt(weight.shape[1]), generator=draw)

    def enter(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.embed(tokens) * math.sqrt(self.config.width) + self.table[: tokens.shape[1]]
        return self.dropout(x)

    def forward(self, source: torch.Tensor, target: torch.Tensor, wanted: torch.Tensor | None = None) -> torch.Tensor:
        """Logits [B, T, V] after each target token, or the mean loss in nats against `wanted` [B, T] (-100 = unscored).

        source [B, S] and target [B, T] are filled up behind their end token with the end token itself, which a mask hides.
        """
        fills = (source == self.config.end).int().cumsum(-1) > 1  # [B, S]: beyond the first end token
        cross = fills.float()[:, None, None, :] * HIDDEN  # [B, 1, 1, S]
        memory = self.enter(source)
        for layer in self.encoder:
            memory = layer(memory, cross, self.dropout)
        t = target.shape[1]
        masked = causal(t, t).to(target.device)
        x = self.enter(target)
        for layer in self.decoder:
            x = layer(x, memory, masked, cross, self.dropout)
        if wanted is None:
            return F.linear(x, self.embed.weight)
        scored = wanted.flatten() >= 0
        logits = F.linear(x.flatten(0, 1)[scored], self.embed.weight)
        smoothing = self.smoothing if self.training else 0.0
        return F.cross_entropy(logits.float(), wanted.flatten()[scored], label_smoothing=smoothing)

    def encode(self, source, positions=None, bias=None, head_mask=None) -> tuple[list, dict]:
        """(cross keys and values of each decoder layer, every named tensor) for source ids [B, S], as the exported encoder."""
        config, s = self.config, source.shape[1]
        positions = sinusoids(torch.arange(s), config.width) if positions is None else positions
        bias = (torch.zeros(1, 1, 1, 1) if bias is None else bias).expand(config.layers, config.heads, s, s)
        head_mask = torch.ones(config.layers, config.heads) if head_mask is None else head_mask
        record = self._entered(source, positions, "enc")
        x = record["enc.input"]
        for index, layer in enumerate(self.encoder):
            name, attn = f"enc.layer.{index}", layer.attn
            keys, values = attn.split(attn.k(x)), attn.split(attn.v(x))
            record.update({f"{name}.attn.k": keys, f"{name}.attn.v": values})
            add1 = x + attn.inspect(x, keys, values, bias[index], head_mask[index], record, f"{name}.attn")
            norm1 = layer.norm1(add1)
            add2 = norm1 + layer.mlp.inspect(norm1, record, f"{name}.mlp")
            x = layer.norm2(add2)
            record.update({f"{name}.add1": add1, f"{name}.norm1": norm1, f"{name}.add2": add2, f"{name}.norm2": x})
        cross = []
        for index, layer in enumerate(self.decoder):
            attn = layer.cross_attn
            cross.append((attn.split(attn.k(x)), attn.split(attn.v(x))))  # [B, H, S, D]
            record[f"dec.layer.{index}.cross.k"], record[f"dec.layer.{index}.cross.v"] = cross[-1]
        return cross, record

    def decode(self, target, cross, positions=None, self_bias=None, cross_bias=None, self_mask=None, cross_mask=None, past=None):
        """(logits, cache, every named tensor) for new target ids [B, T] behind `past`, as the exported decoder."""
        config, t, s = self.config, target.shape[1], cross[0][0].shape[2]
        done = 0 if past is None else past[0][0].shape[2]
        positions = sinusoids(torch.arange(done, done + t), config.width) if positions is None else positions
        self_bias = causal(t, done + t)[None, None] if self_bias is None else self_bias
        self_bias = self_bias.expand(config.layers, config.heads, t, done + t)
        cross_bias = (torch.zeros(1, 1, 1, 1) if cross_bias is None else cross_bias).expand(config.layers, config.heads, t, s)
        every = torch.ones(config.layers, config.heads)
        self_mask, cross_mask = (every if mask is None else mask for mask in (self_mask, cross_mask))
        record, cache = self._entered(target, positions, "dec"), []
        x = record["dec.input"]
        for index, layer in enumerate(self.decoder):
            name, attn = f"dec.layer.{index}", layer.self_attn
            keys, values = attn.split(attn.k(x)), attn.split(attn.v(x))
            record.update({f"{name}.self.k": keys, f"{name}.self.v": values})
            if past is not None:
                keys, values = torch.cat((past[index][0], keys), 2), torch.cat((past[index][1], values), 2)
            cache.append((keys, values))
            add1 = x + attn.inspect(x, keys, values, self_bias[index], self_mask[index], record, f"{name}.self")
            norm1 = layer.norm1(add1)
            out = layer.cross_attn.inspect(norm1, *cross[index], cross_bias[index], cross_mask[index], record, f"{name}.cross")
            add2 = norm1 + out
            norm2 = layer.norm2(add2)
            add3 = norm2 + layer.mlp.inspect(norm2, record, f"{name}.mlp")
            x = layer.norm3(add3)
            named = {"add1": add1, "norm1": norm1, "add2": add2, "norm2": norm2, "add3": add3, "norm3": x}
            record.update({f"{name}.{key}": value for key, value in named.items()})
        logits = F.linear(x, self.embed.weight)
        record["logits"] = logits
        return logits, cache, record

    def _entered(self, tokens: torch.Tensor, positions: torch.Tensor, side: str) -> dict:
        rows = self.embed(tokens)
        scaled = rows * math.sqrt(self.config.width)
        return {f"{side}.embed": rows, f"{side}.scaled": scaled, f"{side}.positions": positions, f"{side}.input": scaled + positions}

    @torch.no_grad()
    def translate(self, sources: list[list[int]], longest: int | None = None) -> list[list[int]]:
        """Greedy target ids (without start and end) for source ids that end with the end token; batched, cached."""
        config, longest = self.config, longest or self.config.context
        widest = max(map(len, sources))
        source = torch.tensor([row + [config.end] * (widest - len(row)) for row in sources])
        hidden = torch.tensor([[HIDDEN if at >= len(row) else 0.0 for at in range(widest)] for row in sources])[:, None, None, :]
        memory = self.enter(source)
        for layer in self.encoder:
            memory = layer(memory, hidden, self.dropout)
        cross = [(a.split(a.k(memory)), a.split(a.v(memory))) for a in (layer.cross_attn for layer in self.decoder)]
        rows: list[list[int]] = [[config.start] for _ in sources]
        done = [False] * len(sources)
        past = [None] * config.layers
        for step in range(longest):
            x = self.embed(torch.tensor([[row[-1]] for row in rows])) * math.sqrt(config.width) + self.table[step]
            for index, layer in enumerate(self.decoder):
                attn = layer.self_attn
                key, value = attn.split(attn.k(x)), attn.split(attn.v(x))
                if past[index] is not None:
                    key, value = torch.cat((past[index][0], key), 2), torch.cat((past[index][1], value), 2)
                past[index] = (key, value)
                scratch: dict = {}
                ones = torch.ones(config.heads)
                x = layer.norm1(x + attn.inspect(x, key, value, 0.0, ones, scratch, ""))
                x = layer.norm2(x + layer.cross_attn.inspect(x, *cross[index], hidden, ones, scratch, ""))
                x = layer.norm3(x + layer.mlp(x, self.dropout))
            chosen = F.linear(x[:, -1], self.embed.weight).argmax(-1).tolist()
            for row, token in enumerate(chosen):
                rows[row].append(token)
                done[row] = done[row] or token == config.end
            if all(done):
                break
        return [row[1 : row.index(config.end, 1) if config.end in row[1:] else None] for row in rows]
