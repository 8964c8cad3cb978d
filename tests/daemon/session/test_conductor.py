"""Wishes are performed in their order; what is stored is stored before anything is said of it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Occasion, Question
from daemon.session.actions import Ask
from daemon.session.conductor import Ended, conduct
from daemon.session.events import Answered, Event, Unanswered
from daemon.session.machine import begin_questions
from daemon.session.state import Phase
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from rules.model import Attempt, Settings
from tests.fakes.scripted_room import ScriptedRoom

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class WatchedRoom(ScriptedRoom):
    """At each sentence it looks what the diary has by then."""

    diary: Diary | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.seen: list[list[int | None]] = []

    async def say(self, text: str) -> None:
        assert self.diary is not None
        self.seen.append([one.attempt.warmup for one in self.diary.read().history.records])
        await super().say(text)


def held(*answers: str) -> tuple[Ended, WatchedRoom, list[Any]]:
    """A question after the warm-up: how it ended, the room, and the attempts in the diary."""
    with opened(Config(), table_in_force()) as diary:
        room = WatchedRoom(NOON, answers, diary=diary)
        begun = begin_questions(Occasion.AFTER_WARMUP, Settings(), Attempt(), frozenset())
        ended = asyncio.run(conduct(begun, room, diary, None))
        return ended, room, list(diary.read().history.records)


def test_an_answer_is_in_the_diary_before_it_is_acknowledged() -> None:
    ended, room, records = held("2")
    (record,) = records
    assert ended.record == record.id
    assert record.answered == {Question.WARMUP}
    # Nothing while the question is put, the score from the next sentence on.
    assert room.seen == [[], [2]]


def test_what_is_broken_off_unanswered_leaves_no_trace() -> None:
    ended, _, records = held()
    assert ended.session.phase is Phase.FINISHED
    assert (ended.record, records) == (None, [])


class LoudRoom(WatchedRoom):
    """What comes was spoken, and may be taken back at once."""

    async def ask(self, ask: Ask) -> Event:
        line = next(self._answers, None)
        if line is None:
            return Unanswered()
        return Answered(False if line == "no" else int(line), True, By.SPOKEN)


def test_an_answer_that_was_taken_back_never_was() -> None:
    with opened(Config(), table_in_force()) as diary:
        room = LoudRoom(NOON, ["3", "no"], diary=diary)
        begun = begin_questions(Occasion.AFTER_WARMUP, Settings(), Attempt(), frozenset())
        asyncio.run(conduct(begun, room, diary, None))
        assert [one for one in diary.read().history.records if one.answered] == []
