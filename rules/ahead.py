"""The runs to come, as they go if every one of them is clear. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.attempts import decide_day
from rules.comeback import WEEKDAYS
from rules.course import Course
from rules.gate import Verdict
from rules.model import Attempt
from rules.rulebook import Rulebook
from rules.rungs import Target
from rules.standing import Standing
from rules.table import Table
from rules.weeks import WEEK, weekday

ALL_WELL = Attempt(warmup=0, late=0, next_day=0)


@dataclass(frozen=True)
class Coming:
    """A run to come. The gate says `go` on its day."""

    day: date
    target: Target
    is_long: bool
    easy: bool


def ahead(now: Course, until: date, book: Rulebook) -> Iterator[Coming]:
    """The runs from today to `until`; none while running is held or a pause has no end."""
    table, stands, day = Table(book), now.standing, now.next_day().toordinal()
    while not stands.is_held(day):
        opened = stands.first_open(day)
        if opened is None:
            return
        day = _preferred(stands, opened)
        if day > until.toordinal():
            return
        easy = stands.is_easy(day)
        planned = stands.plan(day, easy)
        made_on = date.fromordinal(day)
        yield Coming(made_on, planned.target, planned.is_long, easy)
        _, state = decide_day(stands, made_on, [ALL_WELL], (), table)
        stands = Standing(state, stands.terms, stands.pauses, stands.cleared)
        day += 1


def _preferred(stands: Standing, first: int) -> int:
    """The first of the preferred weekdays within a week on which running is allowed, if any."""
    wanted = stands.terms.settings.run_days
    for day in range(first, first + WEEK):
        if WEEKDAYS[weekday(day)] in wanted and stands.verdict(day) is Verdict.GO:
            return day
    return first
