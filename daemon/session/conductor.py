"""Performs a session's actions in a room, and gives the room's events back to the machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from daemon.diary import telling
from daemon.diary.comeback_facts import During, PainTold
from daemon.diary.diary import Diary
from daemon.diary.questions import Question
from daemon.session.actions import (
    Action,
    Adjust,
    Ask,
    Hurt,
    Note,
    Say,
    TakeBack,
    TickOff,
    WaitUntil,
)
from daemon.session.events import Event
from daemon.session.machine import step
from daemon.session.state import Phase, Result, Session


class Room(Protocol):
    """Where a session takes place: a terminal, a living room, a rehearsal."""

    def now(self) -> datetime:
        """The time in this room."""

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Get ready to speak these; how long each will sound (seconds), where that is known."""

    async def say(self, text: str) -> None:
        """Tell the runner something; returns when it was told."""

    async def ask(self, ask: Ask) -> Event:
        """One attempt at an answer."""

    async def wait(self, until: WaitUntil) -> Event:
        """CueDue at that time, when its cue begins to sound, or a command that came before.

        Without a time the cue sounds at once, and a command is waited for.
        """

    async def adjust(self, volume: float, pace: float) -> None:
        """Speak louder or softer, faster or slower; 1 is as in the settings."""

    async def notify(self, text: str) -> None:
        """Show a notification; one that cannot be shown is no reason to fail."""


@dataclass(frozen=True)
class Ended:
    """How a session ended. `record` is the attempt it wrote to, None where it wrote nothing.

    `noted` are the questions to which it stored an answer that stands.
    """

    session: Session
    record: int | None
    noted: frozenset[Question] = frozenset()


async def conduct(result: Result, room: Room, diary: Diary, record: int | None) -> Ended:
    """Run a session to its end.

    The attempt is begun with its first answer, so a warm-up that is broken off leaves no trace.
    """
    session, actions = result
    noted: set[Question] = set()
    while True:
        event: Event | None = None
        for action in actions:
            if isinstance(action, Note):
                record = _store(action, room, diary, record)
                noted.add(action.question)
            elif isinstance(action, TakeBack):
                assert record is not None
                diary.take_back(room.now(), diary.read(), record, action.question)
                noted.discard(action.question)
            elif isinstance(action, Hurt):
                during = During.STRENGTH if action.in_strength else During.DAY
                now = room.now()
                telling.tell_pain(diary, now, PainTold(now.date(), action.score, during))
            elif isinstance(action, TickOff):
                diary.strength_done(room.now(), diary.read())
            else:
                event = await _perform(action, room)
        if session.phase is Phase.FINISHED:
            return Ended(session, record, frozenset(noted))
        assert event is not None
        session, actions = step(session, event, room.now())


def _store(action: Note, room: Room, diary: Diary, record: int | None) -> int:
    return diary.note(room.now(), record, action.question, action.value, action.by)


async def _perform(action: Action, room: Room) -> Event | None:
    match action:
        case Say(text):
            await room.say(text)
        case Adjust(volume, pace):
            await room.adjust(volume, pace)
        case Ask():
            return await room.ask(action)
        case WaitUntil():
            return await room.wait(action)
    return None
