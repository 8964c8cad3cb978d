"""Processes that train one network together: each draws its own examples, gradients are averaged.

One process with two threads sees two thirds of the examples that two processes with one see.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import distributed, multiprocessing, nn
from torch.nn.utils import parameters_to_vector


class Team:
    """One member's view: its place among `size` members."""

    def __init__(self, place: int = 0, size: int = 1) -> None:
        self.place, self.size = place, size

    @property
    def leads(self) -> bool:
        """Whether this member keeps the time, tells how it goes and writes the model."""
        return self.place == 0

    def agree(self, value: float) -> float:
        """The leader's value, for everybody."""
        if self.size == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64)
        distributed.broadcast(shared, 0)
        return float(shared)

    def begin_alike(self, net: nn.Module) -> None:
        """Give every member the leader's weights and statistics."""
        if self.size > 1:
            for value in net.state_dict().values():
                distributed.broadcast(value, 0)

    def average_gradients(self, net: nn.Module) -> None:
        """Replace every member's gradients by their mean."""
        if self.size == 1:
            return
        gradients = [weight.grad for weight in net.parameters() if weight.grad is not None]
        together = parameters_to_vector(gradients)
        distributed.all_reduce(together)
        parts = torch.split(together / self.size, [gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))


def work_together(size: int, work: Callable[[Team], None]) -> None:
    """Call `work` once in each of `size` processes of one thread; they share what was loaded."""
    torch.set_num_threads(1)
    if size == 1:
        work(Team())
        return
    with TemporaryDirectory() as folder:
        meeting = Path(folder) / "meeting"
        start: Callable[..., Any] = multiprocessing.start_processes
        start(_join, (size, meeting, work), nprocs=size, start_method="fork")


def _join(place: int, size: int, meeting: Path, work: Callable[[Team], None]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", f"file://{meeting}", rank=place, world_size=size)
    work(Team(place, size))
    distributed.destroy_process_group()
