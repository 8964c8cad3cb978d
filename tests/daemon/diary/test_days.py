"""The calendar on the wall."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.days import What, coming, past
from rules.ladder import Ladder
from rules.model import Attempt, Settings
from rules.plan import Program, Run
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
PROGRAM = Program(load_rulebook(default_text()), Settings(), Ladder(), 6)
CLEAR = Attempt(0, None, 0, 0)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_every_day_gone_by_has_its_mark() -> None:
    outcomes = PROGRAM.course([Run(day(0), CLEAR), Run(day(2), CLEAR), Run(day(6), CLEAR)])
    rows = past(outcomes, {day(3)}, MONDAY, day(7))
    assert [(row.day.weekday(), row.what.value, row.done) for row in rows] == [
        (0, "run", True),
        (1, "rest", True),
        (2, "run", True),
        (3, "strength", True),
        (4, "run", False),
        (5, "run", False),
        (6, "run", True),
    ]
    assert past(outcomes, {day(3)}, day(6), day(6))[0].outcome == outcomes[-1]
    assert past((), {day(3)}, MONDAY, day(7)) == ()


@given(st.integers(0, 3), st.integers(0, 60))
def test_a_day_ahead_is_one_thing_and_runs_keep_their_distance(rest: int, days: int) -> None:
    program = Program(PROGRAM.book, Settings(plan_rest_days=rest), Ladder())
    rows = coming(program, program.start(), MONDAY, days, {1, 3})
    assert [row.day for row in rows] == [day(number) for number in range(days)]
    runs = [row.day for row in rows if row.what is What.RUN]
    assert all((then - now).days == rest + 1 for now, then in pairwise(runs))
    for row in rows:
        assert (row.state is not None) == (row.what is What.RUN)
        if row.what is not What.RUN:
            assert (row.what is What.STRENGTH) == (row.day.weekday() in {1, 3})
