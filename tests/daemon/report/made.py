"""Courses of runs for the report's tests, three days apart."""

from datetime import date, timedelta

from rules.attempts import Outcome
from rules.comeback import Comeback, History, Run
from rules.course import Course, course
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
BOOK = load_rulebook(default_text())


def made(*attempts: Attempt, severe: bool = False) -> Course:
    days = [MONDAY + timedelta(days=3 * n) for n in range(len(attempts))]
    history = History((Comeback(MONDAY, severe=severe),), tuple(map(Run, days, attempts)))
    return course(history, days[-1], BOOK)


def outcomes_of(*attempts: Attempt) -> tuple[Outcome, ...]:
    return made(*attempts).outcomes


def told(*attempts: Attempt) -> dict[date, Attempt]:
    return {MONDAY + timedelta(days=3 * n): each for n, each in enumerate(attempts)}
