"""What the report says of a course of runs."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.days import coming, past
from daemon.report import view
from rules.ladder import Ladder
from rules.model import Attempt, Settings
from rules.plan import Outcome, Program, Run
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
PROGRAM = Program(load_rulebook(default_text()), Settings(), Ladder(), 6)
CLEAR = Attempt(0, None, 0, 0)
SORE = Attempt(3, False, 3, 0)


def course(*attempts: Attempt) -> tuple[Outcome, ...]:
    return PROGRAM.course(Run(MONDAY + timedelta(days=3 * n), a) for n, a in enumerate(attempts))


def test_streaks_and_firsts() -> None:
    outcomes = course(SORE, CLEAR, CLEAR, CLEAR, SORE, CLEAR)
    assert view.streaks(outcomes) == (1, 3)
    assert view.streaks(outcomes[:5]) == (0, 3)
    assert view.streaks(()) == (0, 0)
    found = [(win.day, win.text) for win in reversed(view.achievements(outcomes))]
    assert [(day - MONDAY).days // 3 for day, _ in found] == [0, 1, 3]
    assert found[-1][1] == "3 clear runs in a row."


def test_every_run_says_why() -> None:
    newest, oldest = view.entries(course(SORE, Attempt(0, None, 0)), "Ann")
    assert oldest.decided == "2 rest days, then 15 minutes easy, shorter than before."
    assert "The pain of the warm-up did not go away." in oldest.why
    assert oldest.pain[0] == ("warm-up", "3, did not go away")
    assert newest.decided.startswith("So far: 1 rest day")
    assert newest.why == ("Not known: the pain of the day after.",)
    thrice = view.entries(course(SORE, SORE, SORE), "Ann")[0]
    assert "Ann" in thrice.why[-1]


@given(st.integers(0, 400), st.integers(0, 40))
def test_every_day_is_in_the_calendar_once(gone: int, ahead: int) -> None:
    outcomes = course(*[CLEAR] * (gone // 3 + 1))
    today = MONDAY + timedelta(days=gone)
    before = past(outcomes, set(), date.min, today)
    start = before[-1].day + timedelta(days=1) if before else today
    months = view.calendar(before, coming(PROGRAM, outcomes[-1].after, start, ahead + 1, set()))
    cells = [cell for month in months for week in month.weeks for cell in week if cell]
    assert [cell.day for cell in cells] == [
        cells[0].day + timedelta(days=n) for n in range(len(cells))
    ]
    assert all(len(week) == 7 for month in months for week in month.weeks)
    for month in months:
        for week in month.weeks:
            assert all(c is None or c.day.weekday() == n for n, c in enumerate(week))
    marked = {cell.day for cell in cells if cell.marks}
    assert {row.day for row in before} <= marked
    assert start + timedelta(days=ahead) in marked
