"""A room for tests: answers from a list, virtual time, everything said is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daemon.actions import Ask
from daemon.events import CueDue, Event, Unanswered
from daemon.understand import typed


@dataclass
class ScriptedRoom:
    """Answers are typed texts, given in their order."""

    time: datetime
    answers: Iterable[str] = ()
    said: list[str] = field(default_factory=list)
    notified: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._answers = iter(self.answers)

    def now(self) -> datetime:
        return self.time

    async def say(self, text: str) -> None:
        self.said.append(text)
        self.time += timedelta(seconds=1)

    async def sound(self, tone: str) -> None:
        self.said.append(f"~{tone}~")

    async def ask(self, ask: Ask) -> Event:
        line = next(self._answers, None)
        return Unanswered() if line is None else typed(ask.kind, line)

    async def wait(self, at: datetime | None) -> Event:
        self.time = max(self.time, at or self.time)
        return CueDue()

    async def notify(self, text: str) -> None:
        self.notified.append(text)
