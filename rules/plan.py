"""The course of the comeback: past runs in, the next run out. Recomputed from the facts alone."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rules.engine import THIRD_DROP, decide
from rules.ladder import Progression, Target
from rules.model import Advice, Attempt, Decision, Load, Settings
from rules.rulebook import Rulebook

# Ours: running stays easy, or is easy again, for two weeks after every drop.
QUIET_DAYS = 14


@dataclass(frozen=True)
class Run:
    """One attempt and the local day on which it was made."""

    day: date
    attempt: Attempt


@dataclass(frozen=True)
class State:
    """Where the comeback stands: all that the past has to say about the next run.

    `next_day` and `easy_until` (the first day after the easy phase) are None before the first
    run. `drops` counts the `drop` decisions in a row, `advised` whether a professional was
    advised since the last clear attempt.
    """

    target: Target
    next_day: date | None = None
    easy_until: date | None = None
    drops: int = 0
    advised: bool = False

    @property
    def easy(self) -> bool:
        """Whether the next run falls in the easy phase."""
        if self.next_day is None or self.easy_until is None:
            return True
        return self.next_day < self.easy_until


@dataclass(frozen=True)
class Outcome:
    """What one run led to: the decision, and where the comeback stood before and stands after."""

    run: Run
    decision: Decision
    before: State
    after: State
    next_day: date


@dataclass(frozen=True)
class Program:
    """All that decides beside the answers. `easy_weeks` is the least length of the easy phase."""

    book: Rulebook
    settings: Settings
    ladder: Progression
    easy_weeks: int = 0
    _decided: dict[Hashable, Decision] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def start(self) -> State:
        """Before the first run."""
        return State(self.ladder.first())

    def course(self, runs: Iterable[Run], start: State | None = None) -> tuple[Outcome, ...]:
        """Decide every run in order, from `start` (the very beginning if left out)."""
        outcomes: list[Outcome] = []
        state = start or self.start()
        for run in runs:
            outcomes.append(self.decide(state, run))
            state = outcomes[-1].after
        return tuple(outcomes)

    def decide(self, state: State, run: Run) -> Outcome:
        """One run on.

        In the easy phase, the first `easy_weeks` and two weeks after any drop, there is a rest
        day between any two runs, whatever the settings say (article).
        """
        easy_until = state.easy_until or run.day + timedelta(weeks=self.easy_weeks)
        easy = run.day < easy_until
        decision = self._decision(run.attempt, state, easy)
        dropped = decision.load is Load.DROP
        if dropped:
            easy_until = max(easy_until, run.day + timedelta(days=QUIET_DAYS))
        next_day = run.day + timedelta(days=decision.rest_days + 1)
        after = State(
            self.ladder.after(state.target, run.attempt.minutes, decision.load),
            next_day,
            easy_until,
            state.drops + 1 if dropped else 0,
            Advice.SEE_PROFESSIONAL in decision.advice,
        )
        return Outcome(run, decision, state, after, next_day)

    def _decision(self, attempt: Attempt, state: State, easy: bool) -> Decision:
        # Years of runs repeat the same few answers. Of the distance only its side of each
        # threshold decides, of the minutes nothing.
        drops = min(state.drops, THIRD_DROP)
        answers = (attempt.warmup, attempt.faded, attempt.late, attempt.next_day)
        reached = tuple(rule.reached(attempt.distance) for rule in self.book.rules if rule.beyond)
        key = (answers, reached, drops, state.advised, easy)
        if key not in self._decided:
            self._decided[key] = decide(
                attempt,
                self.book,
                self._careful() if easy else self.settings,
                drops_before=drops,
                advised_before=state.advised,
            )
        return self._decided[key]

    def _careful(self) -> Settings:
        if self.settings.plan_rest_days >= 1:
            return self.settings
        return replace(self.settings, plan_rest_days=1)
