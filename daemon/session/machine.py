"""The session machine: step(session, event, now) -> (session, actions). No I/O, no clock.

Events are facts from outside, actions are wishes to the runner of the session. Transitions are
the table below; an event that it does not list for a phase raises IllegalEvent and leaves the
session as it was.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from daemon.diary.questions import Occasion, Question
from daemon.session import coach, dialogue
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Routine, RoutineKind
from daemon.session.state import About, Phase, Result, Session, wait
from rules.model import Attempt, Settings


class IllegalEvent(Exception):
    """An event that cannot happen in this phase."""


def begin_routine(
    settings: Settings,
    routine: Routine,
    now: datetime,
    attempt: Attempt | None = None,
    answered: frozenset[Question] = frozenset(),
) -> Result:
    """Start a routine at its first cue; a score already given is not asked again."""
    session = Session(
        Occasion.AFTER_WARMUP if routine.kind is RoutineKind.WARMUP else Occasion.AFTER_RUN,
        settings,
        routine,
        Phase.GUIDING,
        attempt=attempt or Attempt(),
        answered=answered,
        origin=now,
    )
    return session, (wait(session),)


def begin_questions(
    occasion: Occasion,
    settings: Settings,
    attempt: Attempt,
    answered: frozenset[Question],
    counted: int = 0,
    told: int | None = None,
    about: About | None = None,
) -> Result:
    """Ask what is still open in this occasion; where it was left is where it goes on.

    `counted` minutes are offered as an answer; `told` is a score that was noted on the way.
    """
    session = Session(
        occasion,
        settings,
        attempt=attempt,
        answered=answered,
        counted=counted,
        told=told,
        about=about or About(),
    )
    return dialogue.ask_next(session, ())


def step(session: Session, event: Event, now: datetime) -> Result:
    """One event. Raises IllegalEvent where the table has no transition for it."""
    handler = TRANSITIONS.get((session.phase, type(event)))
    if handler is None:
        raise IllegalEvent(f"{type(event).__name__} in {session.phase.name}")
    return handler(session, event, now)


Handler = Callable[[Session, Any, datetime], Result]

TRANSITIONS: dict[tuple[Phase, type[Event]], Handler] = {
    (Phase.GUIDING, CueDue): coach.cue_due,
    (Phase.GUIDING, Command): coach.command,
    (Phase.GUIDING, NotUnderstood): coach.hint,
    (Phase.PAUSED, Command): coach.paused_command,
    (Phase.PAUSED, NotUnderstood): coach.still_paused,
    (Phase.PAUSED, Unanswered): coach.end_paused,
    (Phase.ASKING, Answered): dialogue.answer,
    (Phase.ASKING, NotUnderstood): dialogue.miss,
    (Phase.ASKING, Command): dialogue.command,
    (Phase.ASKING, Unanswered): dialogue.leave_open,
    (Phase.CONFIRMING, Answered): dialogue.confirm,
    (Phase.CONFIRMING, NotUnderstood): dialogue.miss,
    (Phase.CONFIRMING, Command): dialogue.command,
    (Phase.CONFIRMING, Unanswered): dialogue.leave_open,
    (Phase.NOTED, Answered): dialogue.noted,
    (Phase.NOTED, NotUnderstood): dialogue.noted,
    (Phase.NOTED, Command): dialogue.noted_command,
    (Phase.NOTED, Unanswered): dialogue.noted,
    (Phase.TYPING, Answered): dialogue.answer,
    (Phase.TYPING, NotUnderstood): dialogue.type_again,
    (Phase.TYPING, Unanswered): dialogue.leave_open,
    (Phase.TYPING, Command): dialogue.command,
}
