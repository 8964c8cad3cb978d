"""The runs to come: on allowed days only, on preferred ones where there are any."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.ahead import ahead
from rules.comeback import (
    BONE,
    WEEKDAYS,
    Comeback,
    History,
    Pain,
    Pause,
    PlanSettings,
    Run,
    SettingsFact,
)
from rules.course import Wishes, course
from rules.gate import Verdict
from rules.model import Attempt
from tests.rules.histories import BOOK, MONDAY, Life, lives

CLEAR = Attempt(0, None, 0, 0)


def days(history: History, today: date, weeks: int = 2) -> list[int]:
    """Days from the Monday on which the history began."""
    until = MONDAY + timedelta(weeks=weeks)
    now = course(history, today, BOOK)
    wishes = Wishes(now.standing.terms.settings.run_days)
    runs = ahead(replace(now, wishes=wishes), until, BOOK)
    return [(run.day - MONDAY).days for run in runs]


def test_every_other_day_if_all_goes_well() -> None:
    history = History((Comeback(MONDAY),))
    now = course(history, MONDAY, BOOK)
    runs = list(ahead(now, MONDAY + timedelta(days=6), BOOK))
    assert [run.target.running for run in runs] == [20, 22, 24, 24]
    assert days(history, MONDAY, 1) == [0, 2, 4, 6]


def test_today_is_not_announced_again_after_its_run() -> None:
    history = History((Comeback(MONDAY),), (Run(MONDAY, CLEAR),))
    assert days(history, MONDAY, 1) == [2, 4, 6]


def test_preferred_weekdays() -> None:
    settings_fact = SettingsFact(MONDAY, PlanSettings(run_days=("mon", "wed", "sat")))
    history = History((Comeback(MONDAY),), settings=(settings_fact,))
    assert days(history, MONDAY) == [0, 2, 5, 7, 9, 12, 14]


def test_a_preferred_day_in_a_pause_is_passed_over() -> None:
    settings_fact = SettingsFact(MONDAY, PlanSettings(run_days=("wed", "fri")))
    pause = Pause(MONDAY + timedelta(days=2), MONDAY + timedelta(days=4))
    history = History((Comeback(MONDAY),), settings=(settings_fact,), pauses=(pause,))
    assert days(history, MONDAY, 1) == [4]


def test_nothing_while_held_or_away_without_an_end() -> None:
    fracture = History((Comeback(MONDAY, BONE),), pains=(Pain(MONDAY, 8),))
    assert days(fracture, MONDAY) == []
    away = History((Comeback(MONDAY),), pauses=(Pause(MONDAY),))
    assert days(away, MONDAY) == []


def in_force(life: Life) -> History:
    """The history without what is of a later day than today."""
    history, today = life.history, life.today
    first, *others = history.comebacks
    return History(
        (first, *(each for each in others if each.day <= today)),
        tuple(run for run in history.runs if run.day <= today),
        tuple(fact for fact in history.settings if fact.day <= today),
        tuple(pain for pain in history.pains if pain.day <= today),
        history.pauses,
        tuple(day for day in history.cleared if day <= today),
    )


WISHES = st.builds(
    Wishes,
    st.lists(st.sampled_from(WEEKDAYS), max_size=3).map(tuple),
    st.none() | st.dates(MONDAY, MONDAY + timedelta(days=120)),
)


@settings(max_examples=40)
@given(lives(runs=6), WISHES)
def test_only_days_on_which_the_gate_says_go(life: Life, wishes: Wishes) -> None:
    until = life.today + timedelta(days=30)
    history = in_force(life)
    runs = history.runs
    now = replace(course(history, life.today, BOOK), wishes=wishes)
    view = now.view()
    if view.due and not view.held:
        assert now.may_run(view.run_day) is Verdict.GO
        assert view.due == view.run_day or view.due <= life.today == view.run_day
    for number, coming in enumerate(ahead(now, until, BOOK)):
        assert number or coming.day == view.run_day
        then = course(replace(history, runs=runs), coming.day, BOOK)
        assert then.may_run(coming.day) is Verdict.GO
        assert then.view().target == coming.target
        runs = (*runs, Run(coming.day, CLEAR))
