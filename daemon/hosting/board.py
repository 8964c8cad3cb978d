"""What a session inside the daemon shows to whoever looks at it from outside."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from daemon.diary.questions import Asked
from voice.language.kinds import Kind

# Enough to read after a glance away.
_KEPT = 12


@dataclass(frozen=True)
class View:
    """A session from outside. `number` grows with every change; `attempt` None: not begun yet."""

    number: int = 0
    session: str | None = None
    attempt: int | None = None
    question: Asked | None = None
    kind: Kind | None = None
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
