"""The diary as a document that can be taken elsewhere and read back. Pure.

`{"easeback": 1, "attempts": [{"day": "2026-03-02", "answers": {"warmup": 0, ...}}],
"strength_days": ["2026-03-03"], "skipped_days": []}`. `answers` has the fields of the attempt that
were answered, null where the answer was "not known"; a field that is left out is an open question.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from daemon.base.errors import Problems
from daemon.base.typed_dates import OLDEST
from daemon.diary.document import Document, Entry, entry_of
from daemon.diary.history import History
from rules.attempt_json import attempt_from_json
from rules.attempts import Outcome
from rules.model import Attempt, RulesError

VERSION = 1
_KEYS = {"easeback", "attempts", "strength_days", "skipped_days"}


def to_json(history: History) -> dict[str, Any]:
    """The whole diary."""
    entries = map(entry_of, history.records)
    return {
        "easeback": VERSION,
        "attempts": [{"day": e.day.isoformat(), "answers": dict(e.answers)} for e in entries],
        "strength_days": sorted(day.isoformat() for day in history.strength_days),
        "skipped_days": sorted(day.isoformat() for day in history.skipped_days),
    }


def from_json(value: Any, today: date) -> Document:
    """Read a document. Raises Problems naming every fault."""
    if not isinstance(value, dict) or value.get("easeback") != VERSION:
        raise Problems([f'expected what `easeback export` writes, with "easeback": {VERSION}'])
    problems = [f"{key[:40]!r}: unknown key" for key in value if key not in _KEYS]
    rows = value.get("attempts", [])
    if not isinstance(rows, list):
        problems.append("attempts: expected a list")
        rows = []
    entries = [_entry(row, f"attempts[{n}]", today, problems) for n, row in enumerate(rows)]
    strength, skipped = (
        frozenset(_days(value.get(key, []), key, today, problems))
        for key in ("strength_days", "skipped_days")
    )
    if problems:
        raise Problems(problems)
    return Document(tuple(entry for entry in entries if entry), strength, skipped)


def _entry(row: Any, place: str, today: date, problems: list[str]) -> Entry | None:
    if not isinstance(row, dict) or set(row) != {"day", "answers"}:
        problems.append(f"{place}: expected an object with day and answers")
        return None
    try:
        attempt_from_json(row["answers"], f"{place}.answers")
    except RulesError as error:
        problems += error.problems
        return None
    (day,) = _days([row["day"]], f"{place}.day", today, problems) or (None,)
    return Entry(day, row["answers"]) if day else None


def _days(values: Any, place: str, today: date, problems: list[str]) -> list[date]:
    found = []
    for value in values if isinstance(values, list) else [values]:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            problems.append(f"{place}: expected a day like 2026-03-02, got {value!r:.40}")
            continue
        if day > today:
            problems.append(f"{place}: {day} is in the future")
        if today - day > OLDEST:
            problems.append(f"{place}: {day} is more than ten years ago")
        found.append(day)
    return found


CSV_HEAD = (
    *("day", "target_minutes", "warmup", "faded", "late", "next_day", "minutes", "distance"),
    *("distance_unit", "rest_days", "load", "rules", "provisional", "next_run"),
)


def to_csv(outcomes: Sequence[Outcome], told: Mapping[date, Attempt]) -> str:
    """One row for each day's attempt with its decision; what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    for outcome in outcomes:
        attempt = told[outcome.day]
        distance = attempt.distance
        writer.writerow(
            (
                outcome.day,
                outcome.planned.session,
                attempt.warmup,
                {True: "yes", False: "no", None: None}[attempt.faded],
                attempt.late,
                attempt.next_day,
                attempt.minutes,
                distance and distance.value,
                distance and distance.unit,
                outcome.rest_days,
                outcome.load.name.lower(),
                " ".join(outcome.rules),
                "yes" if outcome.decision.provisional else "no",
                None if outcome.held else outcome.due,
            )
        )
    return text.getvalue()
