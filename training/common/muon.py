"""Muon for the matrices, Adam for the rest, under one schedule.

Muon (Jordan 2024): momentum, then the update's singular values are pushed towards 1 by five
Newton-Schulz steps. Matrices of one shape are stacked, so that a step is a few batched products.
"""

from __future__ import annotations

import torch
import torch.nn as nn


def orthogonalise(stack: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Matrices [N, R, C] with R <= C, singular values brought near 1 (quintic Newton-Schulz, bfloat16)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = stack.bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.transpose(-1, -2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


class Muon(torch.optim.Optimizer):
    """Muon with Nesterov momentum and decoupled weight decay; all its parameters are matrices."""

    def __init__(self, params, lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(list(params), dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            by_shape: dict[tuple[int, int], list] = {}
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                buffer = state["momentum"]
                buffer.lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(buffer, group["momentum"])
                wide = p.shape[0] <= p.shape[1]
                key = (p.shape[0], p.shape[1]) if wide else (p.shape[1], p.shape[0])
                by_shape.setdefault(key, []).append((p, update if wide else update.t(), wide))
            for entries in by_shape.values():
                stack = orthogonalise(torch.stack([update for _, update, _ in entries]))
                for (p, _, wide), update in zip(entries, stack):
                    update = update if wide else update.t()
                    stretch = max(1.0, p.shape[0] / p.shape[1]) ** 0.5
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(update.to(p.dtype), alpha=-group["lr"] * stretch)


def optimisers(model: nn.Module, muon_lr: float, adam_lr: float, weight_decay: float):
    """[Muon, Adam] for a model: 2-D weights outside embeddings to Muon, all else to Adam; Adam alone when muon_lr is 0."""
    tables = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    matrices = [p for p in model.parameters() if muon_lr and p.ndim == 2 and id(p) not in tables]
    taken = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in taken]
    chosen = [torch.optim.Adam(rest, lr=adam_lr, betas=(0.9, 0.95), eps=1e-10)]
    if matrices:
        chosen.insert(0, Muon(matrices, lr=muon_lr, weight_decay=weight_decay))
    for optimiser in chosen:
        for group in optimiser.param_groups:
            group["peak"] = group["lr"]
    return chosen
