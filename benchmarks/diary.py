"""How long a diary of many attempts takes to be decided again, and `easeback next` on it.

    python -m benchmarks.diary

One row for each number of attempts: the time to read all facts into attempts and to decide all of
those anew (one core, best of five, milliseconds), and the time of `easeback next` and `status` as
multiples of what Python takes to import sqlite3 and json (measured in turn, median of seven, with
what daily use leaves in the cache, and modules compiled). "first" is the first `next` after a
change of the diary, "anew" one that finds everything itself, as after a change of the settings.
10,000 attempts are 27 years of daily runs.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep

from daemon.diary.course import history_of
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.diary.store import Store
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from rules.course import course

SIZES = (0, 10, 100, 1000, 10000)
LAST = datetime(2026, 11, 23, 8, tzinfo=UTC)


def fill(path: Path, attempts: int) -> None:
    """A diary with one attempt a day, written as the store writes it but in one transaction."""
    random = Random(attempts)
    Store(path).close()
    rows: list[tuple[str, str, str]] = []
    for number in range(attempts):
        at = LAST - timedelta(days=attempts - number)
        rows.append((at.isoformat(), "attempt", json.dumps({"day": at.date().isoformat()})))
        attempt = len(rows)
        for question in Question:
            answer = {"attempt": attempt, "by": "typed", "question": question}
            answer["value"] = _answer(random, question)
            rows.append((at.isoformat(), "answer", json.dumps(answer, sort_keys=True)))
    with sqlite3.connect(path) as db:
        db.executemany("INSERT INTO facts (at, kind, data) VALUES (?, ?, ?)", rows)
    db.close()


def _answer(random: Random, question: Question) -> object:
    if question is Question.FADED:
        return random.random() < 0.7
    if question is Question.MINUTES:
        return random.randint(10, 45)
    if question is Question.DISTANCE:
        return {"value": random.randint(10, 50) / 10, "unit": "mi"}
    return random.choice([0, 0, 0, 0, 2])


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def recomputed(path: Path) -> tuple[float, float]:
    """Seconds to read all facts into attempts, and to decide all of those anew."""
    with opened(Config(), table_in_force(), path) as diary:
        read, today = diary.read(), LAST.date()
        history = history_of(diary.config, read.history, today)
        reading = min(_seconds(lambda: diary.read().history) for _ in range(5))
        deciding = min(_seconds(lambda: course(history, today, diary.table)) for _ in range(5))
    return reading, deciding


# As it is run: through the program that recalls an answer, or anew by its commands.
ASKED = (("daemon.cli", "next"), ("daemon", "next"), ("daemon", "status"))
_CHANGE = ("daemon", "log", "--warmup", "0")
_TIMES = 7


def ratios(environment: dict[str, str]) -> list[float]:
    """What the first `next` after a change, and ASKED, take against Python with sqlite3, json."""

    def once(*command: str) -> float:
        whole = [sys.executable, *command]
        return _seconds(lambda: subprocess.run(whole, env=environment, stdout=-3, check=True))

    for asked in ASKED:
        once("-m", *asked)
    # What changed so shortly ago that it may change again unseen is not kept.
    sleep(0.1)
    for asked in ASKED:
        once("-m", *asked)
    rows = [
        [once("-c", "import sqlite3, json"), *(once("-m", *asked) for asked in ASKED)]
        for _ in range(_TIMES)
    ]
    for row in rows:
        once("-m", *_CHANGE)
        row.insert(1, once("-m", "daemon", "next"))
    bare, *ours = map(median, zip(*rows, strict=True))
    return [seconds / bare for seconds in ours]


def main() -> None:
    """Print the curve."""
    print("multiples of bare Python:                first   anew   again  status")
    print("attempts  read ms  decide ms")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as compiled:
            names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
            # Compiled, as whoever installs it has it.
            environment = {**os.environ, **dict.fromkeys(names, folder)}
            environment |= {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
            path = Path(folder) / "easeback" / "easeback.db"
            fill(path, size)
            reading, deciding = recomputed(path)
            first, anew, again, status = ratios(environment)
            print(f"{size:8}  {reading * 1000:7.1f}  {deciding * 1000:9.1f}", end="")
            print(f"  {first:10.2f}  {anew:5.2f}  {again:6.2f}  {status:6.2f}")


if __name__ == "__main__":
    main()
