"""How long the next run is (C6 to C11). Pure; days are ordinals, minutes are running minutes."""

from typing import NamedTuple

from rules.numbers import Numbers
from rules.rungs import Rungs, Target
from rules.terms import Terms
from rules.windows import Peaks, since


class Lengths(NamedTuple):
    """What a comeback's attempts were in minutes.

    `last` is the last attempt's own target, None before the first. `clear` counts the clear
    attempts on its stage. `longest` are session minutes run in time without pain, `reached`
    running minutes of targets reached in time, `lowest` the targets (also of an older comeback)
    with their sign turned, `early` what early runs reached, likewise. `long_run` is
    the last long run of the week that was clear and whole, `begun` whether there was an attempt
    in time.
    """

    last: Target | None = None
    clear: int = 0
    longest: Peaks = ()
    reached: Peaks = ()
    lowest: Peaks = ()
    long_run: int | None = None
    begun: bool = False
    early: Peaks = ()


class Planned(NamedTuple):
    """A run as planned for a day: `base` is the target without the week's long run.

    `gap` is whether it comes after a gap (C6), `clear` the clear attempts already on its stage.
    """

    base: Target
    target: Target
    gap: bool
    clear: int

    @property
    def is_long(self) -> bool:
        """Whether it is the week's long run."""
        return self.target is not self.base


class Made(NamedTuple):
    """A run as made: session minutes, and what they come to of its target.

    `whole`: from 95 % of its session; `session` are then no fewer minutes than the target's.
    `counted`: the longest target of which it would have been whole, at most its own (C10).
    """

    minutes: int
    session: int
    whole: bool
    counted: int


def made(planned: Target, minutes: int | None, numbers: Numbers) -> Made:
    """A run of this target; minutes not told mean the target."""
    if minutes is None:
        minutes = planned.session
    whole = 100 * minutes >= numbers.whole_percent * planned.session
    if whole:
        return Made(minutes, max(minutes, planned.session), whole, planned.running)
    counted = 100 * running_minutes(planned, minutes) // numbers.whole_percent
    return Made(minutes, minutes, whole, counted)


def running_minutes(planned: Target, minutes: int) -> int:
    """Running minutes in so many minutes of a session: in proportion, at most its own (C8)."""
    return planned.running * min(minutes, planned.session) // planned.session


def after_gap(target: Target, last: Target, days: int, terms: Terms) -> Target:
    """The target after so many days without a run (C6)."""
    numbers = terms.numbers
    if days <= numbers.gap_free_days:
        return target
    if days <= numbers.gap_short_days:
        most = last.running
    elif days <= numbers.gap_long_days:
        most = last.running * numbers.gap_long_percent // 100
    elif days <= numbers.gap_end_days:
        most = last.running * numbers.gap_end_percent // 100
    else:
        most = 0
    if target.running <= max(most, terms.beginning.running):
        return target
    return terms.beginning if most <= terms.beginning.running else terms.rungs(target).rung(most)


def lengthened(
    planned: Planned, run: Made, pace: int, rungs: Rungs, numbers: Numbers
) -> tuple[Target, str]:
    """The target after a clear attempt, and why it is no longer than planned, if so.

    `pace` is what no step goes beyond (C11).
    """
    base = planned.base
    if not run.whole and (base.stage is not None or not run.counted):
        return base, "short"
    if base.stage is not None and planned.clear + 1 < numbers.clear_a_stage:
        return base, "stage"
    wanted = rungs.capped(rungs.above(min(run.counted, base.running)))
    if wanted.running <= base.running:
        return base, "goal" if run.whole else "short"
    if wanted.running > pace:
        return base, "pace" if run.whole else "short"
    return wanted, ""


def is_too_much(planned: Target, run: Made, longest: Peaks, day: int, numbers: Numbers) -> bool:
    """Whether more was run than the target and the longest run lately bear (C7)."""
    lately = since(longest, day - numbers.longest_days)
    most = max(planned.session, lately[0][1] if lately else 0)
    return 100 * run.minutes > numbers.too_much_percent * most


def lowest(before: Peaks, day: int, base: int, numbers: Numbers) -> int:
    """The lowest target of the last days, this one's included (C11)."""
    lately = since(before, day - numbers.pace_days + 1)
    return min(base, -lately[0][1]) if lately else base
