"""Decisions and plans as sentences: one to be spoken, one to be read at a glance."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from daemon.base.dates import dated, spoken_day
from daemon.base.words import capital, listed, words
from daemon.diary.facts import Damaged
from daemon.diary.kind_words import KNOWN, beginning, briefly, comfort, turn
from rules import lengths
from rules.attempts import Outcome
from rules.course import Course, View
from rules.gate import Verdict
from rules.model import Advice, Decision, Load
from rules.numbers import default_numbers
from rules.program import run_minutes
from rules.rungs import Target
from rules.weeks import WEEK

# More days of rest than these are told as a number.
_NAMED_DAYS = 3
# From so many weeks on a gap is told in weeks.
_WEEKS = 2
# What changed the table's decision and is worth a word; a hold and a reached goal have their own.
_CHANGES = ("early", "too_much", "short", "stage", "pace")


def decision_sentence(outcome: Outcome, now: Course, today: date, professional: str) -> str:
    """What is said: why, how much rest, the next run, what is not known, and any advice."""
    view = now.view()
    told = (briefly(reason, outcome, now.outcomes) for reason in reasons(outcome))
    why, resting = "; ".join(told), rest(outcome, view, today)
    parts = [why, resting]
    # A hold is not for now, and where nothing follows there is nothing to begin.
    if outcome.decision.provisional and any(parts) and not view.held:
        parts = [words("decision.so_far" if why else "decision.for_now"), *parts]
    text = _sentence(": ".join(filter(None, parts)))
    following = _following(outcome, now, today, professional)
    kindly = comfort(outcome, now.outcomes)
    unknown = [] if _is_known_to_come(outcome, now, today) else not_known(outcome)
    parts = [text, following, kindly, _step(outcome, now, today), *unknown, *_stop(outcome, today)]
    return " ".join(filter(None, parts))


def _step(outcome: Outcome, now: Course, today: date) -> str:
    """When the next step comes that the pace put off (C11)."""
    view = now.view()
    if "pace" not in outcome.rules or view.held or view.due is None:
        return ""
    return words("decision.step", day=spoken_day(max(now.step_day(), view.due, today), today))


def _is_known_to_come(outcome: Outcome, now: Course, today: date) -> bool:
    """Whether only the morning after is not known, on the day before it, as so often before."""
    alone = outcome.decision.missing == ("next_day",) and outcome.day == today
    return alone and len(now.outcomes) > KNOWN


def decision_notice(outcome: Outcome, now: Course, today: date, professional: str) -> str:
    """What is shown: the next run first, then the rest before it."""
    resting = rest(outcome, now.view(), today)
    parts = [_following(outcome, now, today, professional)]
    parts += [_sentence(resting)] if resting else []
    return " ".join([*parts, *not_known(outcome), *_stop(outcome, today)])


def reasons(outcome: Outcome) -> list[str]:
    """Why, in words: what the table saw, and what the course made of it."""
    ran = {"ran": run_minutes(outcome), "planned": outcome.planned.session}
    changed = [words(f"changed.{rule}", **ran) for rule in outcome.rules if rule in _CHANGES]
    return [*outcome.decision.reasons, *changed]


def given(outcome: Outcome) -> Decision:
    """The decision as the runner gets it: the table's, and what the course made of it."""
    return replace(
        outcome.decision,
        rest_days=outcome.rest_days,
        load=outcome.load,
        rules=outcome.rules,
        advice=outcome.advice,
        why=outcome.why,
    )


def rest(outcome: Outcome, view: View, today: date) -> str:
    """The rest days that are still to come, as people name them; empty where there are none."""
    if view.due is None or view.held:
        return ""
    first = max(outcome.day + timedelta(days=1), today)
    days = [first + timedelta(days=n) for n in range((view.due - first).days)]
    if not days:
        return ""
    if len(days) > _NAMED_DAYS:
        return words("decision.rest", days=words("count.day", n=len(days)))
    return words("decision.rest", days=listed([spoken_day(day, today) for day in days]))


def length(target: Target, easy: bool) -> str:
    """How long a run is, how hard, and in what turns of running and walking."""
    minutes = words("count.minute", n=target.session)
    if target.running == 0:
        return words("length.walk", minutes=minutes)
    run, walk = default_numbers().stages[target.stage] if target.stage is not None else (0, 0)
    if run and not walk:
        return words("length.run_easy" if easy else "length.run", minutes=minutes)
    if easy:
        minutes = words("length.easy", minutes=minutes)
    return words("length.walk_run", minutes=minutes, run=run, walk=walk) if walk else minutes


def next_sentence(now: Course, today: date, professional: str) -> str:
    """What counts today: a hold, or when and how long the next run is, with the advice."""
    view = now.view(today)
    if view.held and not now.standing.takes_a_yes(today.toordinal()):
        return words("hold.now", professional=professional)
    if view.held:
        asked = words("hold.ask", professional=professional)
        return f"{asked} {words('by_hand.hold')}"
    return advised(_run(now, view, today), view, professional)


