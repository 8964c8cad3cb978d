"""The course of the comeback: past runs in, the next run out. Recomputed from the facts alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.engine import decide
from rules.ladder import Ladder, next_minutes
from rules.model import Advice, Attempt, Decision, Load, Settings
from rules.rulebook import Rulebook

# Ours: the easy phase ends no sooner than two weeks after the last drop in it.
QUIET_DAYS = 14


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
    runs: Iterable[Run],
    start_minutes: int,
    book: Rulebook,
    settings: Settings,
    ladder: Ladder,
    easy_weeks: int = 0,
) -> tuple[Outcome, ...]:
    """Decide every run in order; the first one's target is `start_minutes`.

    In the easy phase, the first `easy_weeks` and two weeks after any drop in them, there is a
    rest day between any two runs, whatever the settings say (article).
    """
    outcomes: list[Outcome] = []
    minutes, drops, advised = start_minutes, 0, False
    easy_end: date | None = None
    careful = replace(settings, plan_rest_days=max(1, settings.plan_rest_days))
    for run in runs:
        easy_end = easy_end or run.day + timedelta(weeks=easy_weeks)
        held = careful if run.day < easy_end else settings
        decision = decide(run.attempt, book, held, drops_before=drops, advised_before=advised)
        if decision.load is Load.DROP and run.day < easy_end:
            easy_end = max(easy_end, run.day + timedelta(days=QUIET_DAYS))
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
