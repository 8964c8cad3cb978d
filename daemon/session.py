"""The session machine: step(session, event, now) -> (session, actions). No I/O, no clock.

Events are facts from outside, actions are wishes to the runner of the session. Transitions are
the table at the end; an event that the table does not list for a phase raises IllegalEvent and
leaves the session as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from daemon.actions import Action, Ask, Record, Say, Sound, WaitUntil
from daemon.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.questions import KIND, Part, Question, open_question
from daemon.warmup import Warmup
from daemon.words import spoken_answer, spoken_time, words
from rules.attempt_json import attempt_from_json
from rules.engine import must_stop
from rules.model import Attempt, Settings

TRIES = 2


class Phase(Enum):
    """Where the session stands."""

    WARMUP = auto()
    PAUSED = auto()
    ASKING = auto()
    CONFIRMING = auto()
    TYPING = auto()
    FINISHED = auto()


class IllegalEvent(Exception):
    """An event that cannot happen in this phase."""


@dataclass(frozen=True)
class Session:
    """Everything the machine knows. `origin` is when second zero of the warm-up was."""

    part: Part
    settings: Settings
    warmup: Warmup
    phase: Phase = Phase.FINISHED
    attempt: Attempt = field(default_factory=Attempt)
    answered: frozenset[Question] = frozenset()
    question: Question | None = None
    misses: int = 0
    offered: Answered | None = None
    cue: int = 0
    origin: datetime | None = None
    elapsed: float = 0.0


Result = tuple[Session, tuple[Action, ...]]


def begin_warmup(
    settings: Settings,
    warmup: Warmup,
    now: datetime,
    attempt: Attempt | None = None,
    answered: frozenset[Question] = frozenset(),
) -> Result:
    """Start the guided warm-up at its first cue; a score already given is not asked again."""
    session = Session(
        Part.AFTER_WARMUP,
        settings,
        warmup,
        Phase.WARMUP,
        attempt=attempt or Attempt(),
        answered=answered,
        origin=now,
    )
    return session, (WaitUntil(now),)


def begin_questions(
    part: Part,
    settings: Settings,
    warmup: Warmup,
    attempt: Attempt,
    answered: frozenset[Question],
) -> Result:
    """Ask what is still open in this part; where it was left is where it goes on."""
    return _ask_next(Session(part, settings, warmup, attempt=attempt, answered=answered), ())


def step(session: Session, event: Event, now: datetime) -> Result:
    """One event. Raises IllegalEvent where the table has no transition for it."""
    handler = TRANSITIONS.get((session.phase, type(event)))
    if handler is None:
        raise IllegalEvent(f"{type(event).__name__} in {session.phase.name}")
    return handler(session, event, now)


def _cue(session: Session, _event: Any, now: datetime) -> Result:
    cue = session.warmup.cues[session.cue]
    said: tuple[Action, ...] = (Sound(cue.tone),) if cue.tone else (Say(cue.text),)
    session = replace(session, cue=session.cue + 1)
    if session.cue == len(session.warmup.cues):
        return _ask_next(session, said)
    return session, (*said, _wait(session))


def _wait(session: Session) -> WaitUntil:
    assert session.origin is not None
    return WaitUntil(session.origin + timedelta(seconds=session.warmup.cues[session.cue].at))


def _warmup_command(session: Session, event: Command, now: datetime) -> Result:
    step_number = session.warmup.cues[session.cue].step
    if event.name == "stop":
        return _finish(session, (Say(words("dialogue.stopped")),))
    if event.name == "ouch":
        return _ask_next(session, ())
    if event.name == "pause":
        paused = replace(session, phase=Phase.PAUSED, elapsed=_elapsed(session, now))
        return paused, (Say(words("warmup.paused")), WaitUntil(None))
    if event.name in ("next", "skip"):
        return _jump(session, step_number + 1, now)
    if event.name == "back":
        return _jump(session, max(step_number - 1, 0), now)
    if event.name == "repeat":
        return _jump(session, step_number, now)
    if event.name == "how long":
        left = session.warmup.end - _elapsed(session, now)
        return session, (Say(words("warmup.remaining", time=spoken_time(left))), _wait(session))
    return session, (Say(words("hint.command")), _wait(session))


def _paused_command(session: Session, event: Command, now: datetime) -> Result:
    if event.name in ("resume", "start"):
        origin = now - timedelta(seconds=session.elapsed)
        session = replace(session, phase=Phase.WARMUP, origin=origin)
        return session, (Say(words("warmup.resumed")), _wait(session))
    if event.name in ("stop", "ouch", "next", "skip", "back", "repeat"):
        origin = now - timedelta(seconds=session.elapsed)
        return _warmup_command(replace(session, phase=Phase.WARMUP, origin=origin), event, now)
    return session, (Say(words("warmup.paused")), WaitUntil(None))


def _end_paused(session: Session, _event: Any, now: datetime) -> Result:
    return _finish(session, (Say(words("dialogue.stopped")),))


def _elapsed(session: Session, now: datetime) -> float:
    assert session.origin is not None
    return (now - session.origin).total_seconds()


def _jump(session: Session, step_number: int, now: datetime) -> Result:
    starts = session.warmup.starts
    at = starts[step_number] if step_number < len(starts) else session.warmup.end
    cue = next(n for n, cue in enumerate(session.warmup.cues) if cue.at >= at)
    session = replace(session, cue=cue, origin=now - timedelta(seconds=at))
    return session, (_wait(session),)


def _answer(session: Session, event: Answered, now: datetime) -> Result:
    if event.sure:
        return _accept(session, event)
    session = replace(session, phase=Phase.CONFIRMING, offered=event)
    question = words("dialogue.confirm", answer=_readable(session, event.value))
    return session, (Say(question), Ask(_asked(session), "yesno", confirms=event))


def _confirm(session: Session, event: Answered, now: datetime) -> Result:
    if event.value is True and session.offered is not None:
        return _accept(session, session.offered)
    return _miss(session, event, now)


def _accept(session: Session, event: Answered) -> Result:
    question = _asked(session)
    session = replace(
        session,
        attempt=_with(session.attempt, question, event.value),
        answered=session.answered | {question},
    )
    noted = words("dialogue.unknown")
    if event.value is not None:
        noted = words("dialogue.noted", answer=_readable(session, event.value))
    actions: tuple[Action, ...] = (Record(question, event.value, event.by), Say(noted))
    if question is Question.WARMUP and session.part is Part.AFTER_WARMUP:
        return _after_warmup_score(session, actions)
    return _ask_next(session, actions)


def _after_warmup_score(session: Session, actions: tuple[Action, ...]) -> Result:
    score = session.attempt.warmup
    if score is not None and must_stop(score, session.settings):
        return _finish(session, (*actions, *_NO_RUN, Say(words("dialogue.must_stop"))))
    return _finish(session, actions)


# Who has to stop after the warm-up still has that pain, and there is no run to ask about.
_NO_RUN = (
    Record(Question.FADED, False, "stopped"),
    *(
        Record(question, None, "stopped")
        for question in (Question.LATE, Question.MINUTES, Question.DISTANCE)
    ),
)


def _miss(session: Session, _event: Any, now: datetime) -> Result:
    session = replace(session, phase=Phase.ASKING, offered=None, misses=session.misses + 1)
    question = _asked(session)
    kind = KIND[question]
    if session.misses < TRIES:
        hint = words("dialogue.again", hint=words(f"hint.{kind}"))
        return session, (Say(hint), Ask(question, kind))
    typing = replace(session, phase=Phase.TYPING)
    return typing, (Say(words("dialogue.typed")), Ask(question, kind, typed=True))


def _type_again(session: Session, _event: Any, now: datetime) -> Result:
    kind = KIND[_asked(session)]
    again = Say(words("dialogue.again", hint=words(f"hint.{kind}")))
    return session, (again, Ask(_asked(session), kind, typed=True))


def _asking_command(session: Session, event: Command, now: datetime) -> Result:
    if event.name == "stop":
        return _finish(session, (Say(words("dialogue.stopped")),))
    if event.name == "skip":
        return _accept(session, Answered(None, True, "skipped"))
    session = replace(session, phase=Phase.ASKING, offered=None)
    question = _asked(session)
    kind = KIND[question]
    prompt = f"question.{question.value}" if event.name == "repeat" else f"hint.{kind}"
    return session, (Say(words(prompt)), Ask(question, kind))


def _leave_open(session: Session, _event: Any, now: datetime) -> Result:
    return _finish(session, (Say(words("dialogue.left_open")),))


def _ask_next(session: Session, before: tuple[Action, ...]) -> Result:
    question = open_question(session.attempt, session.answered, session.part)
    if question is None:
        return _finish(session, before)
    session = replace(session, phase=Phase.ASKING, question=question, misses=0, offered=None)
    prompt = Say(words(f"question.{question.value}"))
    return session, (*before, prompt, Ask(question, KIND[question]))


def _finish(session: Session, actions: tuple[Action, ...]) -> Result:
    return replace(session, phase=Phase.FINISHED, question=None, offered=None), actions


def _asked(session: Session) -> Question:
    assert session.question is not None
    return session.question


def _with(attempt: Attempt, question: Question, value: Any) -> Attempt:
    read = attempt_from_json({question.value: value})
    return replace(attempt, **{question.value: getattr(read, question.value)})


def _readable(session: Session, value: Any) -> str:
    question = _asked(session)
    text = spoken_answer(getattr(_with(Attempt(), question, value), question.value))
    return f"{value:g} minutes" if question is Question.MINUTES else text


Handler = Callable[[Session, Any, datetime], Result]

TRANSITIONS: dict[tuple[Phase, type[Event]], Handler] = {
    (Phase.WARMUP, CueDue): _cue,
    (Phase.WARMUP, Command): _warmup_command,
    (Phase.PAUSED, Command): _paused_command,
    (Phase.PAUSED, Unanswered): _end_paused,
    (Phase.ASKING, Answered): _answer,
    (Phase.ASKING, NotUnderstood): _miss,
    (Phase.ASKING, Command): _asking_command,
    (Phase.ASKING, Unanswered): _leave_open,
    (Phase.CONFIRMING, Answered): _confirm,
    (Phase.CONFIRMING, NotUnderstood): _miss,
    (Phase.CONFIRMING, Command): _asking_command,
    (Phase.CONFIRMING, Unanswered): _leave_open,
    (Phase.TYPING, Answered): _answer,
    (Phase.TYPING, NotUnderstood): _type_again,
    (Phase.TYPING, Unanswered): _leave_open,
    (Phase.TYPING, Command): _asking_command,
}
