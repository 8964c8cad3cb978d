"""A whole history as JSON in, its course out; the pinned form that people script against."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from rules.attempt_json import attempt_from_json
from rules.attempts import Outcome
from rules.comeback import (
    KINDS,
    MAX_WEEKS,
    Comeback,
    History,
    Pain,
    Pause,
    PlanSettings,
    Run,
    SettingsFact,
    UsualWeek,
)
from rules.course import Course, View
from rules.model import MAX_SCORE, Advice, RulesError
from rules.numbers import Numbers, default_numbers
from rules.rungs import Target
from rules.strict_json import at, unknown_keys

_LISTS = ("comebacks", "settings", "runs", "pains", "pauses", "cleared")
_SETTINGS = {item.name: item.metadata for item in fields(PlanSettings)}
_COMEBACK = tuple(item.name for item in fields(Comeback))
_USUAL = tuple(item.name for item in fields(UsualWeek))
_YEARS = range(1900, 3000)

_Fact = TypeVar("_Fact")


def history_from_json(value: Any, place: str = "") -> tuple[date, History]:
    """Read today and a history. Raises RulesError naming every fault with its place."""
    if not isinstance(value, dict):
        raise RulesError([f"{place or 'history'}: expected an object with today, comebacks, runs"])
    problems = unknown_keys(value, ("today", *_LISTS), place)
    problems += [
        f"{at(place, key)}: missing" for key in ("today", "comebacks", "runs") if key not in value
    ]
    today = _day(value.get("today", "2026-01-31"), at(place, "today"), problems)

    def facts(name: str, read: Callable[[Any, str], _Fact], day: str = "day") -> tuple[_Fact, ...]:
        return _facts(value.get(name, []), at(place, name), read, day, problems)

    history = History(
        comebacks=facts("comebacks", _comeback),
        runs=facts("runs", _run),
        settings=facts("settings", _Settings()),
        pains=facts("pains", _pain),
        pauses=facts("pauses", _pause, "from"),
        cleared=facts("cleared", lambda each, its: _alone(_day, each, its), ""),
    )
    if not history.comebacks and value.get("comebacks") == []:
        problems.append(f"{at(place, 'comebacks')}: expected at least one")
    if problems:
        raise RulesError(problems)
    return today, history


def _facts(
    rows: Any, place: str, read: Callable[[Any, str], _Fact], key: str, problems: list[str]
) -> tuple[_Fact, ...]:
    """A list in the order of its days; a fact with faults is left out."""
    if not isinstance(rows, list):
        problems.append(f"{place}: expected a list")
        return ()
    found: list[_Fact] = []
    last = ""
    for number, row in enumerate(rows):
        its = f"{place}[{number}]"
        if key and not isinstance(row, dict):
            problems.append(f"{its}: expected an object")
            continue
        try:
            found.append(read(row, its))
        except RulesError as error:
            problems += error.problems
            continue
        day = row[key] if key else row
        if day < last:
            problems.append(f"{at(its, key) if key else its}: {day} is before {last}")
        last = max(day, last)
    return tuple(found)


def _alone(read: Callable[[Any, str, list[str]], _Fact], value: Any, place: str) -> _Fact:
    problems: list[str] = []
    found = read(value, place, problems)
    if problems:
        raise RulesError(problems)
    return found


def _day(value: Any, place: str, problems: list[str]) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value or day.year not in _YEARS:
        problems.append(f'{place}: expected a day like "2026-01-31"')
        return date.min
    return day


def _run(row: dict[str, Any], place: str) -> Run:
    problems: list[str] = []
    day = _day(row.get("day"), at(place, "day"), problems)
    try:
        attempt = attempt_from_json({k: v for k, v in row.items() if k != "day"}, place)
    except RulesError as error:
        raise RulesError([*problems, *error.problems]) from None
    if problems:
        raise RulesError(problems)
    return Run(day, attempt)


def _comeback(row: dict[str, Any], place: str) -> Comeback:
    problems = unknown_keys(row, _COMEBACK, place)
    day = _day(row.get("day"), at(place, "day"), problems)
    if row.get("kind") not in KINDS:
        problems.append(f"{at(place, 'kind')}: expected one of {', '.join(KINDS)}")
    if not isinstance(row.get("severe", False), bool):
        problems.append(f"{at(place, 'severe')}: expected true or false")
    if not isinstance(row.get("walks"), bool | None):
        problems.append(f"{at(place, 'walks')}: expected true, false or null")
    weeks = row.get("injury_weeks", 0)
    if not _is_whole(weeks, 0, MAX_WEEKS):
        problems.append(f"{at(place, 'injury_weeks')}: expected a whole number 0 to {MAX_WEEKS}")
    not_before = row.get("not_before")
    if not_before is not None:
        not_before = _day(not_before, at(place, "not_before"), problems)
    usual = row.get("usual")
    if usual is not None:
        usual = _usual(usual, at(place, "usual"), problems)
    if problems:
        raise RulesError(problems)
    return Comeback(
        day, row["kind"], row.get("severe", False), weeks, row.get("walks"), not_before, usual
    )


def _usual(row: Any, place: str, problems: list[str]) -> UsualWeek | None:
    if not isinstance(row, dict):
        problems.append(f"{place}: expected an object with {', '.join(_USUAL)}, or null")
        return None
    wrong = unknown_keys(row, _USUAL, place)
    for key in _USUAL:
        if not ((key == "longest" and row.get(key) is None) or _is_whole(row.get(key), 1, 6000)):
            wrong.append(f"{at(place, key)}: expected a whole number from 1")
    try:
        if not wrong:
            return UsualWeek(row["runs"], row["minutes"], row.get("longest"))
    except RulesError as error:
        wrong = [f"{place}.{problem}" for problem in error.problems]
    problems += wrong
    return None


class _Settings:
    """Reads facts of settings: each states what changes from the one before."""

    def __init__(self) -> None:
        self.last = PlanSettings()

    def __call__(self, row: dict[str, Any], place: str) -> SettingsFact:
        problems = unknown_keys(row, ("day", *_SETTINGS), place)
        day = _day(row.get("day"), at(place, "day"), problems)
        changed = {key: value for key, value in row.items() if key in _SETTINGS}
        problems += [
            f"{at(place, key)}: expected {expected}"
            for key, value in changed.items()
            if (expected := _expected(key, value))
        ]
        if problems:
            raise RulesError(problems)
        if "run_days" in changed:
            changed["run_days"] = tuple(changed["run_days"])
        try:
            self.last = replace(self.last, **changed)
        except RulesError as error:
            raise RulesError([f"{place}.{problem}" for problem in error.problems]) from None
        return SettingsFact(day, self.last)


def _expected(key: str, value: Any) -> str:
    """What is expected of a setting; "" where the value is that."""
    bounds = _SETTINGS[key]
    if "least" in bounds:
        good = _is_whole(value, bounds["least"], bounds["most"])
        return "" if good else f"a whole number {bounds['least']} to {bounds['most']}"
    if "choices" not in bounds:
        return "" if isinstance(value, bool) else "true or false"
    choices = ", ".join(bounds["choices"])
    if key == "run_days":
        good = isinstance(value, list) and all(each in bounds["choices"] for each in value)
        return "" if good else f"a list of {choices}"
    return "" if value in bounds["choices"] else f"one of {choices}"


def _pain(row: dict[str, Any], place: str) -> Pain:
    problems = unknown_keys(row, ("day", "score"), place)
    day = _day(row.get("day"), at(place, "day"), problems)
    if not _is_whole(row.get("score"), 0, MAX_SCORE):
        problems.append(f"{at(place, 'score')}: expected a whole number 0 to {MAX_SCORE}")
    if problems:
        raise RulesError(problems)
    return Pain(day, row["score"])


def _pause(row: dict[str, Any], place: str) -> Pause:
    problems = unknown_keys(row, ("from", "until"), place)
    start = _day(row.get("from"), at(place, "from"), problems)
    until = row.get("until")
    if until is not None:
        until = _day(until, at(place, "until"), problems)
        if not problems and until < start:
            problems.append(f"{at(place, 'until')}: {until} is before {start}")
    if problems:
        raise RulesError(problems)
    return Pause(start, until)


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def course_to_json(course: Course, numbers: Numbers | None = None) -> dict[str, Any]:
    """The pinned form of a course."""
    return {
        "runs": [outcome_to_json(outcome) for outcome in course.outcomes],
        "today": view_to_json(course.view(), numbers or default_numbers()),
    }


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """The pinned form of what one day's attempt led to."""
    return {
        "day": outcome.day.isoformat(),
        "rest_days": outcome.rest_days,
        "load": outcome.load.name.lower(),
        "rules": list(outcome.rules),
        "planned": target_to_json(outcome.planned),
        "next": target_to_json(outcome.next),
        "due": outcome.due.isoformat(),
        "advice": [str(advice) for advice in outcome.advice],
        "held": outcome.held,
        "early": outcome.early,
        "easy": outcome.easy,
        "why": outcome.why,
    }


def view_to_json(view: View, numbers: Numbers) -> dict[str, Any]:
    """The pinned form of what a day is for."""
    return {
        "verdict": str(view.verdict),
        "due": view.due and view.due.isoformat(),
        "target": target_to_json(view.target),
        "advice": [str(Advice.SEE_PROFESSIONAL)] if view.advised else [],
        "held": view.held,
        "easy": view.easy,
        "why": numbers.gate[view.verdict],
    }


def target_to_json(target: Target) -> dict[str, Any]:
    """The pinned form of a target."""
    return {
        "running_minutes": target.running,
        "session_minutes": target.session,
        "stage": target.stage,
    }
