"""An injury in words, and when the runner is reminded of how it came about. Pure."""

from daemon.base.dates import dated
from daemon.base.words import capital, shown_answer, words
from daemon.diary.comeback_facts import ComebackBegun, UnreadComeback
from rules.course import Course
from rules.model import Load

# A plan with so much of the load at which it happened comes near it (ours).
_NEAR_PERCENT = 90


def injury_in_words(comeback: ComebackBegun) -> str:
    """What is known of an injury, in a sentence or two."""
    if isinstance(comeback, UnreadComeback):
        return words("injury.unread", day=dated(comeback.day, "date.page"))
    parts = [f"{capital(named(comeback))}, {dated(comeback.day, 'date.page')}"]
    parts += [words("injury.severe")] if comeback.severe else []
    if comeback.injury_weeks:
        parts.append(words("injury.lasted", weeks=words("count.week", n=comeback.injury_weeks)))
    if comeback.walks is not None:
        parts.append(words("injury.walks", answer=shown_answer(comeback.walks)))
    if comeback.not_before:
        parts.append(words("injury.not_before", day=dated(comeback.not_before, "date.page")))
    if usual := comeback.usual:
        parts.append(words("injury.usual", runs=usual.runs, minutes=usual.minutes))
        parts += [words("injury.longest", minutes=usual.longest)] if usual.longest else []
    if comeback.cause:
        parts.append(words("injury.cause", cause=comeback.cause))
    if comeback.cause_minutes:
        minutes = words("count.minute", n=comeback.cause_minutes)
        parts.append(words("injury.cause_minutes", minutes=minutes))
    return "; ".join(parts) + "."


def named(comeback: ComebackBegun) -> str:
    """The injury with its place: "bone stress, left shin"."""
    place = [words(f"injury.side_{comeback.side}")] if comeback.side else []
    place += [comeback.site] if comeback.site else []
    kind = words(f"injury.kind_{comeback.injury}")
    return ", ".join([kind, " ".join(place)] if place else [kind])


def recalled(comeback: ComebackBegun | None, now: Course) -> str:
    """What a run day says of the cause, once a climb, where the plan comes near its load.

    The load is the running minutes of the run in which it came, else of the usual longest one.
    """
    load = _load(comeback) if comeback and comeback.cause else None
    if comeback is None or load is None or not _is_near(now.view().target.running, load):
        return ""
    for outcome in reversed(now.outcomes):
        if outcome.load is Load.DROP or outcome.day < comeback.day:
            break
        if _is_near(outcome.planned.running, load):
            return ""
    minutes = words("count.minute", n=load)
    return words("reminder.cause", cause=comeback.cause, minutes=minutes)


def _load(comeback: ComebackBegun) -> int | None:
    return comeback.cause_minutes or (comeback.usual.longest if comeback.usual else None)


def _is_near(minutes: int, load: int) -> bool:
    return 100 * minutes >= _NEAR_PERCENT * load
