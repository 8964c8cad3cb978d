"""The course from one run to the next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ladder import Ladder
from rules.model import Advice, Attempt, Settings
from rules.plan import Program, Run
from rules.rulebook import default_text, load_rulebook

PROGRAM = Program(load_rulebook(default_text()), Settings(), Ladder())
DAY = date(2026, 11, 24)
CLEAR = Attempt(0, None, 0, 0)
PERSISTENT = Attempt(3, False, 3, 0)


def outcomes(*attempts: Attempt) -> list[tuple[int, int, int]]:
    runs = [Run(DAY, attempt) for attempt in attempts]
    return [
        (o.before.target.minutes, o.after.target.minutes, (o.next_day - DAY).days)
        for o in PROGRAM.course(runs)
    ]


def test_minutes_and_days_follow_from_each_decision() -> None:
    assert outcomes(CLEAR, PERSISTENT, CLEAR) == [(20, 22, 2), (22, 16, 3), (16, 17, 2)]


def test_a_run_cut_short_counts_as_run() -> None:
    assert outcomes(Attempt(0, None, 0, 0, minutes=10)) == [(20, 11, 2)]
    assert outcomes(Attempt(0, None, 0, 0, minutes=90)) == [(20, 22, 2)]


def test_advice_after_three_drops_lasts_until_a_clear_run() -> None:
    attempts = [PERSISTENT] * 3 + [Attempt(0, None, 0, 2), CLEAR]
    runs = [Run(DAY, attempt) for attempt in attempts]
    advised = [
        Advice.SEE_PROFESSIONAL in outcome.decision.advice for outcome in PROGRAM.course(runs)
    ]
    assert advised == [False, False, True, True, False]


@given(st.lists(st.sampled_from([CLEAR, PERSISTENT, Attempt()]), max_size=30))
def test_minutes_stay_on_the_ladder(attempts: list[Attempt]) -> None:
    for minutes, following, days in outcomes(*attempts):
        assert 5 <= following <= 45
        assert following <= minutes + max(1, minutes // 10)
        assert days >= 2


def test_a_run_in_between_starts_the_count_of_drops_again() -> None:
    runs = [Run(DAY, attempt) for attempt in [PERSISTENT, CLEAR, PERSISTENT, PERSISTENT]]
    assert [outcome.after.drops for outcome in PROGRAM.course(runs)] == [1, 0, 1, 2]
    assert not PROGRAM.course(runs)[-1].decision.advice


def test_easy_before_the_first_run_and_until_the_phase_ends() -> None:
    start = PROGRAM.start()
    assert start.easy
    for ahead, easy in ((41, True), (42, False), (43, False), (400, False)):
        following, end = DAY + timedelta(days=ahead), DAY + timedelta(days=42)
        assert replace(start, next_day=following, easy_until=end).easy == easy


@pytest.mark.parametrize(("ahead", "rest"), [(41, 1), (42, 0), (43, 0), (400, 0)])
def test_after_the_easy_phase_the_settings_alone_say_the_rest(ahead: int, rest: int) -> None:
    daily = Program(PROGRAM.book, Settings(plan_rest_days=0), Ladder(), 6)
    later = DAY + timedelta(days=ahead)
    assert daily.course([Run(DAY, CLEAR), Run(later, CLEAR)])[-1].decision.rest_days == rest


def test_without_weeks_the_easy_phase_is_over_at_once() -> None:
    assert PROGRAM.course([Run(DAY, CLEAR)])[0].after.easy_until == DAY
