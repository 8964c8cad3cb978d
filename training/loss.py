"""Lattice-free MMI: log probability of the label's paths minus that of everything sayable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from training.graph import Batch, Loop

TINY = {torch.float32: 1e-30, torch.float64: 1e-290}
"""What a probability that vanishes counts as."""


class _Arcs:
    """Moves probability along the arcs of one graph for each utterance."""

    def __init__(self, arcs: Tensor) -> None:
        self._arcs = arcs

    def advance(self, alpha: Tensor) -> Tensor:
        """(batch, states) at a frame to what arrives in each state at the next one."""
        return torch.bmm(alpha[:, None, :], self._arcs)[:, 0]

    def retreat(self, beta: Tensor) -> Tensor:
        """The same backwards."""
        return torch.bmm(self._arcs, beta[:, :, None])[:, :, 0]


class _LoopArcs:
    """The same for a loop over all words, shared by all utterances."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop

    def advance(self, alpha: Tensor) -> Tensor:
        """As `_Arcs.advance`."""
        loop = self._loop
        hubs = (alpha @ loop.leave) @ loop.enter
        return torch.addcmul(hubs, alpha[:, loop.before], loop.inside)

    def retreat(self, beta: Tensor) -> Tensor:
        """As `_Arcs.retreat`."""
        loop = self._loop
        hubs = (beta @ loop.enter.T) @ loop.leave.T
        return torch.addcmul(hubs, beta[:, loop.after], loop.inside[loop.after] * (1 - loop.final))


class _LogProbability(torch.autograd.Function):
    """Sum over all paths by forward-backward in the probability domain, normalised per frame."""

    @staticmethod
    def forward(
        ctx: Any,
        enter: Tensor,
        stay: Tensor,
        entry: Tensor,
        arcs: _Arcs | _LoopArcs,
        final: Tensor,
    ) -> Tensor:
        """`enter`, `stay`: (frames, batch, states) probabilities; gives (batch,) log sums."""
        alphas, scales, tiny = [], [], TINY[enter.dtype]
        alpha = entry * enter[0]
        for frame in range(enter.shape[0]):
            if frame:
                moved = arcs.advance(alpha)
                alpha = torch.addcmul(moved * enter[frame], alpha, stay[frame])
            scale = alpha.sum(-1, keepdim=True).clamp_min(tiny)
            alpha = alpha / scale
            alphas.append(alpha)
            scales.append(scale)
        total = (alpha * final).sum(-1).clamp_min(tiny)
        logs = torch.cat(scales, -1).log().sum(-1) + total.log()
        ctx.arcs = arcs
        ctx.save_for_backward(enter, stay, entry, final, total, *alphas, *scales)
        return logs

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Gradients by occupancy: d log Z / d p = (mass through p) / p."""
        enter, stay, entry, final, total, *rest = ctx.saved_tensors
        frames = enter.shape[0]
        alphas, scales = rest[:frames], rest[frames:]
        d_enter, d_stay = torch.zeros_like(enter), torch.zeros_like(stay)
        beta = (final / total[:, None]) * grads[0][:, None]
        for frame in range(frames - 1, 0, -1):
            beta = beta / scales[frame]
            before = alphas[frame - 1]
            torch.mul(beta, ctx.arcs.advance(before), out=d_enter[frame])
            torch.mul(beta, before, out=d_stay[frame])
            beta = torch.addcmul(ctx.arcs.retreat(beta * enter[frame]), beta, stay[frame])
        d_enter[0] = beta / scales[0] * entry
        return d_enter, d_stay, None, None, None


def log_probability(outputs: Tensor, graphs: Batch | Loop) -> Tensor:
    """`outputs`: (batch, frames, 2 x phones), forward then self-loop value of each phone.

    One shared loop (a denominator) or one graph per utterance (numerators). Gives (batch,).
    """
    top = outputs.detach().amax(-1, keepdim=True)
    scores = (outputs - top).clamp_min(-60.0).exp().transpose(0, 1)
    if isinstance(graphs, Loop):
        arcs: _Arcs | _LoopArcs = _LoopArcs(graphs)
        # By a product: picking columns is slow on the way back.
        states = nn.functional.one_hot(graphs.phones, scores.shape[-1] // 2).float().T
        enter, stay = scores[..., 0::2] @ states, scores[..., 1::2] @ states
        entry, final = graphs.entry, graphs.final
    else:
        # The paths of a long or wrong label are too unlikely for single precision.
        arcs = _Arcs(graphs.arcs.double())
        index = (2 * graphs.phones).expand(scores.shape[0], -1, -1)
        enter, stay = scores.gather(2, index).double(), scores.gather(2, index + 1).double()
        entry, final = graphs.entry.double(), graphs.final.double()
    log_sum: Callable[..., Tensor] = _LogProbability.apply
    total: Tensor = log_sum(enter, stay, entry, arcs, final).float() + top.sum((1, 2))
    return total
