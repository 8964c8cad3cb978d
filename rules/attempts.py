"""One day's attempt: what it led to, and where the comeback stands after it. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules import weeks
from rules.comeback import Pain
from rules.day import DayAttempt
from rules.judging import Judged, attempted, judge, trend_after
from rules.model import Advice, Attempt, Decision, Load
from rules.next_target import lengths_after, next_target, reached_after
from rules.numbers import Numbers
from rules.rungs import Target
from rules.standing import Standing, State
from rules.table import Table
from rules.terms import Terms
from rules.trend import Trend
from rules.weeks import Weeks

_SEE = (Advice.SEE_PROFESSIONAL,)


class Outcome(NamedTuple):
    """What one day's attempt led to.

    `planned`, `easy` and `early` are as before the run; `due`, `advice` and `held` after it, with
    all told for it later. `next` is before gaps and the week's long run. `rules` are the table's
    that matched, then what changed load or rest or kept a clear attempt from lengthening. `gap` is
    the days since the run before.
    """

    day: date
    attempt: DayAttempt
    decision: Decision
    rest_days: int
    load: Load
    rules: tuple[str, ...]
    planned: Target
    next: Target
    due: date
    advice: tuple[Advice, ...]
    held: bool
    early: bool
    easy: bool
    gap: int
    is_long: bool
    why: str


def decide_day(
    stands: Standing, day: date, attempts: Sequence[Attempt], pains: Sequence[Pain], table: Table
) -> tuple[Outcome, State]:
    """Decide the attempts of a day; `pains` are those above 0 told for it later (C14)."""
    state, terms = stands.state, stands.terms
    one = attempted(stands, day.toordinal(), attempts, pains, table)
    judged = judge(one, state.trend, terms)
    reached = reached_after(one, state.lengths, terms.numbers)
    length = next_target(one, judged, state.lengths, reached, terms)
    load = judged.load
    if load is Load.INCREASE and length.target.running <= one.planned.target.running:
        load = Load.REPEAT
    lately = weeks.after(state.weeks, one.day, not one.early, terms.easy_runs, terms.numbers)
    after = State(
        length.target,
        _due(one.day, judged, state.due, lately, pains, terms),
        one.day,
        lengths_after(one, judged, length, state.lengths, reached, terms),
        trend_after(one, judged, stands, pains),
        lately,
    )
    changed = (*judged.changed, length.reason) if length.reason else judged.changed
    outcome = Outcome(
        day=day,
        attempt=one.told,
        decision=one.decision,
        rest_days=judged.rest_days,
        load=load,
        rules=one.decision.rules + changed,
        planned=one.planned.target,
        next=length.target,
        due=date.fromordinal(after.due),
        advice=_advice(one.decision, after.trend),
        held=judged.holds or stands.is_held(one.day),
        early=one.early,
        easy=one.easy,
        gap=stands.gap(one.day),
        is_long=one.planned.is_long,
        why=_why(one.decision.why, changed, terms.numbers) if changed else one.decision.why,
    )
    return outcome, after


def _why(table: str, changed: tuple[str, ...], numbers: Numbers) -> str:
    return "; ".join([table, *[numbers.why[rule] for rule in changed]])


def _due(
    day: int, judged: Judged, before: int, lately: Weeks, pains: Sequence[Pain], terms: Terms
) -> int:
    """What is owed only grows (C4): rest, the day after pain was told, and the usual week."""
    due = max(before, day + 1 + judged.rest_days)
    if pains:
        due = max(due, pains[-1].day.toordinal() + 1)
    while not weeks.fits(lately, due, terms.comeback.usual, terms.numbers):
        due += 1
    return due


def _advice(decision: Decision, after: Trend) -> tuple[Advice, ...]:
    stop = Advice.STOP_SESSION in decision.advice
    if after.advised:
        return (Advice.SEE_PROFESSIONAL, Advice.STOP_SESSION) if stop else _SEE
    return (Advice.STOP_SESSION,) if stop else ()
