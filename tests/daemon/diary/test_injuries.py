"""When a run day recalls how the injury came about."""

from datetime import date, timedelta

import pytest

from daemon.diary.comeback_facts import ComebackBegun, Injury
from daemon.diary.injuries import recalled
from rules.comeback import Comeback, History, Run, UsualWeek
from rules.course import Course, course
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
MONDAY = date(2026, 3, 2)
CLEAR, SORE = Attempt(0, None, 0, 0), Attempt(3, False, 3, 0)


def after(*attempts: Attempt) -> Course:
    runs = [Run(MONDAY + timedelta(days=3 * n), each) for n, each in enumerate(attempts)]
    today = runs[-1].day + timedelta(days=9 if attempts[-1] is SORE else 3)
    return course(History((Comeback(MONDAY),), tuple(runs)), today, BOOK)


def came(minutes: int | None, cause: str | None = "hills", usual: int = 30) -> ComebackBegun:
    week = UsualWeek(3, 60, usual)
    return ComebackBegun(MONDAY, Injury.SOFT, usual=week, cause=cause, cause_minutes=minutes)


def test_it_is_recalled_once_when_the_plan_comes_near_its_load() -> None:
    # Planned were 20, 22, 24 minutes.
    assert recalled(came(24), after(CLEAR)).count("hills") == 1
    assert "24 minutes" in recalled(came(24), after(CLEAR))
    assert recalled(came(25), after(CLEAR)) == ""
    assert recalled(came(24), after(CLEAR, CLEAR)) == ""


def test_a_step_back_begins_another_climb() -> None:
    assert recalled(came(16), after(CLEAR, SORE)) != ""


@pytest.mark.parametrize(("usual", "told"), [(24, True), (25, False)])
def test_where_no_minutes_were_told_the_usual_longest_run_counts(usual: int, told: bool) -> None:
    assert bool(recalled(came(None, usual=usual), after(CLEAR))) is told


def test_without_a_cause_there_is_nothing_to_recall() -> None:
    assert recalled(came(24, cause=None), after(CLEAR)) == ""
    assert recalled(None, after(CLEAR)) == ""
