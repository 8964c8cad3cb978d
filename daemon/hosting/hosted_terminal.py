"""The terminal of a session inside the daemon.

What it says can be looked up, answers come from the control socket and from buttons.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from daemon.desktop.notice import Notice, NoticeKind
from daemon.desktop.notify import Notifier
from daemon.diary.questions import Asked
from daemon.hosting.board import Board
from daemon.hosting.inbox import Inbox
from daemon.reminders.buttons import question_notice, sentence_notice
from daemon.rooms.terminal import show_decision
from daemon.session.actions import Ask, Scene


class HostedTerminal:
    """Sentences go to the board, lines come from the inbox. `opened` is told of each question."""

    def __init__(
        self,
        inbox: Inbox,
        board: Board,
        notifier: Notifier,
        opened: Callable[[Asked], None] = lambda _question: None,
    ) -> None:
        self._inbox, self._board, self._notifier = inbox, board, notifier
        self._opened = opened
        self.alone = True
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

    def draw(self, scene: Scene | None, now: datetime, left: float) -> float:
        """Nobody looks at it all the time."""
        return left

    async def line(self, asked: Ask | None = None) -> str | None:
        """A line from the inbox or a button; silence for too long is no answer."""
        if asked is None:
            return await self._inbox.next()
        told = self._board.view.said[-1:]
        self._show(question_notice(asked.question, asked.kind, " ".join(told)))
        try:
            return await self._inbox.next()
        finally:
            await self._notifier.withdraw(NoticeKind.SESSION)

    async def touched(self) -> None:
        """By a client or a button."""
        await self._inbox.touched()

    @contextmanager
    def asking(self, ask: Ask) -> Iterator[None]:
        """For everybody to see what is asked, and to answer it."""
        self._opened(ask.question)
        self._inbox.question, self._inbox.confirms = ask.question, ask.confirms is not None
        self._board.show(question=ask.question, kind=ask.kind)
        try:
            yield
        finally:
            self._inbox.question = None
            self._board.show(question=None, kind=None)

    async def notify(self, text: str) -> None:
        """By the desktop, unless that shows the whole sentence already."""
        if not self.alone:
            await show_decision(self._notifier, text)

    def _show(self, notice: Notice) -> None:
        # A desktop that hangs must not hold up the session.
        task = asyncio.create_task(self._notifier.notify(notice))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)
