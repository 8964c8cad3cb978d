"""The course of the comeback: past runs in, the next run out. Recomputed from the facts alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.engine import decide
from rules.ladder import Ladder, next_minutes
from rules.model import Advice, Attempt, Decision, Load, Settings
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Run:
    """One attempt and the local day on which it was made."""

    day: date
    attempt: Attempt


@dataclass(frozen=True)
class Outcome:
    """What one run led to. `minutes` was its target, `next_minutes` is the next one's."""

    run: Run
    decision: Decision
    minutes: int
    next_minutes: int
    next_day: date


def course(
    runs: Iterable[Run], start_minutes: int, book: Rulebook, settings: Settings, ladder: Ladder
) -> tuple[Outcome, ...]:
    """Decide every run in order; the first one's target is `start_minutes`."""
    outcomes: list[Outcome] = []
    minutes, drops, advised = start_minutes, 0, False
    for run in runs:
        decision = decide(run.attempt, book, settings, drops_before=drops, advised_before=advised)
        following = next_minutes(_done(run.attempt, minutes), decision.load, ladder)
        next_day = run.day + timedelta(days=decision.rest_days + 1)
        outcomes.append(Outcome(run, decision, minutes, following, next_day))
        minutes = following
        drops = drops + 1 if decision.load is Load.DROP else 0
        advised = Advice.SEE_PROFESSIONAL in decision.advice
    return tuple(outcomes)


def _done(attempt: Attempt, target: int) -> int:
    # A run cut short counts as what was run; a longer one does not raise the next target.
    return target if attempt.minutes is None else min(target, int(attempt.minutes))
