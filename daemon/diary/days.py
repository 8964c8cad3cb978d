"""The calendar on the wall: what every past day was, and what the coming ones would be. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.attempts import Outcome

if TYPE_CHECKING:
    from rules.ahead import Coming


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
    """A day ahead, with its run where there is one."""

    day: date
    what: What
    run: "Coming | None" = None


def past(
    outcomes: Sequence[Outcome], strength_days: Set[date], first: date, today: date
) -> tuple[PastDay, ...]:
    """The days from `first`, or from the first run if that is later, to yesterday.

    Today is among them once there was a run or strength work on it. A day with a run and strength
    work has two rows. No run was due while running was on hold.
    """
    if not outcomes:
        return ()
    rows: list[PastDay] = []
    made = {outcome.day: outcome for outcome in outcomes}
    day, last = outcomes[0].day, outcomes[0]
    while day <= today:
        done = []
        if outcome := made.get(day):
            last = outcome
            done.append(PastDay(day, What.RUN, True, outcome))
        if day in strength_days:
            done.append(PastDay(day, What.STRENGTH, True))
        if not done and day < today:
            rests = day < last.due or last.held
            done = [PastDay(day, What.REST, True) if rests else PastDay(day, What.RUN, False)]
        rows += done
        day += timedelta(days=1)
    return tuple(row for row in rows if row.day >= first)


def coming(
    runs: "Sequence[Coming]", start: date, days: int, strength: Set[int]
) -> tuple[ComingDay, ...]:
    """`days` days from `start` with these runs.

    `strength` are the weekdays (0 Monday) on which strength work is done where there is no run.
    """
    made = {run.day: run for run in runs}
    rows = []
    for number in range(days):
        day = start + timedelta(days=number)
        what = What.STRENGTH if day.weekday() in strength else What.REST
        rows.append(ComingDay(day, What.RUN if day in made else what, made.get(day)))
    return tuple(rows)
