"""What the report says of a course of runs."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.days import DayFacts, coming, past
from daemon.report import view
from rules.ahead import ahead
from rules.model import Attempt
from tests.daemon.report.made import BOOK, MONDAY, made, outcomes_of, told

CLEAR = Attempt(0, None, 0, 0)
SORE = Attempt(3, False, 3, 0)


def entries(*attempts: Attempt) -> tuple[view.RunEntry, ...]:
    return view.entries(outcomes_of(*attempts), told(*attempts), "Ann", "km")


def test_streaks_and_firsts() -> None:
    outcomes = outcomes_of(SORE, CLEAR, CLEAR, CLEAR, SORE, CLEAR)
    assert view.streaks(outcomes) == (1, 3)
    assert view.streaks(outcomes[:5]) == (0, 3)
    assert view.streaks(()) == (0, 0)
    found = [(win.day, win.text) for win in reversed(view.achievements(outcomes))]
    assert [(day - MONDAY).days // 3 for day, _ in found] == [0, 1, 3]
    assert found[-1][1] == "3 clear runs in a row."


def test_stages_are_wins_and_their_half_hour_is_none() -> None:
    """A first walk of half an hour was "First run of 30 minutes or more."."""
    told_whole = replace(CLEAR, minutes=30)
    achievements = reversed(view.achievements(made(*[told_whole] * 19, severe=True).outcomes))
    texts = [each.text for each in achievements if "in a row" not in each.text]
    assert texts[2:4] == [
        "A new stage: running begins, 1 minute at a time.",
        "A new stage: run 2 and walk 3 in turn.",
    ]
    whole = texts.index("A new stage: 30 minutes of running without a walk.")
    assert texts[whole + 1 :] == ["First run of 30 minutes or more."]


def test_every_run_says_why() -> None:
    newest, oldest = entries(SORE, Attempt(0, None, 0))
    assert oldest.decided == "2 rest days, then 15 minutes, shorter than before."
    assert "The pain of the warm-up did not go away." in oldest.why
    assert oldest.pain[0] == ("warm-up", "3, did not go away")
    assert newest.decided.startswith("So far: 1 rest day")
    assert newest.why == ("Not known: the pain of the day after.",)
    thrice = entries(SORE, SORE, SORE)[0]
    assert "Ann" in thrice.why[-1]


def test_a_run_that_was_too_much_is_no_first_and_no_streak() -> None:
    """It was: tripling the plan was praised ("your longest run since the injury")."""
    outcomes = outcomes_of(CLEAR, CLEAR, Attempt(0, None, 0, 0, minutes=60))
    texts = [achievement.text for achievement in view.achievements(outcomes)]
    assert not [text for text in texts if "60" in text or "3 clear" in text]
    assert view.streaks(outcomes) == (0, 2)
    newest = entries(CLEAR, CLEAR, Attempt(0, None, 0, 0, minutes=60))[0]
    assert newest.decided.endswith("then 24 minutes, the same again.")
    assert "24 minutes were planned and 60 were run." in newest.why


@given(st.integers(0, 400), st.integers(0, 40))
def test_every_day_is_in_the_calendar_once(gone: int, days_ahead: int) -> None:
    now = made(*[CLEAR] * (gone // 3 + 1))
    outcomes = now.outcomes
    today = MONDAY + timedelta(days=gone)
    before = past(outcomes, DayFacts(), date.min, today)
    start = before[-1].day + timedelta(days=1) if before else today
    runs = list(ahead(now, start + timedelta(days=days_ahead), BOOK))
    months = view.calendar(before, coming(runs, start, days_ahead + 1))
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
    assert start + timedelta(days=days_ahead) in marked
