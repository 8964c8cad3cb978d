"""A reminder speaks, listens, and what is said to it is done: real voice in a virtual room."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.base import clock
from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.speaker import Speaker
from daemon.reminders.teller import Teller
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.daemon.control.test_presses import Desk
from tests.daemon.hosting.test_host import diary
from tests.virtual_room import Room
from voice.mouth.espeak import EspeakMouth

NOW = clock.now
# Who is not understood says it to the next one.
TRIES = 3


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW().replace(hour=12))


async def nowhere_else() -> str:
    return ""


async def answered(desk: Desk, room: Room, kind: ReminderKind, says: Path) -> None:
    """Tell a reminder, and say this once its tone is over."""
    owed: asyncio.Queue[Reminder] = asyncio.Queue()
    speaker = Speaker(LiveSettings(Config(), table_in_force()))
    teller = Teller(desk.notifier, speaker, nowhere_else, lambda told: told, desk.presses.reply)
    owed.put_nowait(Reminder(clock.now().date(), kind, "Something is due."))
    telling = asyncio.create_task(teller.tell(owed))
    await asyncio.to_thread(room.answer, says)
    # What is not understood leaves the notice where it is.
    with suppress(TimeoutError):
        async with asyncio.timeout(20):
            while kind in desk.notifier.shown:
                await asyncio.sleep(0.1)
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)


def test_a_score_and_a_start_are_taken_at_their_word(room: Room, tmp_path: Path) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with diary() as book:
        attempt = book.begin(yesterday)
        book.answer(yesterday, attempt, Question.LATE, 0, By.TYPED)
    mouth = EspeakMouth(tmp_path, "en-us", 140)

    def told() -> int | None:
        with diary() as book:
            return book.read().history.records[0].attempt.next_day

    async def day() -> None:
        desk = Desk()
        try:
            for _ in range(TRIES):
                await answered(desk, room, ReminderKind.NEXT_DAY, mouth.render("three"))
                if told() is not None:
                    break
                await desk.host.close()
            assert told() == 3
            await desk.host.close()
            for _ in range(TRIES):
                await answered(desk, room, ReminderKind.STRENGTH, mouth.render("start"))
                if desk.host.running:
                    break
            assert desk.host.board.view.session == "strength"
        finally:
            await desk.host.close()

    asyncio.run(day())
