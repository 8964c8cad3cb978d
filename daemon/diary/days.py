"""The calendar on the wall: what every past day was, and what the coming ones would be. Pure."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from daemon.base.dates import WEEKDAYS
from daemon.diary.comeback_facts import RunMoved, Why
from daemon.diary.strength import strength_days
from rules.attempts import Outcome

if TYPE_CHECKING:
    from rules.ahead import Coming

_WEEK = timedelta(days=7)


class What(StrEnum):
    """What a day is for, or was."""

    RUN = "run"
    STRENGTH = "strength"
    REST = "rest"
    ILL = Why.ILL.value
    AWAY = Why.AWAY.value
    SKIPPED = "skipped"
    GAP = "gap"
    """A day on which the run that was missed was still due."""

    @property
    def neutral(self) -> bool:
        """Whether nothing was done and nothing missed."""
        return self in (What.ILL, What.AWAY, What.SKIPPED, What.GAP)


@dataclass(frozen=True)
class PastDay:
    """A day gone by. `done` is False where a run or strength work was missed."""

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


@dataclass(frozen=True)
class DayFacts:
    """What the diary knows of days beside the runs."""

    strength_days: Set[date] = field(default_factory=frozenset)
    skipped_days: Set[date] = field(default_factory=frozenset)
    run_made: Set[date] = field(default_factory=frozenset)
    moves: Sequence[RunMoved] = ()
    why_away: Callable[[date], Why | None] = lambda _day: None
    run_days: Callable[[date], Sequence[str]] = lambda _day: ()
    """The weekdays that were preferred on a day."""
    strength_weekdays: Set[int] = field(default_factory=frozenset)
    """Those (0 Monday) on which strength work is done where there is no run."""


def past(
    outcomes: Sequence[Outcome], kept: DayFacts, first: date, today: date
) -> tuple[PastDay, ...]:
    """The days from `first`, or from the first run if that is later, to yesterday.

    Today is among them once there was a run or strength work on it. A day with a run and strength
    work has two rows. No run was due while running was on hold; a run is missed once.
    """
    if not outcomes:
        return ()
    rows: list[PastDay] = []
    made = {outcome.day: outcome for outcome in outcomes}
    planned = strength_days(
        outcomes[0].day,
        (today - outcomes[0].day).days,
        kept.strength_weekdays,
        lambda day: day in made or kept.why_away(day) is not None,
        kept.strength_days,
    )
    day, last, missed = outcomes[0].day, outcomes[0], False
    while day <= today:
        done = []
        if outcome := made.get(day):
            last, missed = outcome, False
            done.append(PastDay(day, What.RUN, True, outcome))
        if day in kept.strength_days:
            done.append(PastDay(day, What.STRENGTH, True))
        if not done and day < today:
            what = _without(day, last, kept)
            is_missed = what is What.RUN and not missed
            missed = missed or is_missed
            what = What.GAP if what is What.RUN and not is_missed else what
            if day in planned and what in (What.REST, What.GAP):
                what, is_missed = What.STRENGTH, True
            done = [PastDay(day, what, not is_missed)]
        rows += done
        day += timedelta(days=1)
    return tuple(row for row in rows if row.day >= first)


def _without(day: date, last: Outcome, kept: DayFacts) -> What:
    """What a day was on which nothing was done; RUN where a run was announced on it."""
    if why := kept.why_away(day):
        return What(why)
    if day in kept.skipped_days:
        return What.SKIPPED
    return What.REST if last.held or day < _announced(day, last, kept) else What.RUN


def _announced(day: date, last: Outcome, kept: DayFacts) -> date:
    """The day, seen from this one, for which the run after the last one was announced."""
    moved = [move.to for move in kept.moves if last.day <= move.day <= day and move.to >= last.due]
    if moved:
        return moved[-1]
    wanted = kept.run_days(day)
    week = [last.due + timedelta(days=number) for number in range(_WEEK.days)]
    return next((each for each in week if WEEKDAYS[each.weekday()] in wanted), last.due)


def coming(
    runs: "Sequence[Coming]",
    start: date,
    days: int,
    kept: DayFacts = DayFacts(),
) -> tuple[ComingDay, ...]:
    """`days` days from `start` with these runs; strength work moves to where there is none."""
    made = {run.day: run for run in runs}
    strength = strength_days(
        start,
        days,
        kept.strength_weekdays,
        lambda day: day in made or day in kept.run_made or kept.why_away(day) is not None,
        kept.strength_days,
    )
    rows = []
    for number in range(days):
        day = start + timedelta(days=number)
        what = What.STRENGTH if day in strength else What.REST
        if why := kept.why_away(day):
            what = What(why)
        rows.append(ComingDay(day, What.RUN if day in made else what, made.get(day)))
    return tuple(rows)
