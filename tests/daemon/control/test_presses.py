"""What buttons do, on the daemon's own parts with a notifier that nobody sees."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest

from daemon.base import clock
from daemon.base.words import words
from daemon.cli import main
from daemon.control import protocol
from daemon.control.health import states
from daemon.control.operations import Operations
from daemon.control.presses import Presses
from daemon.desktop.notice import Pressed
from daemon.diary.diary import Diary
from daemon.diary.facts import By, SessionKind
from daemon.diary.questions import Question
from daemon.hosting.board import Board
from daemon.hosting.host import Opened, SessionHost
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.reminders.buttons import reminder_notice
from daemon.reminders.due import Reminder, of_day
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.scheduler import Watch
from daemon.reminders.speaker import Speaker
from daemon.reminders.sweep import sweeping
from daemon.rooms.typed_room import TypedRoom
from daemon.session.conductor import Room
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.daemon.hosting.test_host import diary
from tests.fakes.notifier import FakeNotifier

NOW = clock.now


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The morning after a run has begun."""
    monkeypatch.setattr(clock, "now", lambda: NOW().replace(hour=12))


LOW, MIDDLE = words("button.0-3"), words("button.4-6")


class Desk:
    """A daemon's parts, and the runner in front of its notifications."""

    def __init__(self) -> None:
        self.pressed: asyncio.Queue[Pressed] = asyncio.Queue()
        self.notifier = FakeNotifier(self.pressed.put_nowait)
        settings = LiveSettings(Config(), table_in_force())
        self.host = SessionHost(settings, self._room)
        watch = Watch(settings)
        look_round = partial(states, settings, watch, Speaker(settings), self.notifier.probe)
        self.operations = Operations(settings, watch, self.host, look_round, clock.now)
        self.presses = Presses(self.notifier, self.operations.perform, clock.now)

    @asynccontextmanager
    async def _room(self, inbox: Inbox, board: Board, opened: Opened) -> AsyncIterator[Room]:
        yield TypedRoom(HostedTerminal(inbox, board, self.notifier, opened))

    async def remind(self, kind: str, *, days_ago: int = 0) -> None:
        day = clock.now().date() - timedelta(days=days_ago)
        reminder = Reminder(day, ReminderKind(kind), "Text.")
        await self.notifier.notify(reminder_notice(reminder))

    async def press(self, label: str) -> None:
        """Press a button as soon as it is there."""
        async with asyncio.timeout(10):
            while label not in self.labels():
                await asyncio.sleep(0)
        self.notifier.press(label)

    def labels(self) -> list[str]:
        return [b.label for notice in self.notifier.shown.values() for b in notice.buttons]

    async def shown(self, kind: str, text: str) -> None:
        """Wait for a text."""
        async with asyncio.timeout(10):
            while not (kind in self.notifier.shown and text in self.notifier.shown[kind].text):
                await asyncio.sleep(0)


def live(life: Callable[[Desk], Awaitable[None]]) -> None:
    async def whole() -> None:
        desk = Desk()
        following = asyncio.create_task(desk.presses.follow(desk.pressed))
        try:
            await life(desk)
        finally:
            following.cancel()
            await desk.host.close()

    asyncio.run(whole())


def test_a_hold_is_released_by_its_button() -> None:
    day = clock.now() - timedelta(days=3)
    with diary() as book:
        attempt = book.begin(day)
        book.answer(day, attempt, Question.LATE, 9, By.TYPED)

    async def life(desk: Desk) -> None:
        await desk.remind("hold")
        await desk.press("Yes, I may run")
        await desk.shown("told", "you may run again")
        with diary() as book:
            assert not book.read().course(clock.now().date()).view().held

    live(life)


def test_a_run_day_is_skipped_or_snoozed() -> None:
    async def life(desk: Desk) -> None:
        await desk.remind("run")
        await desk.press("Skip today")
        await desk.shown("told", "No run today")
        with diary() as book:
            assert clock.now().date() in book.read().standing(clock.now()).skipped_days
        await desk.remind("run")
        await desk.press("Snooze 30 min")
        await desk.shown("told", "No reminders until")
        with diary() as book:
            until = book.read().standing(clock.now()).snoozed
        assert until is not None
        assert timedelta(minutes=29) < until - clock.now() <= timedelta(minutes=30)

    live(life)


def test_strength_work_is_ticked_off() -> None:
    async def life(desk: Desk) -> None:
        await desk.remind("strength")
        await desk.press("Done")
        await desk.shown("told", "ticked off")
        with diary() as book:
            assert book.read().history.strength_days == {clock.now().date()}

    live(life)


