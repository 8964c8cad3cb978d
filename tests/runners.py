"""Six runners who do what the course says, week by week, as docs/rules.md shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.attempts import Outcome
from rules.comeback import BONE, SOFT, Comeback, History, Pause, Run
from rules.course import course
from rules.gate import Verdict
from rules.lengths import running_minutes
from rules.model import Advice, Attempt
from rules.rulebook import default_text, load_rulebook
from rules.rungs import Target

MONDAY = date(2026, 1, 5)
_BOOK = load_rulebook(default_text())
Answers = Callable[[int, Target], Attempt]


def all_well(number: int, target: Target) -> Attempt:
    """No pain, and the whole run."""
    return Attempt(0, None, 0, 0, None, target.session)


def _watch_stops(number: int, target: Target) -> Attempt:
    return Attempt(0, None, 0, 0, None, target.session * 0.98)


def _nagging(number: int, target: Target) -> Attempt:
    return Attempt(0, None, 0, 1 if number % 3 == 2 else 0, None, target.session)


@dataclass(frozen=True)
class Runner:
    """Who it is, and how every run goes."""

    name: str
    comeback: Comeback
    answers: Answers = all_well
    pauses: tuple[Pause, ...] = ()

    def outcomes(self, weeks: int) -> tuple[Outcome, ...]:
        """Every run made on the first day on which the gate says go."""
        runs: list[Run] = []
        for number in range(7 * weeks + 1):
            day = MONDAY + timedelta(days=number)
            history = History((self.comeback,), tuple(runs), pauses=self.pauses)
            now = course(history, day, _BOOK)
            if now.may_run(day) is Verdict.GO:
                runs.append(Run(day, self.answers(len(runs), now.view().target)))
        return now.outcomes


RUNNERS = (
    Runner("soft, injured for 3 weeks", Comeback(MONDAY, SOFT, injury_weeks=3)),
    Runner(
        "bone, 12 weeks, walks without pain",
        Comeback(MONDAY, BONE, injury_weeks=12, walks=True),
    ),
    Runner("severe, walking not told", Comeback(MONDAY, SOFT, severe=True)),
    Runner("soft, a watch that stops 2 % early", Comeback(MONDAY, SOFT), _watch_stops),
    Runner(
        "soft, ill for 12 days in week 5",
        Comeback(MONDAY, SOFT, injury_weeks=3),
        pauses=(Pause(MONDAY + timedelta(days=28), MONDAY + timedelta(days=40)),),
    ),
    Runner("soft, 1 of 10 every third morning", Comeback(MONDAY, SOFT), _nagging),
)


def weekly_minutes(outcomes: tuple[Outcome, ...], weeks: int) -> list[int]:
    """Minutes of running in each week."""
    minutes = [0] * weeks
    for outcome in outcomes:
        told = outcome.attempt.minutes
        session = outcome.planned.session if told is None else told
        minutes[(outcome.day - MONDAY).days // 7] += running_minutes(outcome.planned, session)
    return minutes


def advised(outcomes: tuple[Outcome, ...]) -> int:
    """Runs after which a professional is advised."""
    return sum(Advice.SEE_PROFESSIONAL in outcome.advice for outcome in outcomes)
