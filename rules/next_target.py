"""The target after an attempt, and what is remembered for those to come (C8 to C11). Pure."""

from typing import NamedTuple

from rules import lengths
from rules.judging import Attempted, Judged
from rules.lengths import Lengths
from rules.model import Load
from rules.numbers import Numbers
from rules.rungs import Target
from rules.terms import Terms
from rules.windows import Peaks, since, with_peak


class NextTarget(NamedTuple):
    """The next target, and why a clear attempt did not lengthen it ("": it did, or was none)."""

    target: Target
    reason: str = ""


class Reached(NamedTuple):
    """Targets reached in the last days: in time, and by early runs with their sign turned (C10)."""

    in_time: Peaks
    early: Peaks

    @property
    def most(self) -> int:
        """The most reached in time; the least reached early where there was no other run."""
        return self.in_time[0][1] if self.in_time else -self.early[0][1]


def reached_after(one: Attempted, before: Lengths, numbers: Numbers) -> Reached:
    """With this attempt; the first target and one after a gap count as reached."""
    first = one.day - numbers.reached_days + 1
    in_time, early = since(before.reached, first), since(before.early, first)
    if before.last is None or one.planned.gap:
        return Reached(with_peak(in_time, one.day, one.planned.base.running), early)
    if one.early:
        return Reached(in_time, with_peak(early, one.day, -_counted(one)))
    return Reached(with_peak(in_time, one.day, _counted(one)), early)


def next_target(
    one: Attempted, judged: Judged, before: Lengths, reached: Reached, terms: Terms
) -> NextTarget:
    """The next target: at most a step above the most reached lately, or the shortest."""
    length = _wanted(one, judged, before, terms)
    rungs = terms.rungs(one.planned.base)
    most = max(rungs.above(reached.most), rungs.shortest)
    if length.target.running <= most:
        return length
    # A run that lengthens was reached itself: it is never one that this shortens.
    return NextTarget(rungs.capped(most), length.reason)


def _counted(one: Attempted) -> int:
    return min(one.made.counted, one.planned.base.running)


def _wanted(one: Attempted, judged: Judged, before: Lengths, terms: Terms) -> NextTarget:
    numbers, planned = terms.numbers, one.planned
    rungs = terms.rungs(planned.base)
    if judged.load is Load.DROP:
        ran = lengths.running_minutes(planned.target, _shortest(one))
        return NextTarget(rungs.below(planned.target, ran))
    if one.told.sore:
        counted = lengths.made(planned.target, _shortest(one), numbers).counted
        return NextTarget(rungs.again(planned.target, counted))
    if judged.load is Load.REPEAT:
        return NextTarget(planned.base)
    sore = one.told.tolerated > numbers.sore_score
    steps = numbers.sore_pace_steps if sore else numbers.pace_steps
    low = lengths.lowest(before.lowest, one.day, planned.base.running, numbers)
    return NextTarget(
        *lengths.lengthened(planned, one.made, rungs.above(low, steps), rungs, numbers)
    )


def _shortest(one: Attempted) -> int:
    """Minutes of the shortest run with pain told (C3); of all where there was none."""
    session = one.planned.target.session
    sore = [session if minutes is None else minutes for minutes in one.told.sore_minutes]
    return min(sore, default=one.made.minutes)


def lengths_after(
    one: Attempted,
    judged: Judged,
    length: NextTarget,
    before: Lengths,
    reached: Reached,
    terms: Terms,
) -> Lengths:
    """What is known of the runner's lengths once this day is judged."""
    numbers, planned = terms.numbers, one.planned
    dropped = judged.load is Load.DROP
    longest = before.longest
    if dropped:
        longest = ()
    elif not one.early and not one.told.sore:
        window = since(longest, one.day - numbers.longest_days)
        longest = with_peak(window, one.day, one.made.session)
    clear = 0
    if length.target == planned.base and not one.told.sore:
        counts = judged.load is Load.INCREASE and one.made.whole
        clear = planned.clear + counts
    long_run = None if dropped or planned.gap else before.long_run
    if planned.is_long and one.clear and one.made.whole and not one.too_much:
        long_run = planned.target.running
    window = since(before.lowest, one.day - numbers.pace_days)
    lowest = with_peak(window, one.day, -planned.base.running)
    begun = before.begun or not one.early
    return Lengths(
        planned.target, clear, longest, reached.in_time, lowest, long_run, begun, reached.early
    )
