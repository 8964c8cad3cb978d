"""Performs a session's actions in a room, and gives the room's events back to the machine."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from daemon.actions import Action, Ask, Record, Say, Sound, WaitUntil
from daemon.diary import Diary
from daemon.events import Event
from daemon.session import Phase, Result, Session, step


class Room(Protocol):
    """Where a session takes place: a terminal, a living room, a rehearsal."""

    def now(self) -> datetime:
        """The time in this room."""

    async def say(self, text: str) -> None:
        """Tell the runner something; returns when it was told."""

    async def sound(self, tone: str) -> None:
        """Sound a tone."""

    async def ask(self, ask: Ask) -> Event:
        """One attempt at an answer."""

    async def wait(self, at: datetime | None) -> Event:
        """CueDue at that time, or a command that came before."""

    async def notify(self, text: str) -> None:
        """Show a notification; one that cannot be shown is no reason to fail."""


@dataclass(frozen=True)
class Ended:
    """How a session ended. `record` is the attempt it wrote to, None where it wrote nothing."""

    session: Session
    record: int | None


async def conduct(result: Result, room: Room, diary: Diary, record: int | None) -> Ended:
    """Run a session to its end.

    The attempt is begun with its first answer, so a warm-up that is broken off leaves no trace.
    """
    session, actions = result
    while True:
        event: Event | None = None
        for action in actions:
            if isinstance(action, Record):
                record = _store(action, room, diary, record)
            else:
                event = await _perform(action, room)
        if session.phase is Phase.FINISHED:
            return Ended(session, record)
        assert event is not None
        session, actions = step(session, event, room.now())


def _store(action: Record, room: Room, diary: Diary, record: int | None) -> int:
    return diary.note(room.now(), record, action.question, action.value, action.by)


async def _perform(action: Action, room: Room) -> Event | None:
    match action:
        case Say(text):
            await room.say(text)
        case Sound(tone):
            await room.sound(tone)
        case Ask():
            return await room.ask(action)
        case WaitUntil(at):
            return await room.wait(at)
    return None