@pytest.mark.parametrize(("kind", "label"), [("run", "Skip today"), ("strength", "Done")])
def test_yesterdays_button_notes_nothing_today(kind: str, label: str) -> None:
    async def life(desk: Desk) -> None:
        await desk.remind(kind, days_ago=1)
        await desk.press(label)
        await desk.shown("told", "another day")
        with diary() as book:
            standing = book.read().standing(clock.now())
            assert not standing.skipped_days
            assert not book.read().history.strength_days

    live(life)


def test_a_session_without_voice_is_held_by_buttons() -> None:
    async def life(desk: Desk) -> None:
        await desk.operations.perform(protocol.Start(SessionKind.CHECKIN))
        for label in (MIDDLE, "5", "No", LOW, "0", "Not known", "Not known"):
            await desk.press(label)
        await desk.shown("session", "So far")
        with diary() as book:
            (record,) = book.read().history.records
        assert (record.attempt.warmup, record.attempt.faded, record.attempt.late) == (5, False, 0)
        assert (record.attempt.minutes, record.attempt.distance) == (None, None)

    live(life)


def test_the_mornings_score_is_given_from_the_reminder() -> None:
    yesterday = (clock.now() - timedelta(days=1)).date()
    assert main(f"log --warmup 0 --late 0 --minutes 20 --day {yesterday}".split()) == 0

    async def life(desk: Desk) -> None:
        await desk.remind("next_day")
        await desk.press("7+")
        await desk.press("8")
        await desk.shown("session", "physiotherapist")
        with diary() as book:
            assert book.read().history.records[0].attempt.next_day == 8

    live(life)


def test_the_warm_up_starts_and_a_second_one_does_not() -> None:
    async def life(desk: Desk) -> None:
        for said in ("session", "told"):
            await desk.remind("run")
            await desk.press("Start warm-up")
            await desk.shown(said, "Warm-up." if said == "session" else "Not done")
        assert desk.host.board.view.session == "warmup"

    live(life)


def test_a_reminder_goes_when_it_is_settled_elsewhere() -> None:
    async def life(desk: Desk) -> None:
        sweep = sweeping(desk.notifier)
        for kind in ("run", "next_day"):
            await desk.remind(kind)

        def todays(book: Diary) -> list[Reminder]:
            now = clock.now()
            return list(of_day(now.date(), book.read().standing(now), book.config.reminders))

        with diary() as book:
            sweep(todays(book))
            await asyncio.sleep(0)
            assert list(desk.notifier.shown) == ["run"]
            assert book.skip(clock.now(), book.read())
        with diary() as book:
            sweep(todays(book))
            await asyncio.sleep(0)
        assert desk.notifier.shown == {}

    live(life)


def test_a_score_that_was_said_to_a_reminder_is_stored_and_read_back_with_what_follows() -> None:
    yesterday = clock.now() - timedelta(days=1)
    with diary() as book:
        attempt = book.begin(yesterday)
        book.answer(yesterday, attempt, Question.LATE, 0, By.TYPED)

    async def life(desk: Desk) -> None:
        today = clock.now().date()
        notice = reminder_notice(Reminder(today, ReminderKind.NEXT_DAY, "Text."))
        told = await desk.presses.reply(notice, "3")
        assert told.startswith("Three, noted. ")
        assert "Next run" in told
        with diary() as book:
            assert book.read().history.records[0].attempt.next_day == 3
        # What is not for this day is not stored.
        late = reminder_notice(Reminder(yesterday.date(), ReminderKind.NEXT_DAY, "Text."))
        assert await desk.presses.reply(late, "0") == words("button.late")

    live(life)


def test_a_score_that_was_not_understood_is_asked_for() -> None:
    yesterday = clock.now() - timedelta(days=1)
    with diary() as book:
        attempt = book.begin(yesterday)
        book.answer(yesterday, attempt, Question.LATE, 0, By.TYPED)

    async def life(desk: Desk) -> None:
        notice = reminder_notice(Reminder(clock.now().date(), ReminderKind.NEXT_DAY, "Text."))
        assert await desk.presses.reply(notice, "") == ""
        await desk.shown("session", "Any pain today")

    live(life)


def test_start_that_was_said_begins_what_it_is_about() -> None:
    async def life(desk: Desk) -> None:
        for kind, session in (("run", "warmup"), ("strength", "strength")):
            notice = reminder_notice(Reminder(clock.now().date(), ReminderKind(kind), "Text."))
            assert await desk.presses.reply(notice, "start") == ""
            assert desk.host.board.view.session == session
            await asyncio.sleep(0)
            assert "another easeback session" in await desk.presses.reply(notice, "start")
            await desk.host.close()

    live(life)
