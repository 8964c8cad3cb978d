"""The ears' table as bars: what becomes of answers by condition and recogniser."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shares:
    """Shares (0-1) of the answers under one condition."""

    sure: float
    """Right, and stored at once."""
    asked: float
    """Right once asked back."""
    wrong: float
    """Not what was said; asked back or stored."""
    stored_wrong: float
    """Those of them that would be stored without a question."""


Table = Mapping[str, Mapping[str, Shares]]
"""Recogniser and condition to its shares."""

PARTS = (("sure", "tab:green"), ("asked", "tab:olive"), ("wrong", "tab:orange"))
LABELS = {"sure": "right at once", "asked": "right, asked back", "wrong": "wrong"}


def draw(table: Table, path: Path) -> None:
    """Write the bars, each with the per cent that would be stored wrong above it, as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = [(name, condition) for name in table for condition in table[name]]
    figure, axes = pyplot.subplots(figsize=(1.6 * len(rows) + 2, 4), layout="constrained")
    places = range(len(rows))
    bottoms = [0.0] * len(rows)
    for part, colour in PARTS:
        heights = [100 * getattr(table[name][condition], part) for name, condition in rows]
        axes.bar(places, heights, bottom=bottoms, color=colour, label=LABELS[part])
        bottoms = [low + height for low, height in zip(bottoms, heights, strict=True)]
    for place, (name, condition) in enumerate(rows):
        dear = 100 * table[name][condition].stored_wrong
        axes.annotate(f"{dear:.1f} %\nstored wrong", (place, bottoms[place] + 1), ha="center")
    axes.set_xticks(places, [f"{name}\n{condition}" for name, condition in rows])
    axes.set(ylabel="per cent of the answers", ylim=(0, 120))
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=100)
    pyplot.close(figure)
