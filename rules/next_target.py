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


def reached_after(one: Attempted, before: Peaks, first: bool, numbers: Numbers) -> Peaks:
    """Targets reached lately; the first and one after a gap count as such (C10)."""
    window = since(before, one.day - numbers.reached_days)
    if first or one.planned.gap:
        return with_peak(window, one.day, one.planned.base.running)
    if one.early:
        return window
    return with_peak(window, one.day, _counted(one))


def next_target(
    one: Attempted, judged: Judged, before: Lengths, reached: Peaks, terms: Terms
) -> NextTarget:
    """The next target: at most a step above the most reached lately, this run included."""
    length = _wanted(one, judged, before, terms)
    most = terms.rungs.above(max(_counted(one), reached[0][1] if reached else 0))
    if length.target.running <= most:
        return length
    target = terms.rungs.capped(most)
    lengthens = target.running > one.planned.target.running
    kept = judged.load is Load.INCREASE and not lengthens
    return NextTarget(target, length.reason or ("short" if kept else ""))


def _counted(one: Attempted) -> int:
    return min(one.made.counted, one.planned.base.running)


def _wanted(one: Attempted, judged: Judged, before: Lengths, terms: Terms) -> NextTarget:
    rungs, numbers, planned = terms.rungs, terms.numbers, one.planned
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
    reached: Peaks,
    terms: Terms,
) -> Lengths:
    numbers, planned = terms.numbers, one.planned
    dropped = judged.load is Load.DROP
    longest = before.longest
    if dropped:
        longest = ()
    elif not one.early and not one.told.sore:
        window = since(longest, one.day - numbers.longest_days)
        longest = with_peak(window, one.day, one.made.minutes)
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
    return Lengths(planned.target, clear, longest, reached, lowest, long_run, begun)
