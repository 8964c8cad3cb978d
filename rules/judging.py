"""What a day's attempt was, and what the table and the course make of it. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from rules import lengths, trend
from rules.comeback import Pain
from rules.day import DayAttempt, day_attempt
from rules.gate import Verdict
from rules.lengths import Made, Planned
from rules.model import Attempt, Decision, Load
from rules.standing import Standing
from rules.table import Table
from rules.terms import Terms
from rules.trend import Seen, Trend


class Attempted(NamedTuple):
    """The attempt as it was planned and made, before anything follows from it."""

    day: int
    early: bool
    easy: bool
    planned: Planned
    told: DayAttempt
    made: Made
    too_much: bool
    decision: Decision

    @property
    def clear(self) -> bool:
        """Clear and in time."""
        return self.decision.load is Load.INCREASE and not self.early


class Judged(NamedTuple):
    """What the table and the course make of it; `holds` where it holds running."""

    load: Load
    rest_days: int
    changed: tuple[str, ...]
    seen: Seen
    holds: bool


def attempted(
    stands: Standing, day: int, attempts: Sequence[Attempt], pains: Sequence[Pain], table: Table
) -> Attempted:
    """A day with attempts, beside what was planned for it."""
    state, terms = stands.state, stands.terms
    early = stands.verdict(day) is not Verdict.GO
    easy = stands.is_easy(day)
    planned = stands.plan(day, easy)
    told_later = max([pain.score for pain in pains], default=0)
    told = day_attempt(attempts, told_later, terms.tolerated)
    made = lengths.made(planned.target, told.minutes, terms.numbers)
    much = lengths.is_too_much(planned.target, made, state.lengths.longest, day, terms.numbers)
    decision = table.decide(told.attempt, terms, terms.rest_days(easy))
    return Attempted(day, early, easy, planned, told, made, much, decision)


def judge(one: Attempted, before: Trend, terms: Terms) -> Judged:
    """Load and rest: the table's, and then what is early, too much, or holds running."""
    load, rest_days, changed = one.decision.load, one.decision.rest_days, []
    if one.early and load is Load.INCREASE:
        load = Load.REPEAT
        changed.append("early")
    if one.too_much:
        percent = terms.numbers.far_too_much_percent
        far = 100 * one.made.minutes > percent * one.planned.target.session
        if far or load is Load.INCREASE:
            changed.append("too_much")
        load, rest_days = min(load, Load.REPEAT), rest_days + far
    shortest = terms.rungs(one.planned.base).shortest
    seen = Seen(
        sore=one.told.sore,
        morning=bool(one.told.attempt.next_day),
        red_flag=terms.is_red(one.told.worst),
        dropped=load is Load.DROP,
        at_shortest=one.planned.base.running <= shortest,
    )
    holds = terms.settings.hold and trend.holds(before, seen, terms.bone, terms.numbers)
    if holds and load is not Load.DROP:
        load, seen = Load.DROP, seen._replace(dropped=True)
        changed.append("hold")
    return Judged(load, rest_days, tuple(changed), seen, holds)


def trend_after(one: Attempted, judged: Judged, stands: Standing, pains: Sequence[Pain]) -> Trend:
    """An early attempt without pain leaves it as it was (C5)."""
    before, terms = stands.state.trend, stands.terms
    if one.early and not one.told.sore:
        return before
    after = trend.after(before, judged.seen, one.day, one.clear, terms.bone, terms.numbers)
    if not judged.holds:
        return after
    # A yes counts for attempts before its day and for pain told up to it (C13).
    release = max(
        [one.day + 1, *(pain.day.toordinal() for pain in _holding(judged, stands, pains))]
    )
    return after._replace(release=release)


def _holding(judged: Judged, stands: Standing, pains: Sequence[Pain]) -> list[Pain]:
    """The pains told later that hold running by themselves."""
    terms = stands.terms
    seen = judged.seen._replace(red_flag=False, dropped=False)
    if trend.holds(stands.state.trend, seen, terms.bone, terms.numbers):
        return list(pains)
    return [pain for pain in pains if terms.is_red(pain.score)]
