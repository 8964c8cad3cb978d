"""What a room needs where words are read and typed: a console, or the daemon's board and inbox."""

import asyncio
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Protocol

from daemon.desktop.notice import Notice, NoticeKind
from daemon.desktop.notify import Notifier
from daemon.session.actions import Ask, Scene
from daemon.session.events import Event, NotUnderstood, Unanswered
from daemon.session.understand import typed_answer

_NOTIFICATION_SECONDS = 2.0
# Who has not answered by then is not there: a question closes itself, and stays open in the diary.
NOBODY_SECONDS = 120.0


class Terminal(Protocol):
    """One stands beside every room, and takes over from a voice that is lost."""

    alone: bool
    """Whether what is told can only be read."""

    def tell(self, text: str) -> None:
        """Show a sentence."""

    def missed(self, text: str) -> None:
        """A sentence was told, was to be heard as well, and then was not."""

    def draw(self, scene: Scene | None, now: datetime, left: float) -> float:
        """The picture of this moment; how many seconds (of `left`) until it changes."""

    async def line(self, asked: Ask | None = None) -> str | None:
        """The next typed line, to the question that waits for it; None where none came."""

    def asking(self, ask: Ask) -> AbstractContextManager[None]:
        """Entered as long as this question is open, however it will be answered."""

    async def notify(self, text: str) -> None:
        """Show it on the desktop, where that can; no reason to fail."""


async def typed_event(terminal: Terminal, ask: Ask) -> Event:
    """What is typed in answer to a question that cannot be asked aloud."""
    if ask.moment is not None:
        # What was typed was seen.
        return NotUnderstood()
    line = None
    with suppress(TimeoutError):
        line = await asyncio.wait_for(terminal.line(ask), NOBODY_SECONDS)
    return Unanswered() if line is None else typed_answer(ask, line)


async def show_decision(notifier: Notifier, text: str) -> None:
    """By the desktop, unless that hangs: the session must not wait for what is told anyway."""
    with suppress(TimeoutError):
        notice = Notice(text, NoticeKind.DECISION)
        await asyncio.wait_for(notifier.notify(notice), _NOTIFICATION_SECONDS)
