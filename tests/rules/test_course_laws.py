"""The other laws of docs/rules.md over whole histories (3 to 7; see test_course_no_milder).

Any ladder, gap, early or double run, comeback, pause and change of settings.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rules.attempts import Outcome
from rules.comeback import Comeback, History, Pause, SettingsFact
from rules.gate import Verdict
from rules.model import Load
from rules.rungs import Target
from tests.rules.histories import COMEBACKS, DAYS, MONDAY, SETTINGS, Life, day_of, lives

ONE_DAY = timedelta(days=1)


@settings(max_examples=40)
@given(lives(), st.lists(st.integers(0, 200), min_size=2, max_size=6))
def test_a_longer_gap_never_gives_more(life: Life, days: list[int]) -> None:
    views = [life.course.view(life.today + timedelta(days=each)) for each in sorted(days)]
    running = [view.target.running for view in views if not view.is_long]
    assert running == sorted(running, reverse=True)


@settings(max_examples=40)
@given(lives())
def test_a_drop_is_less_than_planned_and_than_run(life: Life) -> None:
    for outcome in life.course.outcomes:
        if outcome.load is Load.DROP:
            shortest = life.terms(outcome.day).rungs(outcome.planned).shortest
            less = outcome.next.running < min(outcome.planned.running, _ran(outcome))
            assert less or outcome.next.running <= shortest


def _ran(outcome: Outcome) -> int:
    """Running minutes of the shortest run with pain, or of all."""
    planned: Target = outcome.planned
    told = outcome.attempt.sore_minutes or (outcome.attempt.minutes,)
    minutes = min(planned.session if each is None else each for each in told)
    if planned.stage is None:
        return minutes
    return planned.running * min(minutes, planned.session) // planned.session


@settings(max_examples=40)
@given(lives(), SETTINGS, DAYS)
def test_settings_change_nothing_before_their_day(life: Life, changed: Any, day: date) -> None:
    facts = sorted([*life.history.settings, SettingsFact(day, changed)], key=day_of)
    _assert_same_before(life, life.changed(settings=tuple(facts)), day)


@settings(max_examples=40)
@given(lives(), COMEBACKS)
def test_a_new_comeback_changes_nothing_before_its_day(life: Life, comeback: Any) -> None:
    first, *others = life.history.comebacks
    assume(comeback.day > first.day)
    later = sorted([*others, comeback], key=day_of)
    _assert_same_before(life, life.changed(comebacks=(first, *later)), comeback.day)


def _assert_same_before(life: Life, other: Life, day: date) -> None:
    before = [outcome for outcome in life.course.outcomes if outcome.day < day]
    assert before == [outcome for outcome in other.course.outcomes if outcome.day < day]


# A pause without an end that begins on the day due, seen from the day before.
AWAY_FROM_THE_DAY_DUE = Life(
    History((Comeback(MONDAY, not_before=MONDAY),), pauses=(Pause(MONDAY),)), MONDAY - ONE_DAY
)


@settings(max_examples=40)
@given(lives(), st.integers(0, 30))
@example(AWAY_FROM_THE_DAY_DUE, 0)
def test_the_day_due_is_the_first_to_go_unless_held(life: Life, later: int) -> None:
    now = life.course
    view = now.view(life.today + timedelta(days=later))
    if view.due is None:
        days = (life.today + timedelta(days=later + ahead) for ahead in range(400))
        assert Verdict.GO not in map(now.may_run, days)
        return
    held = now.standing.is_held(view.due.toordinal())
    assert now.may_run(view.due) in ({Verdict.HOLD} if held else {Verdict.GO, Verdict.DONE})
    day = life.today + ONE_DAY
    while day < view.due:
        assert now.may_run(day) is not Verdict.GO or day < life.today + timedelta(days=later)
        day += ONE_DAY


@settings(max_examples=40)
@given(lives())
def test_steps_are_single_and_stay_within_the_goal(life: Life) -> None:
    before: Outcome | None = None
    long_run = None
    for outcome in life.course.outcomes:
        terms = life.terms(outcome.day)
        rungs, usual = terms.rungs(outcome.planned), terms.comeback.usual
        assert outcome.next.running <= rungs.goal
        assert outcome.next.running <= rungs.above(outcome.planned.running)
        assert (outcome.load is Load.INCREASE) == (outcome.next.running > outcome.planned.running)
        if outcome.is_long:
            assert usual is not None
            assert usual.longest is not None
            assert outcome.planned.running <= usual.longest
            assert outcome.planned.running <= rungs.above(long_run or rungs.goal)
            long_run = outcome.planned.running
        else:
            assert outcome.planned.running <= rungs.goal
            if before and life.terms(before.day).comeback == terms.comeback:
                assert outcome.planned.running <= before.next.running
        before = outcome
