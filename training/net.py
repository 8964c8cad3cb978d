"""The network: a small residual TDNN, one output frame for three input frames.

Two convolutions (the second takes every third frame), then blocks of a low-rank layer over
(-3, 0) and an affine one over (0, +3) with a skip connection. It sees 24 frames (240 ms) to each
side. The edges of a recording are repeated, as Vosk does.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.features import BINS
from training.lexicon import PHONES

OUTPUTS = 2 * len(PHONES)
SKIP = 0.66


@dataclass(frozen=True)
class Size:
    """Widths of the layers and number of blocks."""

    front: int = 128
    width: int = 256
    rank: int = 96
    blocks: int = 7

    @property
    def context(self) -> int:
        """Input frames needed to each side of an output frame."""
        return 3 + 3 * self.blocks


class Block(nn.Module):
    """Low-rank time-delay layer with a skip connection; shrinks time by one frame each side."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Conv1d(size.width, size.rank, 2, bias=False)
        self.affine = nn.Conv1d(size.rank, size.width, 2, bias=False)
        self.norm = nn.BatchNorm1d(size.width)
        self.dropout = dropout

    def forward(self, x: Tensor) -> Tensor:
        """(batch, width, frames) to (batch, width, frames - 2)."""
        y = torch.relu(self.norm(self.affine(self.linear(x))))
        if self.training and self.dropout:
            y = nn.functional.dropout1d(y, self.dropout)
        return SKIP * x[:, :, 1:-1] + y


class Net(nn.Module):
    """Features to the forward and self-loop values of every phone."""

    mean: Tensor
    scale: Tensor

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("mean", torch.zeros(BINS))
        self.register_buffer("scale", torch.ones(BINS))
        self.front = nn.Conv1d(BINS, size.front, 3, bias=False)
        self.front_norm = nn.BatchNorm1d(size.front)
        self.down = nn.Conv1d(size.front, size.width, 5, stride=3, bias=False)
        self.down_norm = nn.BatchNorm1d(size.width)
        self.blocks = nn.ModuleList(Block(size, dropout) for _ in range(size.blocks))
        self.output = nn.Conv1d(size.width, OUTPUTS, 1)
        nn.init.zeros_(self.output.weight)
        self.output.bias = nn.Parameter(torch.zeros(OUTPUTS))

    def forward(self, features: Tensor) -> Tensor:
        """(batch, frames, 40) to (batch, frames / 3 rounded up, 2 x phones)."""
        x = ((features - self.mean) * self.scale).transpose(1, 2)
        context = self.size.context
        x = nn.functional.pad(x, (context, context), mode="replicate")
        x = torch.relu(self.front_norm(self.front(x)))
        x = torch.relu(self.down_norm(self.down(x)))
        for block in self.blocks:
            x = block(x)
        outputs: Tensor = self.output(x).transpose(1, 2)
        return outputs


def parameters_of(net: nn.Module) -> int:
    """Number of trained values."""
    return sum(p.numel() for p in net.parameters())
