"""How long the course of 10,000 attempts takes.

    python -m benchmarks.course

prints the processor time of folding it, and of a whole `easeback course --json` of the same, each
the best of a few. To hold: under 0.5 s on one core that has nothing else to do.
"""

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from rules.course import course
from rules.course_json import course_to_json, history_from_json
from rules.rulebook import default_text, load_rulebook
from rules.strict_json import read_json

ATTEMPTS = 10_000
_TRIES = 5
_KINDS = ("soft", "bone")


def document(kind: str, attempts: int = ATTEMPTS) -> dict[str, Any]:
    """A life of runs every other day or so, with pain at one moment in ten."""
    random = Random(1)
    day = date(1990, 1, 1)
    first = day.isoformat()
    runs = []
    for _ in range(attempts):
        scores = {name: random.choice([0] * 9 + [2]) for name in ("warmup", "late", "next_day")}
        minutes = random.choice([None, 20, 30.5])
        runs.append({"day": day.isoformat(), "faded": True, "minutes": minutes, **scores})
        day += timedelta(days=random.choice([1, 2, 2, 2, 3]))
    return {
        "today": day.isoformat(),
        "comebacks": [{"day": first, "kind": kind}],
        "runs": runs,
    }


def best(work: Callable[[], object]) -> float:
    """Seconds of processor time of the quickest try."""
    times = []
    for _ in range(_TRIES):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    """Print the table."""
    book = load_rulebook(default_text())
    for kind in _KINDS:
        text = json.dumps(document(kind))
        today, history = history_from_json(read_json(text))

        def whole(text: str = text) -> str:
            today, history = history_from_json(read_json(text))
            return json.dumps(course_to_json(course(history, today, book)))

        folding = best(lambda: course(history, today, book))  # noqa: B023 - done with in this turn
        print(f"{kind}: course {folding:.3f} s, with JSON in and out {best(whole):.3f} s")


if __name__ == "__main__":
    main()
