"""Whole histories as hypothesis draws them: lived along the plan, and off it.

A history is drawn as moves ("two days after the day due, nine tenths of the target"), which are
then lived one after the other, so that runs keep near the targets that the course gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from rules.comeback import (
    BONE,
    LADDERS,
    SOFT,
    Comeback,
    History,
    Pain,
    Pause,
    PlanSettings,
    Run,
    SettingsFact,
    UsualWeek,
)
from rules.course import Course, course
from rules.model import Attempt, Distance
from rules.numbers import default_numbers
from rules.rulebook import default_text, load_rulebook
from rules.terms import Terms

BOOK = load_rulebook(default_text())
MONDAY = date(2026, 1, 5)
HORIZON = 60


@dataclass(frozen=True)
class Move:
    """A run `days` after the day due (at least a day after the last) and what is told of it.

    `percent` of the target's session is run; None: not told. `again` is a second run of the day.
    """

    days: int
    percent: int | None
    answers: Attempt
    again: Attempt | None = None


@dataclass(frozen=True)
class Life:
    """A history as it was lived, and the day on which it is looked at."""

    history: History
    today: date

    @cached_property
    def course(self) -> Course:
        return course(self.history, self.today, BOOK)

    def with_runs(self, runs: Sequence[Run]) -> "Life":
        ordered = tuple(sorted(runs, key=lambda run: run.day))
        return replace(self, history=replace(self.history, runs=ordered))

    def changed(self, **facts: Any) -> "Life":
        """The same life with other facts."""
        return replace(self, history=replace(self.history, **facts))

    def terms(self, day: date) -> Terms:
        """What is in force on a day, found the plain way."""
        history = self.history
        comeback = [each for each in history.comebacks if each.day <= day] or history.comebacks[:1]
        settings = [each.settings for each in history.settings if each.day <= day]
        return Terms(
            comeback[-1],
            settings[-1] if settings else PlanSettings(),
            default_numbers(),
        )


def day_of(fact: Any) -> date:
    """What facts are ordered by."""
    day: date = fact.day
    return day


def some(*often: object, seldom: Sequence[object]) -> st.SearchStrategy[object]:
    """One of a few values, the first of them mostly."""
    return st.one_of(st.sampled_from(often), st.sampled_from(often), st.sampled_from([*seldom]))


DAYS = st.integers(0, HORIZON).map(lambda days: MONDAY + timedelta(days=days))
SCORES = some(0, seldom=[None, 1, 2, 3, 4, 7, 8])
DISTANCES = st.sampled_from([None, Distance(Decimal(2), "mi"), Distance(Decimal(4), "mi")])
ATTEMPTS = st.builds(
    Attempt,
    warmup=SCORES,
    faded=st.sampled_from([True, None, False]),
    late=SCORES,
    next_day=SCORES,
    distance=DISTANCES,
    minutes=st.none(),
)
MOVES = st.builds(
    Move,
    days=some(0, 1, seldom=[-9, -2, -1, 3, 8, 9, 10, 13, 14, 27, 28, 60, 89, 90]),
    percent=some(None, 100, seldom=[0, 20, 50, 90, 94, 95, 110, 115, 120, 200, 210]),
    answers=st.just(Attempt(0, None, 0, 0)) | ATTEMPTS,
    again=st.none() | st.none() | ATTEMPTS,
)
USUAL = st.none() | st.builds(
    UsualWeek,
    runs=st.integers(1, 7),
    minutes=st.sampled_from([90, 120, 200, 300]),
    longest=st.sampled_from([None, 60, 80]),
)
COMEBACKS = st.builds(
    Comeback,
    day=DAYS,
    kind=st.sampled_from([SOFT, SOFT, BONE]),
    severe=st.booleans(),
    injury_weeks=st.sampled_from([0, 3, 11, 12]),
    walks=st.sampled_from([None, True, False]),
    not_before=st.none() | DAYS,
    usual=USUAL,
)
SETTINGS = st.builds(
    PlanSettings,
    tolerated_score=st.sampled_from([0, 0, 2, 3, 5]),
    red_flag_score=st.sampled_from([7, 7, 0, 6]),
    hold=st.sampled_from([True, True, False]),
    ladder=st.sampled_from(LADDERS),
    start_minutes=st.sampled_from([20, 10, 33, 40]),
    floor_minutes=st.sampled_from([5, 1, 10]),
    goal_minutes=st.sampled_from([45, 40, 60, 120]),
    increase_percent=st.sampled_from([10, 1, 5, 20]),
    drop_percent=st.sampled_from([25, 10, 50, 90]),
    minimum_rest_days=st.sampled_from([1, 0, 2]),
    easy_weeks=st.sampled_from([6, 4]),
)
PAINS = st.builds(Pain, DAYS, st.sampled_from([0, 1, 2, 7]))
PAUSES = st.builds(
    lambda start, days: Pause(start, None if days is None else start + timedelta(days=days)),
    DAYS,
    st.sampled_from([0, 1, 3, 12, 35, None]),
)


@st.composite
def lives(draw: st.DrawFn, runs: int = 12) -> Life:
    """A whole life: comebacks, settings that change, runs on and off the plan, pains, pauses."""
    first = replace(draw(COMEBACKS), day=MONDAY)
    changes = draw(st.lists(st.builds(SettingsFact, DAYS, SETTINGS), max_size=2))
    changes += [SettingsFact(MONDAY, each) for each in draw(st.lists(SETTINGS, max_size=1))]
    history = History(
        comebacks=(first, *sorted(draw(st.lists(COMEBACKS, max_size=2)), key=lambda c: c.day)),
        settings=tuple(sorted(changes, key=lambda fact: fact.day)),
        pauses=tuple(sorted(draw(st.lists(PAUSES, max_size=2)), key=lambda p: p.start)),
        cleared=tuple(sorted(draw(st.lists(DAYS, max_size=4)))),
    )
    life = lived(history, draw(st.lists(MOVES, max_size=runs)))
    pains = sorted(draw(st.lists(PAINS, max_size=2)), key=lambda pain: pain.day)
    after = draw(st.sampled_from([0, 1, 2, 3, 9, 11, 20, 40, 100]))
    return Life(replace(life.history, pains=tuple(pains)), life.today + timedelta(days=after))


def lived(history: History, moves: Sequence[Move]) -> Life:
    """The moves, each made where the course stands after those before."""
    day = MONDAY - timedelta(days=1)
    for move in moves:
        seen = course(history, day, BOOK).view()
        due = seen.due or seen.run_day
        day = max(due + timedelta(days=move.days), day + timedelta(days=1))
        session = course(history, day, BOOK).view().target.session
        minutes = None if move.percent is None else session * move.percent // 100
        made = [Run(day, replace(move.answers, minutes=minutes))]
        if move.again:
            made.append(Run(day, replace(move.again, minutes=minutes)))
        history = replace(history, runs=(*history.runs, *made))
    return Life(history, day)
