"""The course of a comeback: facts in, one outcome a day out, and what today is for. Pure.

`course` folds a whole history. The clauses named C1 to C21 are in docs/rules.md.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from rules.attempts import Outcome, decide_day
from rules.comeback import Comeback, History, Pain, PlanSettings, Run, SettingsFact
from rules.gate import Verdict
from rules.lengths import lowest
from rules.numbers import Numbers, default_numbers
from rules.rulebook import Rulebook
from rules.rungs import Target
from rules.standing import Standing, State, beginning, in_new_comeback, with_pain, with_settings
from rules.table import Table
from rules.terms import Terms


@dataclass(frozen=True)
class View:
    """What a day is for, seen from what is known. `due` None: a pause has no end that is known.

    `target` and `easy` are those of `run_day`, the day on which the next run is made; `gap` is the
    days from the last run to it.
    """

    verdict: Verdict
    due: date | None
    run_day: date
    target: Target
    is_long: bool
    gap: int
    advised: bool
    held: bool
    easy: bool


class Waypoint(NamedTuple):
    """Where a comeback stood at the beginning of a day, with all that was told before it."""

    day: date
    state: State


@dataclass(frozen=True)
class Course:
    """The outcomes of a history, one a day in order, and where it stands on `today`."""

    outcomes: tuple[Outcome, ...]
    standing: Standing
    today: date

    def may_run(self, day: date) -> Verdict:
        """The gate for today or a day to come."""
        return self.standing.verdict(day.toordinal())

    def next_day(self) -> date:
        """The first day, from today on, that owes no rest; a pause may still lie on it."""
        return max(self.today, date.fromordinal(self._first_day()))

    def view(self, day: date | None = None) -> View:
        """What today, or a day to come, is for."""
        stands, number = self.standing, (day or self.today).toordinal()
        first = self._first_day()
        run_day = stands.first_open(max(first, number))
        due = stands.first_open(first) if run_day == number else run_day
        planned_for = number if run_day is None else run_day
        easy, held = stands.is_easy(planned_for), stands.is_held(number)
        planned = stands.plan(planned_for, easy)
        return View(
            verdict=stands.verdict(number),
            due=None if due is None else date.fromordinal(due),
            run_day=date.fromordinal(planned_for),
            target=planned.target,
            is_long=planned.is_long,
            gap=stands.gap(planned_for),
            advised=stands.state.trend.advised,
            held=held,
            easy=easy,
        )

    def step_day(self) -> date:
        """The first day from which the pace lets a clear run lengthen again (C11)."""
        state, terms = self.standing.state, self.standing.terms
        target, numbers, rungs = state.target.running, terms.numbers, terms.rungs(state.target)
        day = self._first_day()
        for _ in range(numbers.pace_days):
            low = lowest(state.lengths.lowest, day, target, numbers)
            if rungs.above(low, numbers.pace_steps) > target:
                break
            day += 1
        return date.fromordinal(day)

    def _first_day(self) -> int:
        """The day due; before the first run it is the comeback's own, if that has come."""
        state, comeback = self.standing.state, self.standing.terms.comeback
        if state.last_day is not None:
            return state.due
        return max(state.due, min(comeback.day, self.today).toordinal())


def course(
    history: History,
    today: date,
    book: Rulebook,
    numbers: Numbers | None = None,
    start: Waypoint | None = None,
) -> Course:
    """Decide every attempt up to `today`; facts of a later day are not yet in force.

    `start` is where the comeback stood before the runs (its beginning if left out); of the other
    facts those before its day have told already what they had to.
    """
    days = _days_run(history.runs, today)
    pains = [pain for pain in history.pains if pain.day <= today and pain.score]
    stands, turns = _start(history, pains, days, today, numbers or default_numbers(), start)
    table = Table(book)
    outcomes: list[Outcome] = []
    for number, (day, runs) in enumerate(days):
        stands = _moved(stands, turns, day)
        following = days[number + 1][0] if number + 1 < len(days) else None
        told = _told(pains, day, following) if pains else ()
        outcome, state = decide_day(stands, day, [run.attempt for run in runs], told, table)
        outcomes.append(outcome)
        stands = Standing(state, stands.terms, stands.pauses, stands.cleared)
    return Course(tuple(outcomes), _moved(stands, turns, None), today)


def _days_run(runs: Sequence[Run], today: date) -> list[tuple[date, list[Run]]]:
    days = groupby(runs, key=lambda run: run.day)
    return [(day, list(made)) for day, made in days if day <= today]


def terms_on(history: History, day: date, numbers: Numbers | None = None) -> Terms:
    """What decides on a day beside the answers."""
    settings = PlanSettings()
    for fact in history.settings:
        if fact.day <= day:
            settings = fact.settings
    comeback = history.comebacks[0]
    for each in history.comebacks[1:]:
        if each.day <= day:
            comeback = each
    return Terms(comeback, settings, numbers or default_numbers())


_Turn = SettingsFact | Comeback | Pain


def _start(
    history: History,
    pains: Sequence[Pain],
    days: Sequence[tuple[date, Sequence[Run]]],
    today: date,
    numbers: Numbers,
    start: Waypoint | None,
) -> tuple[Standing, list[_Turn]]:
    """The standing before all runs, and what changes it between them, the last one first."""
    if start is None:
        first = min([history.comebacks[0].day, today, *(day for day, _ in days[:1])])
        terms = replace(terms_on(history, first, numbers), comeback=history.comebacks[0])
        state, since = beginning(terms), date.min
    else:
        first = start.day - timedelta(days=1)
        terms = terms_on(history, first, numbers)
        state, since = start.state, start.day
    turns: list[_Turn] = [fact for fact in history.settings if first < fact.day <= today]
    turns += [each for each in history.comebacks[1:] if since <= each.day <= today]
    turns += [each for each in pains if since <= each.day]
    order = (SettingsFact, Comeback, Pain)
    turns.sort(key=lambda turn: (turn.day, order.index(type(turn))))
    pauses = tuple(
        (pause.start.toordinal(), pause.until.toordinal() if pause.until else None)
        for pause in history.pauses
    )
    cleared = tuple(sorted(day.toordinal() for day in history.cleared if day <= today))
    return Standing(state, terms, pauses, cleared), turns[::-1]


def _moved(stands: Standing, turns: list[_Turn], day: date | None) -> Standing:
    """The standing before the run of `day`, or after everything; the turns used are taken off."""
    while turns and (day is None or turns[-1].day <= day):
        if turns[-1].day == day and isinstance(turns[-1], Pain):
            break
        stands = _turned(stands, turns.pop())
    return stands


def _turned(stands: Standing, turn: _Turn) -> Standing:
    state, terms = stands.state, stands.terms
    if isinstance(turn, Pain):
        # Told after a run of this comeback it counts for that run.
        if not state.is_fresh:
            return stands
        return stands._replace(state=with_pain(state, terms, turn.day.toordinal(), turn.score))
    if isinstance(turn, Comeback):
        terms = replace(terms, comeback=turn)
        return stands._replace(terms=terms, state=in_new_comeback(state, terms))
    changed = replace(terms, settings=turn.settings)
    state = with_settings(state, changed, changed.staged is not terms.staged)
    return stands._replace(terms=changed, state=state)


def _told(pains: Sequence[Pain], day: date, following: date | None) -> Sequence[Pain]:
    """Pains told from the day of an attempt until the next one."""
    first = bisect_left(pains, day, key=lambda pain: pain.day)
    last = len(pains)
    if following is not None:
        last = bisect_left(pains, following, key=lambda pain: pain.day)
    return pains[first:last]
