"""Decisions and plans as sentences."""

from datetime import date

from daemon.words import count, spoken_day, words
from rules.ladder import STAGES, Target
from rules.model import Advice
from rules.plan import Outcome


def decision_sentence(outcome: Outcome, today: date, professional: str) -> str:
    """One spoken text: why, how much rest, the next run, and any advice."""
    decision = outcome.decision
    load = decision.load.name.lower()
    following = words(
        f"decision.{load}",
        day=spoken_day(outcome.next_day, today),
        minutes=length(outcome.next_target),
    )
    why = decision.why[0].upper() + decision.why[1:]
    rest = count(decision.rest_days, "rest day")
    text = words("decision.rest", why=why, rest=rest, next=following)
    if decision.provisional:
        text = words("decision.provisional", text=text)
    if Advice.STOP_SESSION in decision.advice:
        text += " " + words("decision.stop_session")
    if Advice.SEE_PROFESSIONAL in decision.advice:
        text += " " + words("decision.see_professional", professional=professional)
    return text


def length(target: Target) -> str:
    """How long a run is, and in what turns of running and walking."""
    minutes = count(target.minutes, "minute")
    if target.stage is None:
        return minutes
    run, walk = STAGES[target.stage]
    key = "length.walk_run" if walk else "length.run"
    return words(key, minutes=minutes, run=run, walk=walk)


def next_sentence(day: date | None, target: Target, today: date) -> str:
    """The session that counts: when and how long."""
    minutes = length(target)
    if day is None:
        return words("next.first", minutes=minutes)
    key = "run" if day > today else "today" if day == today else "overdue"
    return words(f"next.{key}", day=spoken_day(day, today), minutes=minutes)
