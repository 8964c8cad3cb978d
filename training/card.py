"""`python -m training.card FOLDER`: the credits of the recordings, as the model card lists them."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path


def credits(folder: Path) -> str:
    """A table of every source trained on, its licence and how many recordings it gave."""
    counts: Counter[tuple[str, str]] = Counter()
    for name in ("manifest.tsv", "noise.tsv"):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row.get("split", "train") == "train":
                    counts[row["source"], row["licence"]] += 1
    lines = ["| source | licence | recordings |", "|---|---|---|"]
    lines += [f"| {s} | {licence} | {n} |" for (s, licence), n in counts.most_common()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(credits(Path(sys.argv[1])))
