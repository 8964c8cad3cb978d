"""Decisions and plans as sentences: one to be spoken, one to be read at a glance."""

from collections.abc import Sequence
from datetime import date, timedelta

from daemon.base.dates import spoken_day
from daemon.base.words import capital, listed, words
from daemon.diary.facts import Damaged
from rules.ladder import STAGES, Target
from rules.model import Advice, Load
from rules.plan import Outcome, State

# More days of rest than these are told as a number.
_NAMED_DAYS = 3


def decision_sentence(outcome: Outcome, today: date, professional: str) -> str:
    """What is said: why, how much rest, the next run, what is not known, and any advice."""
    decision = outcome.decision
    parts = [listed(decision.reasons), rest(outcome, today)]
    if decision.provisional:
        parts = [words("decision.so_far" if parts[0] else "decision.for_now"), *parts]
    text = _sentence(": ".join(filter(None, parts)))
    return " ".join(
        [text, _next(outcome, today), *not_known(outcome), *_advice(outcome, professional)]
    )


def decision_notice(outcome: Outcome, today: date, professional: str) -> str:
    """What is shown: the next run first, then the rest before it."""
    resting = rest(outcome, today)
    parts = [_next(outcome, today), *([_sentence(resting)] if resting else [])]
    return " ".join([*parts, *not_known(outcome), *_advice(outcome, professional)])


def rest(outcome: Outcome, today: date) -> str:
    """The rest days that are still to come, as people name them; empty where there are none."""
    first = max(outcome.run.day + timedelta(days=1), today)
    days = [first + timedelta(days=n) for n in range((outcome.next_day - first).days)]
    if not days:
        return ""
    if len(days) > _NAMED_DAYS:
        return words("decision.rest", days=words("count.day", n=len(days)))
    return words("decision.rest", days=listed([spoken_day(day, today) for day in days]))


def length(target: Target, easy: bool) -> str:
    """How long a run is, how hard, and in what turns of running and walking."""
    minutes = words("count.minute", n=target.minutes)
    if easy:
        minutes = words("length.easy", minutes=minutes)
    if target.stage is None:
        return minutes
    run, walk = STAGES[target.stage]
    key = "length.walk_run" if walk else "length.run"
    return words(key, minutes=minutes, run=run, walk=walk)


def first_sentence(target: Target, day: date | None, today: date) -> str:
    """The first run, from the day that was chosen for it, if any."""
    if day is None or day <= today:
        return words("next.first", length=length(target, easy=True))
    named = spoken_day(day, today)
    return words("next.first_from", day=named, length=length(target, easy=True))


def next_sentence(
    state: State, today: date, professional: str, first_day: date | None = None
) -> str:
    """The session that counts: when and how long, with the advice that still holds."""
    day, long = state.next_day, length(state.target, state.easy)
    if day is None:
        return first_sentence(state.target, first_day, today)
    key = "run" if day > today else "today" if day == today else "overdue"
    return advised(
        words(f"next.{key}", day=spoken_day(day, today), length=long), state, professional
    )


def advised(text: str, state: State, professional: str) -> str:
    """The text with the advice to see a professional, which holds until a clear attempt."""
    if not state.advised:
        return text
    return f"{text} {words('decision.see_professional', professional=professional)}"


def left_out(damaged: Sequence[Damaged]) -> str:
    """What is said with the next run where entries that it may depend on cannot be read."""
    count = sum(fact.decides for fact in damaged)
    return words("next.left_out", n=count) if count else ""


def lacking(damaged: Sequence[Damaged]) -> str:
    """What is said with the whole diary where runs or days of it cannot be read."""
    count = sum(fact.entry or fact.decides for fact in damaged)
    return words("next.left_out", n=count) if count else ""


def _next(outcome: Outcome, today: date) -> str:
    return words(
        "decision.next",
        day=spoken_day(max(outcome.next_day, today), today),
        length=length(outcome.after.target, outcome.after.easy),
        change=words(f"change.{change(outcome)}"),
    )


def change(outcome: Outcome) -> str:
    """How the next run differs from what was really run, as a key of the words file."""
    before, after, load = outcome.before.target, outcome.after.target, outcome.decision.load
    if after.stage is not None:
        step = after.stage - (before.stage or 0)
        if step:
            return "stage_up" if step > 0 else "stage_down"
        return "stage_lowest" if load is Load.DROP else "stage_again"
    told = outcome.run.attempt.minutes
    done = before.minutes if told is None else min(before.minutes, int(told))
    if load is Load.INCREASE:
        return "longer" if after.minutes > done else "full"
    if after.minutes < done:
        return "shorter"
    return "same" if load is Load.REPEAT and after.minutes == done else "shortest"


def not_known(outcome: Outcome) -> list[str]:
    """A sentence on the answers that are missing, if any are."""
    missing = [words(f"missing.{name}") for name in outcome.decision.missing]
    return [words("decision.missing", answers=listed(missing))] if missing else []


def _advice(outcome: Outcome, professional: str) -> list[str]:
    found = []
    if Advice.STOP_SESSION in outcome.decision.advice:
        found.append(words("decision.stop_session"))
    if Advice.SEE_PROFESSIONAL in outcome.decision.advice:
        found.append(words("decision.see_professional", professional=professional))
    return found


def _sentence(text: str) -> str:
    return f"{capital(text)}."
