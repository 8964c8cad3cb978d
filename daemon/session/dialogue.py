"""The part of the session machine that asks and stores answers. Pure.

Twice not understood goes to buttons and the keyboard; an unsure answer costs a question; an answer
that was spoken is read back, and "no" within a moment takes it back.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from daemon.base.dates import dated
from daemon.base.words import spoken_answer, words
from daemon.diary.facts import By
from daemon.diary.questions import KIND, Occasion, Question, open_question
from daemon.session.actions import Action, Ask, Note, Say, TakeBack
from daemon.session.events import Answered, Command
from daemon.session.routine import RoutineKind
from daemon.session.state import (
    Phase,
    Result,
    Session,
    finish,
    pause,
    rejoin,
    stop,
    stopped_records,
)
from rules.attempt_json import attempt_from_json
from rules.engine import must_stop
from rules.model import Attempt
from voice.language.kinds import CommandName, Kind

TRIES = 2
# How long a "no" may follow the answer that was read back.
CORRECTION_SECONDS = 2.0


def ask_next(session: Session, before: tuple[Action, ...]) -> Result:
    """The next open question of this occasion, if there is one."""
    question = open_question(session.attempt, session.answered, session.occasion)
    if question is None:
        return finish(session, before)
    if question is Question.MINUTES and session.counted:
        return _offer(session, Answered(session.counted, False, By.COUNTED), before)
    session = replace(session, question=question)
    return ask(session, question, Say(_prompt(session)), *before)


def ask(session: Session, question: Question, prompt: Say, *before: Action) -> Result:
    """One question, from its first try."""
    session = replace(session, phase=Phase.ASKING, question=question, misses=0, offered=None)
    return session, (*before, prompt, _ask(session))


def ask_pain(session: Session, back: Phase, now: datetime) -> Result:
    """Ask at once how much it hurts, in the middle of a routine."""
    warmup = session.kind is RoutineKind.WARMUP
    question = Question.WARMUP if warmup else Question.LATE
    session = replace(session, back=back, elapsed=session.elapsed_at(now))
    return ask(session, question, Say(words("question.during")))


def answer(session: Session, event: Answered, now: datetime) -> Result:
    """An answer to the question that was asked."""
    # Nothing run at all is more likely a slip.
    nothing_run = asked(session) is Question.MINUTES and event.value == 0
    if event.sure and not nothing_run:
        return _accept(session, event, now)
    return _confirm_back(session, event, ())


def confirm(session: Session, event: Answered, now: datetime) -> Result:
    """Whether it was heard right; an answer instead is the right one."""
    if _corrects(session, event):
        return answer(session, event, now)
    if event.value is True and session.offered is not None:
        return _accept(session, replace(session.offered, sure=True), now)
    if session.offered is not None and session.offered.by is By.COUNTED:
        session = replace(session, counted=0)
        return ask_next(session, ())
    return miss(session, event, now)


def noted(session: Session, event: Any, now: datetime) -> Result:
    """After an answer was read back: a "no" takes it back, anything else lets it stand."""
    question = asked(session)
    if isinstance(event, Answered) and _corrects(session, event):
        session, actions = _accept(session, event, now)
        return session, (TakeBack(question), *actions)
    if isinstance(event, Answered) and event.value is False:
        session = replace(session, answered=session.answered - {question})
        again = Say(_prompt(session))
        return ask(session, question, again, TakeBack(question))
    return _after(session, (), now)


def noted_command(session: Session, event: Command, now: datetime) -> Result:
    """What can be said beside "no"."""
    if event.name is CommandName.STOP:
        return stop(session, event, now)
    if event.name is CommandName.CHANGE:
        return noted(session, Answered(False, True, By.SPOKEN), now)
    return _after(session, (), now)


def miss(session: Session, _event: Any, now: datetime) -> Result:
    """Not understood: once again with a hint, then the keyboard."""
    session = replace(session, phase=Phase.ASKING, offered=None, misses=session.misses + 1)
    if session.misses < TRIES:
        return session, (Say(words("dialogue.again", hint=_hint(session))), _ask(session))
    if session.back is not None:
        # The session goes on: who cannot be asked now is asked at its end.
        return _back(session, (), now)
    typing = replace(session, phase=Phase.TYPING)
    return typing, (Say(words("dialogue.typed")), _ask(typing))


def type_again(session: Session, _event: Any, now: datetime) -> Result:
    """The keyboard says something that is no answer."""
    return session, (Say(words("dialogue.again", hint=_hint(session))), _ask(session))


def command(session: Session, event: Command, now: datetime) -> Result:
    """A command instead of an answer."""
    if event.name is CommandName.STOP:
        return stop(session, event, now)
    if event.name is CommandName.SKIP and session.back is None:
        return _accept(session, Answered(None, True, By.SKIPPED), now)
    if event.name is CommandName.SKIP:
        return _back(session, (), now)
    typing = session.phase is Phase.TYPING
    session = replace(session, phase=Phase.TYPING if typing else Phase.ASKING, offered=None)
    repeat = event.name is CommandName.REPEAT
    return session, (Say(_prompt(session) if repeat else _help(session)), _ask(session))


def leave_open(session: Session, _event: Any, now: datetime) -> Result:
    """No answer from anywhere."""
    return finish(session, (Say(words("dialogue.left_open")),), now)


def asked(session: Session) -> Question:
    """The question that is being asked."""
    assert session.question is not None
    return session.question


def _corrects(session: Session, event: Answered) -> bool:
    """Whether it answers the question itself, where yes or no was asked for."""
    return not isinstance(event.value, bool) and KIND[asked(session)] != Kind.YESNO


def _ask(session: Session) -> Ask:
    question = asked(session)
    typed = session.phase is Phase.TYPING
    return Ask(question, KIND[question], typed=typed, unit=session.about.unit)


def _prompt(session: Session) -> str:
    question, about = asked(session), session.about
    if session.back is not None:
        return words("question.during")
    if question is Question.NEXT_DAY and about.day:
        return words("question.next_day", day=dated(about.day, "date.weekday"))
    if question is Question.MINUTES and about.in_turns:
        return words("question.minutes_in_turns")
    if question is Question.WARMUP and session.occasion is Occasion.AFTER_RUN:
        return words("question.warmup_later")
    return words(f"question.{question}")


def _help(session: Session) -> str:
    """What the question is about, and how it is answered."""
    question = "during" if session.back is not None else asked(session).value
    return f"{words(f'explain.{question}')} {_hint(session)}"


def _hint(session: Session) -> str:
    kind = KIND[asked(session)]
    if kind is Kind.DISTANCE:
        return words(f"hint.distance_{session.about.unit}")
    return words(f"hint.{kind}")


def _offer(session: Session, offered: Answered, before: tuple[Action, ...]) -> Result:
    session = replace(session, question=Question.MINUTES, misses=0)
    return _confirm_back(session, offered, before)


def _confirm_back(session: Session, event: Answered, before: tuple[Action, ...]) -> Result:
    session = replace(session, phase=Phase.CONFIRMING, offered=event)
    key = "dialogue.counted" if event.by is By.COUNTED else "dialogue.confirm"
    question = Say(words(key, answer=_readable(session, event.value)))
    return session, (*before, question, Ask(asked(session), Kind.YESNO, confirms=event))


def _accept(session: Session, event: Answered, now: datetime) -> Result:
    question = asked(session)
    if session.kind is RoutineKind.STRENGTH:
        # The table of runs has no place for this score; it decides whether to go on.
        session = replace(session, attempt=_with(Attempt(), question, event.value))
        return _after(session, (), now)
    value = event.value
    if session.told and question in (Question.WARMUP, Question.LATE):
        # What hurt on the way did hurt, however it felt at the end.
        value = max(value or 0, session.told)
    session = replace(
        session,
        attempt=_with(session.attempt, question, value),
        answered=session.answered | {question},
    )
    text = words("dialogue.unknown")
    if value is not None:
        # What is read back is what is stored.
        key = "dialogue.noted" if value == event.value else "dialogue.kept"
        text = words(key, answer=_readable(session, value))
    actions: tuple[Action, ...] = (Note(question, value, event.by), Say(text))
    if event.by is not By.SPOKEN or session.phase is Phase.CONFIRMING:
        return _after(session, actions, now)
    session = replace(session, phase=Phase.NOTED)
    return session, (*actions, Ask(question, Kind.YESNO, moment=CORRECTION_SECONDS))


def _after(session: Session, actions: tuple[Action, ...], now: datetime) -> Result:
    """What an answer that stands leads to."""
    question = asked(session)
    score = session.attempt.warmup if question is Question.WARMUP else session.attempt.late
    during = session.back is not None or session.occasion is Occasion.AFTER_WARMUP
    if during and score is not None and must_stop(score, session.settings):
        told = (*actions, *stopped_records(question), Say(words("dialogue.must_stop")))
        return finish(session, told, now)
    if session.back is not None:
        return _back(session, actions, now)
    return ask_next(session, actions)


def _back(session: Session, actions: tuple[Action, ...], now: datetime) -> Result:
    """To the routine that the question interrupted."""
    back = session.back
    session = replace(session, back=None, question=None, offered=None, told=_told(session))
    if back is Phase.PAUSED:
        return pause(session, *actions)
    # A question in a walk break: the break goes on by the clock.
    return rejoin(session, now, *actions)


def _told(session: Session) -> int | None:
    warmup = session.kind is RoutineKind.WARMUP
    return session.attempt.warmup if warmup else session.attempt.late


def _with(attempt: Attempt, question: Question, value: Any) -> Attempt:
    read = attempt_from_json({question.value: value})
    return replace(attempt, **{question.value: getattr(read, question.value)})


def _readable(session: Session, value: Any) -> str:
    question = asked(session)
    if question is Question.MINUTES:
        return words("dialogue.minutes", minutes=value)
    return spoken_answer(getattr(_with(Attempt(), question, value), question.value))
