"""The part of the session machine that guides through a routine. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from daemon.base.words import spoken_time, words
from daemon.session.actions import Adjust, Say, TickOff, WaitUntil
from daemon.session.dialogue import ask_next, ask_pain
from daemon.session.events import Command
from daemon.session.routine import Cue, RoutineKind
from daemon.session.state import (
    Phase,
    Result,
    Session,
    finish,
    pause,
    rejoin,
    routine_of,
    scene,
    stop,
    wait,
)
from voice.language.kinds import CommandName

# Steps of "slower" and "louder", and how far they go.
_PACE = {CommandName.SLOWER: 1 / 1.15, CommandName.FASTER: 1.15}
_VOLUME = {CommandName.QUIETER: 1 / 1.4, CommandName.LOUDER: 1.4}
_PACES = (0.65, 1.6)
_VOLUMES = (0.2, 3.0)


def cue_due(session: Session, _event: Any, now: datetime) -> Result:
    """A cue sounds; the next one is waited for, or what comes after the last."""
    if session.aside:
        session = replace(session, aside=False)
        return session, (wait(session),)
    routine = routine_of(session)
    asks = routine.cues[session.cue].asks
    session = replace(session, cue=session.cue + 1)
    if session.complete:
        return _ended(session, now)
    if asks:
        return ask_pain(session, Phase.GUIDING, now)
    return session, (wait(session),)


def command(session: Session, event: Command, now: datetime) -> Result:
    """Something was said while a routine runs."""
    name, routine = event.name, routine_of(session)
    number = routine.cues[session.cue].step
    if name is CommandName.STOP:
        return stop(session, event, now)
    if name is CommandName.OUCH:
        return ask_pain(session, Phase.PAUSED, now)
    if name is CommandName.PAUSE:
        return pause(replace(session, elapsed=session.elapsed_at(now)))
    if name in (CommandName.NEXT, CommandName.SKIP):
        if session.kind is RoutineKind.RUN and number + 1 == len(routine.steps):
            # No "back" undoes the end of a run; it has a command of its own.
            left = max(routine.end - session.elapsed_at(now), 0.0)
            return _aside(session, words("run.last", time=spoken_time(left)), now)
        return _jump(session, number + 1, now)
    if name is CommandName.BACK:
        return _jump(session, max(number - 1, 0), now)
    if name is CommandName.REPEAT:
        return _jump(session, number, now)
    if name in _PACE or name in _VOLUME:
        return _adjust(session, name, now)
    return _aside(session, _reply(session, name, now), now)


def hint(session: Session, _event: Any, now: datetime) -> Result:
    """Something was typed that is no command."""
    return command(session, Command(CommandName.HELP), now)


def paused_command(session: Session, event: Command, now: datetime) -> Result:
    """Something was said in a pause."""
    if event.name in (CommandName.RESUME, CommandName.START):
        session, _ = rejoin(session.moved(session.elapsed, now), now)
        return _aside(session, words("routine.resumed"), now)
    if event.name in (
        CommandName.STOP,
        CommandName.OUCH,
        CommandName.NEXT,
        CommandName.SKIP,
        CommandName.BACK,
        CommandName.REPEAT,
    ):
        return command(session.moved(session.elapsed, now), event, now)
    return pause(session)


def still_paused(session: Session, _event: Any, now: datetime) -> Result:
    """Something was typed that is no command; what to say is said again."""
    return pause(session)


def end_paused(session: Session, event: Any, now: datetime) -> Result:
    """Nobody is there to say that it goes on."""
    return stop(session, event, now)


def _ended(session: Session, now: datetime) -> Result:
    if session.kind is RoutineKind.WARMUP:
        return ask_next(session, ())
    if session.kind is RoutineKind.STRENGTH:
        return finish(session, (TickOff(), Say(words("strength.ticked"))), now)
    return finish(session, (), now)


def _jump(session: Session, number: int, now: datetime) -> Result:
    routine = routine_of(session)
    starts = routine.starts
    to = starts[number] if number < len(starts) else routine.end
    cue = next(n for n, cue in enumerate(routine.cues) if cue.at >= to)
    skipped = session.skipped + to - session.elapsed_at(now)
    session = replace(session.moved(to, now), cue=cue, skipped=skipped, aside=False)
    return session, (wait(session),)


def _adjust(session: Session, name: CommandName, now: datetime) -> Result:
    pace = _within(session.pace * _PACE.get(name, 1.0), _PACES)
    volume = _within(session.volume * _VOLUME.get(name, 1.0), _VOLUMES)
    old = routine_of(session)
    new = old.paced(pace)
    # The cues are the same ones at other times: what is left until the next one stays.
    shift = new.cues[session.cue].at - old.cues[session.cue].at
    session = replace(session, pace=pace, volume=volume, routine=new)
    session = session.moved(session.elapsed_at(now) + shift, now)
    session, actions = _aside(session, words(f"routine.{name}"), now)
    return session, (Adjust(volume, pace), *actions)


def _aside(session: Session, text: str, now: datetime) -> Result:
    """Say something between the cues without holding them up."""
    session = replace(session, aside=True)
    cue = Cue(session.elapsed_at(now), routine_of(session).cues[session.cue].step, text=text)
    return session, (WaitUntil(now, cue, scene(session, cue)),)


def _reply(session: Session, name: CommandName, now: datetime) -> str:
    if name is CommandName.HOW_LONG:
        left = routine_of(session).end - session.elapsed_at(now)
        return words("routine.remaining", time=spoken_time(max(left, 0.0)))
    return words("hint.command")


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])
