"""A room for tests: answers from a list, virtual time, everything said is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import CueDue, Event, Unanswered
from daemon.session.understand import typed


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

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        return dict.fromkeys(texts, 1.0)

    async def ask(self, ask: Ask) -> Event:
        line = next(self._answers, None)
        return Unanswered() if line is None else typed(ask.kind, line)

    async def wait(self, until: WaitUntil) -> Event:
        if until.cue:
            self.said.append(until.cue.text or f"~{until.cue.tone}~")
        if until.at is None:
            return Unanswered()
        self.time = max(self.time, until.at)
        return CueDue()

    async def adjust(self, volume: float, pace: float) -> None:
        self.said.append(f"~{volume:.2f} {pace:.2f}~")

    async def notify(self, text: str) -> None:
        self.notified.append(text)
