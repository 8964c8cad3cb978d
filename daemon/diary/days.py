"""The calendar on the wall: what every past day was, and what the coming ones would be. Pure."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.model import Attempt
from rules.plan import Outcome, Program, Run, State

ALL_WELL = Attempt(warmup=0, late=0, next_day=0)


class What(StrEnum):
    """What a day is for."""

    RUN = "run"
    STRENGTH = "strength"
    REST = "rest"


@dataclass(frozen=True)
class PastDay:
    """A day gone by. `done` is False where a run was due and none was made."""

    day: date
    what: What
    done: bool
    outcome: Outcome | None = None


@dataclass(frozen=True)
class ComingDay:
    """A day ahead; `state` is where the comeback stands before the run of a run day."""

    day: date
    what: What
    state: State | None = None


def past(
    outcomes: Sequence[Outcome], strength_days: Set[date], first: date, today: date
) -> tuple[PastDay, ...]:
    """The days from `first`, or from the first run if that is later, to yesterday.

    Today is among them once there was a run or strength work on it. A day with two runs has two
    rows, as has one with a run and strength work.
    """
    if not outcomes:
        return ()
    rows: list[PastDay] = []
    day, seen = outcomes[0].run.day, 0
    while day <= today:
        due = outcomes[seen - 1].next_day if seen else day
        made = []
        while seen < len(outcomes) and outcomes[seen].run.day == day:
            made.append(PastDay(day, What.RUN, True, outcomes[seen]))
            seen += 1
        if day in strength_days:
            made.append(PastDay(day, What.STRENGTH, True))
        if not made and day < today:
            made = [PastDay(day, What.REST, True) if day < due else PastDay(day, What.RUN, False)]
        rows += made
        day += timedelta(days=1)
    return tuple(row for row in rows if row.day >= first)


def coming(
    program: Program, state: State, start: date, days: int, strength: Set[int]
) -> tuple[ComingDay, ...]:
    """`days` days from `start` as they go if every run is clear.

    `strength` are the weekdays (0 Monday) on which strength work is done where there is no run.
    """
    runs = dict(_clear_runs(program, state, start, start + timedelta(days=days)))
    rows = []
    for number in range(days):
        day = start + timedelta(days=number)
        what = What.STRENGTH if day.weekday() in strength else What.REST
        rows.append(ComingDay(day, What.RUN if day in runs else what, runs.get(day)))
    return tuple(rows)


def _clear_runs(
    program: Program, state: State, day: date, end: date
) -> Iterator[tuple[date, State]]:
    day = max(day, state.next_day or day)
    while day < end:
        yield day, state
        state = program.decide(state, Run(day, ALL_WELL)).after
        day = max(day + timedelta(days=1), state.next_day or day)
