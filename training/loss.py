"""Lattice-free MMI: log probability of the label's paths minus that of everything sayable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from training.graph import Batch

TINY = 1e-30


class _LogProbability(torch.autograd.Function):
    """Sum over all paths by forward-backward in the probability domain, normalised per frame."""

    @staticmethod
    def forward(
        ctx: Any, enter: Tensor, stay: Tensor, entry: Tensor, arcs: Tensor, final: Tensor
    ) -> Tensor:
        """`enter`, `stay`: (frames, batch, states) probabilities; gives (batch,) log sums."""
        alphas, scales = [], []
        alpha = entry * enter[0]
        for frame in range(enter.shape[0]):
            if frame:
                moved = _advance(alpha, arcs)
                alpha = torch.addcmul(moved * enter[frame], alpha, stay[frame])
            scale = alpha.sum(-1, keepdim=True).clamp_min(TINY)
            alpha = alpha / scale
            alphas.append(alpha)
            scales.append(scale)
        total = (alpha * final).sum(-1).clamp_min(TINY)
        logs = torch.cat(scales, -1).log().sum(-1) + total.log()
        ctx.save_for_backward(enter, stay, entry, arcs, final, total, *alphas, *scales)
        return logs

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Gradients by occupancy: d log Z / d p = (mass through p) / p."""
        enter, stay, entry, arcs, final, total, *rest = ctx.saved_tensors
        frames = enter.shape[0]
        alphas, scales = rest[:frames], rest[frames:]
        d_enter, d_stay = torch.zeros_like(enter), torch.zeros_like(stay)
        beta = (final / total[:, None]) * grads[0][:, None]
        for frame in range(frames - 1, 0, -1):
            beta = beta / scales[frame]
            before = alphas[frame - 1]
            d_enter[frame] = beta * _advance(before, arcs)
            d_stay[frame] = beta * before
            beta = torch.addcmul(_retreat(beta * enter[frame], arcs), beta, stay[frame])
        d_enter[0] = beta / scales[0] * entry
        return d_enter, d_stay, None, None, None


def _advance(alpha: Tensor, arcs: Tensor) -> Tensor:
    if arcs.dim() == 2:
        return alpha @ arcs
    return torch.bmm(alpha[:, None, :], arcs)[:, 0]


def _retreat(beta: Tensor, arcs: Tensor) -> Tensor:
    if arcs.dim() == 2:
        return beta @ arcs.T
    return torch.bmm(arcs, beta[:, :, None])[:, :, 0]


def log_probability(outputs: Tensor, graphs: Batch) -> Tensor:
    """`outputs`: (batch, frames, 2 x phones), forward then self-loop value of each phone.

    One shared graph (a denominator) or one graph per utterance (numerators). Gives (batch,).
    """
    top = outputs.detach().amax(-1, keepdim=True)
    scores = (outputs - top).clamp_min(-60.0).exp().transpose(0, 1)
    shared = graphs.phones.shape[0] == 1
    if shared:
        phones = graphs.phones[0]
        enter, stay = scores[..., 2 * phones], scores[..., 2 * phones + 1]
        arcs = graphs.arcs[0]
    else:
        index = (2 * graphs.phones).expand(scores.shape[0], -1, -1)
        enter, stay = scores.gather(2, index), scores.gather(2, index + 1)
        arcs = graphs.arcs
    log_sum: Callable[..., Tensor] = _LogProbability.apply
    total: Tensor = log_sum(enter, stay, graphs.entry, arcs, graphs.final) + top.sum((1, 2))
    return total
