"""The room of a session inside the daemon: what it says can be looked up, answers come from the
control socket and from buttons as well as from the voice.
"""

import asyncio
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from daemon.desktop.notice import Notice, NoticeKind
from daemon.desktop.notify import Notifier
from daemon.diary.questions import Question
from daemon.hosting.inbox import Inbox
from daemon.reminders.buttons import question_notice, sentence_notice
from daemon.rooms.typed_room import TypedRoom
from daemon.session.actions import Ask, WaitUntil
from daemon.session.conductor import Room
from daemon.session.events import Event, NotUnderstood, Unanswered
from daemon.session.understand import typed_answer

# Enough to read after a glance away.
_KEPT = 12


@dataclass(frozen=True)
class View:
    """A session from outside. `number` grows with every change; `attempt` None: not begun yet."""

    number: int = 0
    session: str | None = None
    attempt: int | None = None
    question: Question | None = None
    kind: str | None = None
    said: tuple[str, ...] = ()


class Board:
    """The view as it is now, and a wait for the next one."""

    def __init__(self) -> None:
        self.view = View()
        self._changed = asyncio.Event()

    def show(self, **changes: Any) -> None:
        """Change the view and tell who waits."""
        self.view = replace(self.view, number=self.view.number + 1, **changes)
        self._changed.set()
        self._changed = asyncio.Event()

    def said(self, text: str) -> None:
        """Add what was said."""
        self.show(said=(*self.view.said, text)[-_KEPT:])

    async def past(self, number: int, seconds: float) -> View:
        """The view once it is newer than this; the same one where nothing changes in time."""
        try:
            async with asyncio.timeout(seconds):
                while self.view.number <= number:
                    await self._changed.wait()
        except TimeoutError:
            pass
        return self.view


class HostedTerminal(TypedRoom):
    """In place of a terminal: sentences go to the board, lines come from the inbox."""

    def __init__(self, inbox: Inbox, board: Board, notifier: Notifier) -> None:
        super().__init__(inbox, notifier, io.StringIO())
        self._board = board
        self._showing: set[asyncio.Task[bool]] = set()

    def tell(self, text: str) -> None:
        """Show it on the board, and on the desktop where nobody hears it."""
        self._board.said(text)
        # Counting is for the ear.
        if self.alone and not text.isdigit():
            self._show(sentence_notice(text))

    def missed(self, text: str) -> None:
        """Show what was not heard, after why it was not."""
        self.tell(text)

    async def ask(self, ask: Ask) -> Event:
        """A line from the inbox or a button; silence for too long is no answer."""
        if ask.moment is not None:
            return NotUnderstood()
        asked = self._board.view.said[-1:]
        self._show(question_notice(ask.question, ask.kind, " ".join(asked)))
        try:
            line = await self.lines.next()
        finally:
            await self._notifier.withdraw(NoticeKind.SESSION)
        return Unanswered() if line is None else typed_answer(ask, line)

    async def notify(self, text: str) -> None:
        """By the desktop, unless that shows the whole sentence already."""
        if not self.alone:
            await super().notify(text)

    def _show(self, notice: Notice) -> None:
        # A desktop that hangs must not hold up the session.
        task = asyncio.create_task(self._notifier.notify(notice))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)


class HostedRoom:
    """Any room, with what it asks shown on the board."""

    def __init__(
        self, room: Room, inbox: Inbox, board: Board, asking: Callable[[Question], None]
    ) -> None:
        self._room, self._inbox, self._board, self._asking = room, inbox, board, asking

    def now(self) -> datetime:
        """The time in the room."""
        return self._room.now()

    async def say(self, text: str) -> None:
        """In the room."""
        await self._room.say(text)

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """In the room."""
        return await self._room.prepare(texts)

    async def ask(self, ask: Ask) -> Event:
        """In the room, for everybody to see what is asked."""
        self._asking(ask.question)
        self._inbox.question = ask.question
        self._board.show(question=ask.question, kind=str(ask.kind))
        try:
            return await self._room.ask(ask)
        finally:
            self._inbox.question = None
            self._board.show(question=None, kind=None)

    async def wait(self, until: WaitUntil) -> Event:
        """In the room."""
        return await self._room.wait(until)

    async def adjust(self, volume: float, pace: float) -> None:
        """In the room."""
        await self._room.adjust(volume, pace)

    async def notify(self, text: str) -> None:
        """From the room."""
        await self._room.notify(text)
