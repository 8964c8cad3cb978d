"""The numbers of the course of a comeback: TOML to values, every fault named at once.

Each is bounded on its careful side, so that a changed file can make a comeback only gentler.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomli

from rules.gate import Verdict
from rules.model import RulesError

SESSION_MINUTES = 30
"""A stage of the walk/run ladder fills half an hour."""

REASONS = ("early", "too_much", "hold", "short", "stage", "pace", "goal")
GATES = tuple(verdict.value for verdict in Verdict)
_TOP = {"format", "stages", "stages_source", "number", "why", "gate"}


def _between(least: int, most: int) -> Any:
    return field(metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Numbers:
    """`rules/data/plan.toml` says what each is, and where it comes from."""

    clear_a_stage: int = _between(2, 20)
    gap_free_days: int = _between(1, 10)
    gap_short_days: int = _between(1, 14)
    gap_long_days: int = _between(1, 28)
    gap_end_days: int = _between(1, 90)
    gap_long_percent: int = _between(0, 60)
    gap_end_percent: int = _between(0, 40)
    carry_days: int = _between(90, 3650)
    too_much_percent: int = _between(100, 110)
    far_too_much_percent: int = _between(100, 200)
    longest_days: int = _between(1, 30)
    whole_percent: int = _between(95, 100)
    reached_days: int = _between(1, 30)
    most_increase_percent: int = _between(1, 10)
    pace_days: int = _between(7, 60)
    pace_steps: int = _between(1, 2)
    sore_pace_steps: int = _between(0, 1)
    sore_score: int = _between(0, 2)
    last_attempts: int = _between(7, 50)
    advice_sore: int = _between(1, 3)
    advice_drops: int = _between(1, 3)
    advice_mornings: int = _between(1, 2)
    hold_sore: int = _between(1, 2)
    hold_drops: int = _between(1, 2)
    easy_weeks_hard: int = _between(8, 52)
    long_injury_weeks: int = _between(1, 12)
    easy_runs: int = _between(2, 7)
    easy_days_after_drop: int = _between(14, 90)
    free_runs: int = _between(1, 4)
    fullest_weeks: int = _between(1, 4)
    stages: tuple[tuple[int, int], ...] = ()
    """Run and walk minutes in turn; the first is a walk, the last all running."""
    why: Mapping[str, str] = field(default_factory=dict)
    """In words, what changed load or rest."""
    gate: Mapping[str, str] = field(default_factory=dict)
    """In words, what keeps from running on a day."""


BOUNDS = {item.name: item.metadata for item in fields(Numbers) if item.metadata}


def default_text() -> str:
    """The numbers that ship with easeback, as TOML."""
    return (Path(__file__).parent / "data" / "plan.toml").read_text("utf-8")


@cache
def default_numbers() -> Numbers:
    """The numbers that ship with easeback."""
    return load_numbers(default_text())


def load_numbers(text: str) -> Numbers:
    """Read the numbers. Raises RulesError naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RulesError([f"not TOML: {error}"]) from None
    problems = [f"{key}: unknown key" for key in data if key not in _TOP]
    if data.get("format") != 1:
        problems.append("format: expected 1")
    values = _values(data.get("number"), problems)
    stages = _stages(data.get("stages"), problems)
    why = _words(data.get("why"), "why", REASONS, problems)
    gate = _words(data.get("gate"), "gate", GATES, problems)
    if problems:
        raise RulesError(problems)
    return Numbers(**values, stages=stages, why=why, gate=gate)


def _values(rows: Any, problems: list[str]) -> dict[str, int]:
    values: dict[str, int] = {}
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        place = f"number[{number}]"
        if not isinstance(row, dict) or set(row) != {"id", "value", "source", "what"}:
            problems.append(f"{place}: expected id, value, source and what")
        elif row["id"] not in BOUNDS or row["id"] in values:
            problems.append(f"{place}.id: {row['id']!r:.40} is unknown or given twice")
        else:
            values[row["id"]] = row["value"]
            least, most = BOUNDS[row["id"]]["least"], BOUNDS[row["id"]]["most"]
            if not _is_whole(row["value"]) or not least <= row["value"] <= most:
                problems.append(f"{row['id']}: expected a whole number {least} to {most}")
    problems += [f"{name}: missing" for name in BOUNDS if name not in values]
    return values


def _stages(rows: Any, problems: list[str]) -> tuple[tuple[int, int], ...]:
    """Checked to end in all running, each with more running in a longer bout than the last."""
    if not isinstance(rows, list) or not all(map(_is_turn, rows)) or len(rows) < 3:
        problems.append("stages: expected at least three pairs of run and walk minutes")
        return ()
    turns = tuple((run, walk) for run, walk in rows)
    if turns[0][0] != 0 or turns[-1] != (SESSION_MINUTES, 0):
        problems.append(f"stages: expected a walk first and {SESSION_MINUTES}/0 last")
    for (run, walk), (more, less) in pairwise(turns):
        if more <= run or more * (run + walk) <= run * (more + less):
            problems.append(f"stages: {more}/{less} has no more running than {run}/{walk}")
        if SESSION_MINUTES % (more + less):
            problems.append(f"stages: {more}/{less} does not fill {SESSION_MINUTES} minutes")
    return turns


def _is_turn(row: Any) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 2
        and all(_is_whole(minutes) and 0 <= minutes <= SESSION_MINUTES for minutes in row)
        and sum(row) > 0
    )


def _words(data: Any, name: str, known: tuple[str, ...], problems: list[str]) -> dict[str, str]:
    if not isinstance(data, dict) or set(data) != set(known):
        problems.append(f"{name}: expected {', '.join(known)}")
        return {}
    problems += [
        f"{name}.{key}: expected a text" for key in known if not isinstance(data[key], str)
    ]
    return data


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
