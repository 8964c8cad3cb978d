"""Where a comeback stands, and what may be done on a day. Pure; days are ordinals."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rules import lengths, weeks
from rules.comeback import WEEKDAYS
from rules.gate import Verdict
from rules.lengths import Lengths, Planned
from rules.rungs import Target
from rules.terms import Terms
from rules.trend import Trend
from rules.weeks import Weeks

# Without this bound, pauses that follow each other for ever would be looked through for ever.
_FAR = 3660


class State(NamedTuple):
    """All that the past has to say about the next run.

    `target` is the next run before gaps and the week's long run, `due` the first day on which it
    is allowed (0: nothing is owed), `last_day` the last day run, also in an older comeback.
    """

    target: Target
    due: int = 0
    last_day: int | None = None
    lengths: Lengths = Lengths()
    trend: Trend = Trend()
    weeks: Weeks = Weeks()

    @property
    def is_fresh(self) -> bool:
        """Whether this comeback has no run yet."""
        return self.lengths.last is None


class Standing(NamedTuple):
    """A state with the terms in force, and the facts that need no attempt to count."""

    state: State
    terms: Terms
    pauses: Sequence[tuple[int, int | None]] = ()
    cleared: Sequence[int] = ()

    def is_held(self, day: int) -> bool:
        """Whether running is on hold: until a professional's yes that is late enough (C13)."""
        release = self.state.trend.release
        if release is None:
            return False
        first = bisect_left(self.cleared, release)
        return first == len(self.cleared) or self.cleared[first] > day

    def takes_a_yes(self, day: int) -> bool:
        """Whether a professional's yes of this day is late enough to release a hold (C13)."""
        return (self.state.trend.release or 0) <= day

    def has_talked(self, last_pain: int, day: int) -> bool:
        """Whether a professional's yes up to this day released running after the last pain."""
        release = self.state.trend.release
        if release is None:
            return False
        return any(max(release, last_pain + 1) <= told <= day for told in self.cleared)

    def is_away(self, day: int) -> bool:
        """Whether the day lies in a pause."""
        return any(first <= day and (back is None or day < back) for first, back in self.pauses)

    def back_on(self, day: int) -> int | None:
        """The first day from this one on that lies in no pause; None: no end is known."""
        for first, back in sorted(self.pauses, key=lambda pause: pause[0]):
            if first <= day and (back is None or day < back):
                if back is None:
                    return None
                day = back
        return day

    def verdict(self, day: int) -> Verdict:
        """Whether the runner may run on this day (C18)."""
        state, comeback = self.state, self.terms.comeback
        if self.is_held(day):
            return Verdict.HOLD
        if comeback.not_before is not None and day < comeback.not_before.toordinal():
            return Verdict.NOT_BEFORE
        if self.pauses and self.is_away(day):
            return Verdict.AWAY
        if state.last_day == day:
            return Verdict.DONE
        return Verdict.GO if self._is_rested(day) else Verdict.REST

    def _is_rested(self, day: int) -> bool:
        state, terms = self.state, self.terms
        return day >= state.due and weeks.fits(
            state.weeks, day, terms.comeback.usual, terms.numbers
        )

    def first_open(self, day: int) -> int | None:
        """The first day from this one on with neither rest nor a pause; None: no end is known."""
        day = max(day, self.state.due)
        for each in range(day, day + _FAR):
            if self._is_rested(each) and not self.is_away(each):
                return each
        return None

    def preferred(self, day: int, wanted: Sequence[str]) -> int | None:
        """The first open day from this one on, or within a week of it a weekday that is wanted."""
        first = self.first_open(day)
        if first is None or not wanted:
            return first
        week = range(first, first + weeks.WEEK)
        at_best = (
            each
            for each in week
            if WEEKDAYS[weeks.weekday(each)] in wanted and self.verdict(each) is Verdict.GO
        )
        return next(at_best, first)

    def is_easy(self, day: int) -> bool:
        """Whether a run on this day is in the easy phase (C16)."""
        state, terms = self.state, self.terms
        if state.weeks.over(day, terms.easy_runs) < terms.easy_weeks:
            return True
        last_drop = state.trend.last_drop
        quiet = terms.numbers.easy_days_after_drop
        return (
            state.trend.advised
            or self.is_held(day)
            or (last_drop is not None and day < last_drop + quiet)
        )

    def gap(self, day: int) -> int:
        """Days since the last day run of this comeback; 0 before the first."""
        last = self.state.last_day
        return 0 if last is None or self.state.is_fresh else day - last

    def plan(self, day: int, easy: bool) -> Planned:
        """The run as planned for a day that is `easy` or not."""
        state, terms = self.state, self.terms
        last, days = state.lengths.last, self.gap(day)
        if last is None:
            return Planned(state.target, state.target, False, 0)
        base = lengths.after_gap(state.target, last, days, terms)
        gap = days > terms.numbers.gap_free_days
        same = base is state.target and not gap
        long_run = None if gap or easy else self._long_run(day, base)
        return Planned(base, long_run or base, gap, state.lengths.clear if same else 0)

    def _long_run(self, day: int, base: Target) -> Target | None:
        """The week's long run, where this is the day of it and it is longer (C17)."""
        usual, rungs = self.terms.comeback.usual, self.terms.rungs(base)
        if usual is None or usual.long_run is None or base.running < rungs.top.running:
            return None
        if not weeks.is_first_of_weekend(self.state.weeks, day):
            return None
        last = self.state.lengths.long_run or base.running
        found = rungs.rung(min(rungs.above(last), usual.long_run))
        return found if found.running > base.running else None


def beginning(terms: Terms) -> State:
    """Before the first run of the first comeback."""
    not_before = terms.comeback.not_before
    return State(terms.beginning, not_before.toordinal() if not_before else 0)


def in_new_comeback(old: State, terms: Terms) -> State:
    """A new comeback begins anew; what is owed goes on, and it begins no higher (C1)."""
    comeback, target = terms.comeback, terms.beginning
    day = comeback.day.toordinal()
    if old.last_day is not None and day - old.last_day <= terms.numbers.carry_days:
        target = terms.rungs(target).rung(min(target.running, old.target.running))
    not_before = comeback.not_before.toordinal() if comeback.not_before else 0
    return State(
        target,
        max(old.due, day, not_before),
        old.last_day,
        Lengths(lowest=old.lengths.lowest),
        trend=old.trend.in_new_comeback(),
        weeks=old.weeks.in_new_comeback(),
    )


def with_settings(old: State, terms: Terms, changed: bool) -> State:
    """Changed settings never lengthen the next run (C2); `changed` where the ladder is another.

    Before the first run in time the new beginning may shorten it: an early run leaves that (C5).
    """
    target = terms.fitted(old.target, changed)
    if not old.lengths.begun:
        target = min(target, terms.beginning, key=lambda each: each.running)
    if target == old.target:
        return old
    return old._replace(target=target, lengths=old.lengths._replace(clear=0))


def with_pain(old: State, terms: Terms, day: int, score: int) -> State:
    """Pain told before the first run of a comeback (C14)."""
    red = terms.is_red(score)
    held = red and terms.settings.hold
    seen = old.trend._replace(
        advised=old.trend.advised or red or terms.bone,
        release=max(old.trend.release or 0, day) if held else old.trend.release,
    )
    return old._replace(due=max(old.due, day + 1), trend=seen)
