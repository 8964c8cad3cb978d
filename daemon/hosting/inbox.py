"""Lines that reach a hosted session from outside, each for the question that it was meant for."""

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto

from daemon.diary.history import Noted
from daemon.diary.questions import Asked

# Who has not answered by then has walked away; the question stays open.
PATIENCE_SECONDS = 600.0


class Fate(Enum):
    """What became of a line that was not stored."""

    TAKEN = auto()
    """It was a command, or an answer that was not understood; what was said tells which."""
    NOT_OPEN = auto()
    """Its question is not the open one."""
    OVER = auto()
    """The session ended before it was read."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line and whom to tell what became of it. `question` None: a command, for any moment."""

    text: str
    question: Asked | None
    fate: asyncio.Future[Noted | Fate] = field(default_factory=asyncio.Future)

    def settle(self, fate: Noted | Fate) -> None:
        """Tell it, once."""
        if not self.fate.done():
            self.fate.set_result(fate)


class Inbox:
    """Given to a room in place of its keyboard's lines."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._queue: asyncio.Queue[Line] = asyncio.Queue()
        self._patience = patience
        self._in_hand: Line | None = None
        self._touched = asyncio.Event()
        self.question: Asked | None = None
        """What is asked at the moment."""
        self.confirms = False
        """Whether it is asked back: then a yes or a no is about what was heard."""

    def put(self, text: str, question: Asked | None) -> asyncio.Future[Noted | Fate]:
        """Hand in a line; the future tells what became of it."""
        line = Line(text, question)
        self._queue.put_nowait(line)
        self._touched.set()
        return line.fate

    async def touched(self) -> None:
        """Returns once a line waits."""
        await self._touched.wait()

    async def next(self) -> str | None:
        """The next line for this moment; None where patience ended."""
        # Asked for another line, the session has done with the last one, and stored nothing.
        self._settle(Fate.TAKEN)
        try:
            async with asyncio.timeout(self._patience):
                while True:
                    line = await self._queue.get()
                    if self._queue.empty():
                        self._touched.clear()
                    if line.question in (None, self.question):
                        self._in_hand = line
                        return line.text
                    line.settle(Fate.NOT_OPEN)
        except TimeoutError:
            return None

    def noted(self, noted: Noted) -> None:
        """The session stored this answer."""
        self._settle(noted)

    def close(self) -> None:
        """The session is over."""
        self._settle(Fate.TAKEN)
        while not self._queue.empty():
            self._queue.get_nowait().settle(Fate.OVER)

    def _settle(self, fate: Noted | Fate) -> None:
        line, self._in_hand = self._in_hand, None
        if line:
            line.settle(fate)
