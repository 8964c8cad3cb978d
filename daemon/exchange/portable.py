"""The diary as a document that can be taken elsewhere and read back. Pure.

`{"easeback": 1, "attempts": [{"day": "2026-03-02", "answers": {"warmup": 0, ...}}],
"strength_days": ["2026-03-03"], ...}` with every list of `_DAYS` and `_FACTS`. `answers` has the
fields of the attempt that were answered, null where the answer was "not known"; a field that is
left out is an open question.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

from daemon.base.errors import Problems
from daemon.base.typed_dates import OLDEST
from daemon.diary.codec import FactRow, fact_of, fields_to_json
from daemon.diary.comeback_facts import (
    ComebackBegun,
    PainTold,
    PauseBegun,
    RunMoved,
    SettingsChanged,
)
from daemon.diary.document import Document, Entry, entry_of
from daemon.diary.fact import Fact
from daemon.diary.facts import Damaged
from daemon.diary.forms import NUMBERS
from daemon.diary.history import History
from rules.attempt_json import attempt_from_json
from rules.attempts import Outcome
from rules.comeback import SettingsFact
from rules.model import Attempt, RulesError

VERSION = 1
_DAYS = ("strength_days", "skipped_days", "cleared", "against_advice")
# Lists of facts as they are stored, and the kind of each.
_FACTS: Mapping[str, type[Fact]] = {
    "comebacks": ComebackBegun,
    "pains": PainTold,
    "pauses": PauseBegun,
    "moves": RunMoved,
    "moved": RunMoved,
}
_KEYS = {"easeback", "attempts", "settings", *_DAYS, *_FACTS}


def to_json(history: History) -> dict[str, Any]:
    """The whole diary."""
    entries = map(entry_of, history.records)
    last = 1 if history.moved else 0
    moves = history.moves
    facts: Mapping[str, Sequence[Fact]] = {
        "comebacks": history.comebacks,
        "pains": history.pains,
        "pauses": history.pauses,
        "moves": moves[: len(moves) - last],
        "moved": moves[len(moves) - last :],
    }
    return {
        "easeback": VERSION,
        "attempts": [{"day": e.day.isoformat(), "answers": dict(e.answers)} for e in entries],
        **{key: sorted(day.isoformat() for day in getattr(history, key)) for key in _DAYS},
        **{key: [_told(fact) for fact in told] for key, told in facts.items()},
        "settings": [
            {"day": each.day.isoformat(), **fields_to_json(SettingsChanged(each.settings))}
            for each in history.settings
        ],
    }


def _told(fact: Fact) -> dict[str, Any]:
    """Its fields; what it corrects has no number elsewhere."""
    values = fields_to_json(fact)
    return {key: each for key, each in values.items() if each is not None and key != "corrects"}


def from_json(value: Any, today: date) -> Document:
    """Read a document. Raises Problems naming every fault."""
    if not isinstance(value, dict) or value.get("easeback") != VERSION:
        raise Problems([f'expected what `easeback export` writes, with "easeback": {VERSION}'])
    problems = [f"{key[:40]!r}: unknown key" for key in value if key not in _KEYS]
    rows = dict(_rows(value, "attempts", problems))
    entries = [_entry(row, place, today, problems) for place, row in rows.items()]
    days: dict[str, Any] = {
        key: frozenset(_days(value.get(key, []), key, today, problems)) for key in _DAYS
    }
    facts: dict[str, Any] = {
        key: tuple(
            fact
            for place, row in _rows(value, key, problems)
            if (fact := _fact(kind, row, place, today, problems))
        )
        for key, kind in _FACTS.items()
    }
    settings = [
        _setting(row, place, today, problems) for place, row in _rows(value, "settings", problems)
    ]
    _check_order(facts["comebacks"], problems)
    if len(facts["moved"]) > 1:
        problems.append("moved: expected one at most")
    if problems:
        raise Problems(problems)
    facts["moved"] = next(iter(facts["moved"]), None)
    return Document(
        tuple(entry for entry in entries if entry),
        **days,
        **facts,
        settings=tuple(each for each in settings if each),
    )


def _rows(value: Mapping[str, Any], key: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    rows = value.get(key, [])
    if not isinstance(rows, list):
        problems.append(f"{key}: expected a list")
        return
    for number, row in enumerate(rows):
        yield f"{key}[{number}]", row


def _fact(kind: type[Fact], row: Any, place: str, today: date, problems: list[str]) -> Fact | None:
    """A row as the diary would read it if it was told on its day, or by now."""
    if isinstance(row, dict) and "corrects" in row:
        problems.append(f"{place}.corrects: unknown key")
        return None
    try:
        told = min(today, date.fromisoformat(row["start"]))
    except (KeyError, TypeError, ValueError):
        told = today
    at = datetime.combine(told, time(12), UTC)
    found = fact_of(FactRow(NUMBERS[0], at.isoformat(), kind.kind, ""), row)
    if isinstance(found, Damaged):
        problems.append(f"{place}: {found.why}")
        return None
    return found.fact


def _setting(row: Any, place: str, today: date, problems: list[str]) -> SettingsFact | None:
    if not isinstance(row, dict) or set(row) != {"day", "settings"}:
        problems.append(f"{place}: expected an object with day and settings")
        return None
    days = _days([row["day"]], f"{place}.day", today, problems)
    fact = _fact(SettingsChanged, {"settings": row["settings"]}, place, today, problems)
    if not days or not isinstance(fact, SettingsChanged):
        return None
    return SettingsFact(days[0], fact.settings)


def _check_order(comebacks: Sequence[ComebackBegun], problems: list[str]) -> None:
    for number, (one, other) in enumerate(pairwise(comebacks), 1):
        if other.day < one.day:
            problems.append(f"comebacks[{number}].day: {other.day} is before {one.day}")


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
