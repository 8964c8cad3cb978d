"""A reliability diagram: how often the ears are right where they say how likely that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)


@dataclass(frozen=True)
class Point:
    """One utterance: the probability given to the best answer, and whether it was right."""

    probability: float
    right: bool


def draw(points: Sequence[Point], path: Path) -> None:
    """Write the diagram, with a 95 % interval for each bin, and a histogram below, as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    said, found, spread, counts = [], [], [], []
    for low, high in pairwise(EDGES):
        bin_ = [point for point in points if low <= point.probability < high]
        if bin_:
            share = float(np.mean([point.right for point in bin_]))
            said.append(float(np.mean([point.probability for point in bin_])))
            found.append(share)
            spread.append(1.96 * float(np.sqrt(share * (1 - share) / len(bin_))))
            counts.append(len(bin_))
    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(5, 6), sharex=True, height_ratios=(4, 1), layout="constrained"
    )
    above.plot((0, 1), (0, 1), color="0.7", linestyle="--", label="perfectly calibrated")
    above.errorbar(said, found, yerr=spread, marker="o", capsize=3, label="people kept aside")
    above.set(ylabel="share that was right", ylim=(-0.05, 1.05))
    above.legend()
    below.bar(said, counts, width=0.03)
    below.set(xlabel="probability the ears give", ylabel="clips", yscale="log")
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
