"""The calendar on the wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.comeback_facts import RunMoved, Why
from daemon.diary.days import DayFacts, What, coming, past
from rules.ahead import ahead
from rules.comeback import Comeback, History, Run
from rules.course import Course, course
from rules.gate import Verdict
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
BOOK = load_rulebook(default_text())
CLEAR = Attempt(0, None, 0, 0)
RED = Attempt(0, None, 9, 0)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def made(*runs: tuple[int, Attempt], today: int) -> Course:
    history = History((Comeback(MONDAY),), tuple(Run(day(n), attempt) for n, attempt in runs))
    return course(history, day(today), BOOK)


def test_every_day_gone_by_has_its_mark() -> None:
    outcomes = made((0, CLEAR), (2, CLEAR), (6, CLEAR), today=7).outcomes
    rows = past(outcomes, DayFacts({day(3)}), MONDAY, day(7))
    assert [(row.day.weekday(), row.what.value, row.done) for row in rows] == [
        (0, "run", True),
        (1, "rest", True),
        (2, "run", True),
        (3, "strength", True),
        (4, "run", False),
        (5, "gap", True),
        (6, "run", True),
    ]
    assert past(outcomes, DayFacts({day(3)}), day(6), day(6))[0].outcome == outcomes[-1]
    assert past((), DayFacts({day(3)}), MONDAY, day(7)) == ()


def test_two_runs_of_a_day_are_one_row_and_no_run_is_missed_on_hold() -> None:
    outcomes = made((0, CLEAR), (0, RED), today=9).outcomes
    rows = past(outcomes, DayFacts(), MONDAY, day(9))
    assert [row.what for row in rows] == [What.RUN, *[What.REST] * 8]
    assert all(row.done for row in rows)


def whats(kept: DayFacts, today: int) -> list[str]:
    """After a run on Monday and Wednesday."""
    rows = past(made((0, CLEAR), (2, CLEAR), today=today).outcomes, kept, day(3), day(today))
    assert [row.day for row in rows] == [day(number) for number in range(3, today)]
    return [row.what if row.done else "missed" for row in rows]


@pytest.mark.parametrize(
    ("kept", "marks"),
    [
        (DayFacts(), ["rest", "missed", "gap", "gap", "gap"]),
        # A pause is neither missed nor run, and what was due before it was.
        (
            DayFacts(why_away=lambda each: Why.ILL if each >= day(5) else None),
            ["rest", "missed", "ill", "ill", "ill"],
        ),
        (
            DayFacts(why_away=lambda each: Why.AWAY if day(3) <= each < day(6) else None),
            ["away", "away", "away", "missed", "gap"],
        ),
        (DayFacts(skipped_days={day(4)}), ["rest", "skipped", "missed", "gap", "gap"]),
        # Not due before the day for which it was announced.
        (DayFacts(moves=[RunMoved(day(4), day(6))]), ["rest", "rest", "rest", "missed", "gap"]),
        (DayFacts(moves=[RunMoved(day(5), day(6))]), ["rest", "missed", "rest", "gap", "gap"]),
        (DayFacts(moves=[RunMoved(day(1), day(9))]), ["rest", "missed", "gap", "gap", "gap"]),
        (DayFacts(run_days=lambda _: ("sun",)), ["rest", "rest", "rest", "missed", "gap"]),
        (DayFacts(run_days=lambda _: ("thu",)), ["rest", "rest", "rest", "rest", "rest"]),
    ],
)
def test_a_day_without_a_run_is_missed_once_at_most(kept: DayFacts, marks: list[str]) -> None:
    assert whats(kept, 8) == marks


def test_strength_work_that_was_missed_shows_as_missed() -> None:
    # Tuesday's was done; Wednesday's had a run and moved to Thursday.
    kept = DayFacts(strength_weekdays={1, 2}, strength_days={day(1)})
    outcomes = made((0, CLEAR), (2, CLEAR), today=7).outcomes
    rows = past(outcomes, kept, MONDAY, day(7))
    assert [(row.day.weekday(), row.what.value, row.done) for row in rows] == [
        (0, "run", True),
        (1, "strength", True),
        (2, "run", True),
        (3, "strength", False),
        (4, "run", False),
        (5, "gap", True),
        (6, "gap", True),
    ]


@given(st.integers(1, 60))
def test_a_day_ahead_is_one_thing_and_runs_are_on_days_of_the_gate(days: int) -> None:
    now = made((0, CLEAR), today=1)
    runs = list(ahead(now, day(days), BOOK))
    rows = coming(runs, day(1), days, DayFacts(strength_weekdays={1, 3}))
    assert [row.day for row in rows] == [day(number + 1) for number in range(days)]
    assert [row.run for row in rows if row.run] == runs
    if runs:
        assert now.may_run(runs[0].day) is Verdict.GO
    for row in rows:
        assert (row.run is not None) == (row.what is What.RUN)
        if row.what is What.REST:
            assert row.day.weekday() not in {1, 3}
