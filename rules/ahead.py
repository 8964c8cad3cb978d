"""The runs to come, as they go if every one of them is clear. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.attempts import decide_day
from rules.course import Course
from rules.model import Attempt
from rules.rulebook import Rulebook
from rules.rungs import Target
from rules.standing import Standing
from rules.table import Table

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
    table, stands = Table(book), now.standing
    day = now.open_day(now.next_day().toordinal())
    while day is not None and day <= until.toordinal() and not stands.is_held(day):
        easy = stands.is_easy(day)
        planned = stands.plan(day, easy)
        made_on = date.fromordinal(day)
        yield Coming(made_on, planned.target, planned.is_long, easy)
        _, state = decide_day(stands, made_on, [ALL_WELL], (), table)
        stands = Standing(state, stands.terms, stands.pauses, stands.cleared)
        day = stands.preferred(day + 1, now.wishes.run_days)
