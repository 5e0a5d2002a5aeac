"""Cross-entropy against tied embeddings without ever holding the logits of a whole batch.

A batch of 6k tokens has 25 million logits: written out, their memory traffic costs more than the
whole rest of the step. So they are made a slice at a time, and the gradient with them.
"""

from __future__ import annotations

import torch

SLICE = 1024


def slice_loss(logits: torch.Tensor, targets: torch.Tensor, scored: torch.Tensor):
    """(d loss / d logits, summed loss share) of one slice of rows; targets below 0 are unscored."""
    wide = logits.float()
    top = torch.logsumexp(wide, -1, keepdim=True)
    keep = (targets >= 0).float()[:, None]
    at = targets.clamp(min=0)[:, None]
    hit = (torch.arange(wide.shape[1], device=wide.device)[None, :] == at).float()
    gradient = ((wide - top).exp() - hit) * (keep / scored)
    loss = ((top - wide.gather(1, at)) * keep).sum() / scored
    return gradient.to(logits.dtype), loss


class TiedCrossEntropy(torch.autograd.Function):
    """Mean cross-entropy of states @ weight.T, gradients made on the way forward."""

    compiled = None  # set by the training loop when torch.compile works here

    @staticmethod
    def forward(ctx, states, weight, targets, dtype):
        piece = TiedCrossEntropy.compiled or slice_loss
        rows, matrix = states.to(dtype), weight.to(dtype)
        scored = (targets >= 0).sum().clamp(min=1).float()
        d_rows = torch.empty_like(rows)
        d_matrix = torch.zeros(weight.shape, dtype=torch.float32, device=weight.device)
        loss = torch.zeros((), device=weight.device)
        for start in range(0, rows.shape[0], SLICE):
            part = rows[start : start + SLICE]
            gradient, share = piece(part @ matrix.t(), targets[start : start + SLICE], scored)
            loss = loss + share
            d_rows[start : start + SLICE] = gradient @ matrix
            d_matrix += gradient.t() @ part
        ctx.save_for_backward(d_rows, d_matrix)
        ctx.dtypes = states.dtype, weight.dtype
        return loss

    @staticmethod
    def backward(ctx, upstream):
        d_rows, d_matrix = ctx.saved_tensors
        rows_dtype, weight_dtype = ctx.dtypes
        return d_rows.to(rows_dtype) * upstream, (d_matrix * upstream).to(weight_dtype), None, None


def tied_cross_entropy(states: torch.Tensor, weight: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean nats over scored targets; states [B, T, C], weight [V, C], targets [B, T] with -100 unscored.

    Under autocast the products run in its dtype, else in the states' own. Where less than half is scored (a masked
    model scores 15 %), only those rows meet the vocabulary.
    """
    states, targets = states.flatten(0, 1), targets.flatten()
    scored = targets >= 0
    if scored.sum() * 2 < targets.numel():
        states, targets = states[scored], targets[scored]
    device = states.device.type
    dtype = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else states.dtype
    with torch.autocast(device, enabled=False):
        return TiedCrossEntropy.apply(states, weight, targets, dtype)