def _run(now: Course, view: View, today: date) -> str:
    if now.wishes.away and view.verdict is Verdict.AWAY:
        back = now.standing.back_on(today.toordinal())
        if back is None:
            return words(f"away.{now.wishes.away}_open")
        day = spoken_day(date.fromordinal(back), today)
        told = words(f"away.{now.wishes.away}", day=day)
        return f"{told} {_next(now, view, today)}" if view.due else told
    return _next(now, view, today)


def _next(now: Course, view: View, today: date) -> str:
    long = length(view.target, view.easy)
    if view.due is None:
        return words("gate.away")
    if view.due > today and view.due == now.wishes.moved:
        return words("next.moved", day=spoken_day(view.due, today), length=long)
    if now.standing.state.is_fresh:
        key = "first" if view.due <= today else "first_from"
        first = words(f"next.{key}", day=spoken_day(view.due, today), length=long)
        return f"{first} {beginning(view.target)}".strip()
    if view.due <= today and is_gap(view):
        return words("next.gap", last=last_run(now), ago=ago(view), length=long)
    key = "run" if view.due > today else "today" if view.due == today else "overdue"
    return words(f"next.{key}", day=spoken_day(view.due, today), length=long)


def is_gap(view: View) -> bool:
    """Whether so many days went by that the next run begins gently (C6)."""
    return view.gap > default_numbers().gap_free_days


def last_run(now: Course) -> str:
    """The day of the last run, with its year."""
    return dated(date.fromordinal(now.standing.state.last_day or 1), "date.page")


def ago(view: View) -> str:
    """How long the last run is ago on the day of the next."""
    weeks = view.gap // WEEK
    if weeks < _WEEKS:
        return words("count.day", n=view.gap)
    return words("count.week", n=weeks)


def gate_sentence(now: Course, today: date, professional: str) -> str:
    """Why today is no day for a run; empty where it is one."""
    view = now.view(today)
    if view.verdict is Verdict.GO:
        return ""
    day = spoken_day(view.due, today) if view.due and view.due > today else ""
    key = f"gate.{view.verdict}"
    return words(key, day=day, length=length(view.target, view.easy), professional=professional)


def advised(text: str, view: View, professional: str) -> str:
    """The text with the advice to see a professional, which holds until a clear attempt."""
    if not view.advised:
        return text
    if view.talked:
        return f"{text} {words('decision.talked', professional=professional)}"
    return f"{text} {words('decision.see_professional', professional=professional)}"


def left_out(damaged: Sequence[Damaged]) -> str:
    """What is said with the next run where entries that it may depend on cannot be read."""
    count = sum(fact.decides for fact in damaged)
    return words("next.left_out", n=count) if count else ""


def lacking(damaged: Sequence[Damaged]) -> str:
    """What is said with the whole diary where runs or days of it cannot be read."""
    count = sum(fact.entry or fact.decides for fact in damaged)
    return words("next.left_out", n=count) if count else ""


def _following(outcome: Outcome, now: Course, today: date, professional: str) -> str:
    view = now.view(today)
    if view.held:
        return words("hold.now", professional=professional)
    if view.due is None or view.target != outcome.next:
        return next_sentence(now, today, professional)
    key, provisional = change(outcome), outcome.decision.provisional
    # Until its morning is told a run is told of like each one before it.
    before = turn(outcome, now.outcomes, lambda each: provisional or change(each) == key)
    text = words(
        "decision.next",
        day=spoken_day(max(view.due, today), today),
        length=length(view.target, view.easy),
        change=words(f"change.{key}", turn=before),
    )
    return advised(text, view, professional)


def change(outcome: Outcome) -> str:
    """How the next run differs from what was really run, as a key of the words file."""
    planned, following = outcome.planned, outcome.next
    ran = min(planned.running, lengths.running_minutes(planned, run_minutes(outcome)))
    staged = following.stage is not None
    if outcome.load is Load.INCREASE:
        return "stage_up" if staged else "longer"
    if outcome.load is Load.DROP:
        if following.running < ran or (staged and following.running < planned.running):
            return "stage_down" if staged else "shorter"
        return "stage_lowest" if staged else "shortest"
    if following.running < planned.running:
        if staged:
            return "stage_down"
        return "shortest" if following.running > ran else "same"
    if staged:
        return "stage_again"
    return "full" if "goal" in outcome.rules else "same"


def not_known(outcome: Outcome) -> list[str]:
    """A sentence on the answers that are missing, if any are."""
    missing = [words(f"missing.{name}") for name in outcome.decision.missing]
    return [words("decision.missing", answers=listed(missing))] if missing else []


def _stop(outcome: Outcome, today: date) -> list[str]:
    """What ends a session, said on the day of the session alone."""
    stop = Advice.STOP_SESSION in outcome.advice and outcome.day == today
    return [words("decision.stop_session")] if stop else []


def _sentence(text: str) -> str:
    return f"{capital(text)}." if text else ""
