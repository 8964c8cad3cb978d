"""Around the single run: attention window, strength stages, small wins. Pure."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from rules.attempts import Outcome
from rules.model import Load

# Article: strength and attention go on for four times as long as the injury lasted.
ATTENTION_FACTOR = 4
# Ours: completed strength days without a drop in between that earn the next stage.
STRENGTH_DAYS_A_STAGE = 6
STRENGTH_STAGES = 3
# Numbers of clear runs in a row worth a word.
STREAKS = (3, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Win:
    """Something to be glad of: what of it there are `count`.

    A `streak` of clear runs, the `longest` run in minutes, or a `stage` as it comes next.
    """

    kind: str
    count: int


def attention_until(first_run: date, injury_weeks: int) -> date:
    """The last day of the attention window."""
    return first_run + timedelta(weeks=ATTENTION_FACTOR * injury_weeks)


def strength_stage(
    strength_days: Iterable[date], drops: Iterable[date], sore: Iterable[date] = ()
) -> int:
    """1 holds, 2 slow with load, 3 dynamic; it never goes down by itself.

    On the days `sore` strength work hurt: they earn nothing, and the count begins anew (C21).
    """
    hurt = set(sore)
    events = [(day, 1) for day in strength_days if day not in hurt]
    stage, done = 1, 0
    for _, is_strength in sorted(events + [(day, 0) for day in (*drops, *hurt)]):
        done = done + 1 if is_strength else 0
        if done == STRENGTH_DAYS_A_STAGE and stage < STRENGTH_STAGES:
            stage, done = stage + 1, 0
    return stage


def is_clear(outcome: Outcome) -> bool:
    """Whether it counts towards a streak: clear, in time and not too much."""
    return outcome.decision.load is Load.INCREASE and not outcome.early and not is_too_much(outcome)


def is_too_much(outcome: Outcome) -> bool:
    """Whether more was run than was good (C7): never praised."""
    return "too_much" in outcome.rules


def is_aside(outcome: Outcome) -> bool:
    """Whether it was early and without pain: it leaves a streak as it was (C5)."""
    return outcome.early and not outcome.attempt.sore and not is_too_much(outcome)


def wins(outcomes: Sequence[Outcome]) -> tuple[Win, ...]:
    """What the newest attempt achieved."""
    return next(reversed([*wins_of_each(outcomes)]), ())


def wins_of_each(outcomes: Sequence[Outcome]) -> Iterator[tuple[Win, ...]]:
    """What each attempt achieved in its comeback; the next comeback begins anew."""
    clear = longest = 0
    stages: set[int | None] = set()
    for outcome in outcomes:
        if outcome.gap == 0:
            clear, longest, stages = 0, 0, set()
        minutes, stages = run_minutes(outcome), stages | {outcome.planned.stage}
        if is_clear(outcome):
            clear += 1
            yield tuple(_wins(outcome, clear, longest, stages))
        else:
            clear *= is_aside(outcome)
            yield ()
        longest, stages = max(longest, minutes), stages | {outcome.next.stage}


def _wins(outcome: Outcome, clear: int, longest: int, stages: Set[int | None]) -> Iterator[Win]:
    """`stages` are those known already; None, of minutes, is beyond all of them."""
    minutes, stage = run_minutes(outcome), outcome.next.stage
    if clear in STREAKS:
        yield Win("streak", clear)
    if 0 < longest < minutes:
        yield Win("longest", minutes)
    if stage is not None and all(known is not None and known < stage for known in stages):
        yield Win("stage", stage)


def run_minutes(outcome: Outcome) -> int:
    """Minutes of the session of a day; those that were planned where nobody told."""
    told = outcome.attempt.minutes
    return outcome.planned.session if told is None else told
