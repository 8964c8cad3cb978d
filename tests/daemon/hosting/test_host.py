"""Sessions inside the daemon: answers from outside, stored before they are acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError, Refused
from daemon.base.lock import only_one
from daemon.control import protocol
from daemon.control.health import states
from daemon.control.operations import Operations
from daemon.control.protocol import Request
from daemon.diary import broken_off
from daemon.diary.diary import Diary
from daemon.diary.facts import By, SessionBegan, SessionKind
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.hosting.board import Board
from daemon.hosting.host import Opened, SessionHost
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.reminders.scheduler import Watch
from daemon.reminders.speaker import Speaker
from daemon.rooms.typed_room import TypedRoom
from daemon.session.conductor import Room
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from rules.attempt_json import attempt_to_json
from tests.fakes.notifier import FakeNotifier

ANSWERS = [
    ("warmup", "3"),
    ("faded", "no"),
    ("late", "unknown"),
    ("minutes", "20"),
    ("distance", "2 miles"),
]


@asynccontextmanager
async def terminal(inbox: Inbox, board: Board, opened: Opened) -> AsyncIterator[Room]:
    yield TypedRoom(HostedTerminal(inbox, board, FakeNotifier(), opened))


class Daemon:
    """The parts of a daemon that hold sessions."""

    def __init__(self) -> None:
        settings = LiveSettings(Config(), table_in_force())
        self.host = SessionHost(settings, terminal)
        watch = Watch(settings)
        look_round = partial(states, settings, watch, Speaker(settings), FakeNotifier().probe)
        self.operations = Operations(settings, watch, self.host, look_round)

    async def do(self, request: Request) -> dict[str, Any]:
        async with asyncio.timeout(10):
            return await self.operations.perform(request)

    async def asked(self) -> str | None:
        """The question that is open; None where the session is over."""
        view = self.host.board.view
        while view.session and view.question is None:
            view = await self.host.board.past(view.number, 10)
        return view.question


def run(*lives: Callable[[Daemon], Awaitable[None]]) -> None:
    """Each is a daemon's life; it ends in the middle of whatever is going on."""

    async def live(life: Callable[[Daemon], Awaitable[None]]) -> None:
        daemon = Daemon()
        try:
            await life(daemon)
        finally:
            await daemon.host.close()

    for life in lives:
        asyncio.run(live(life))


@contextmanager
def diary() -> Iterator[Diary]:
    with opened(Config(), table_in_force()) as book:
        yield book


async def refused(work: Awaitable[object]) -> str:
    with pytest.raises(Refused) as error:
        await work
    return error.value.code


def test_a_check_in_from_outside() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        for question, text in ANSWERS:
            assert await daemon.asked() == question
            told = await daemon.do(protocol.GiveAnswer(text, question))
            with diary() as book:
                assert told["stored"]["attempt"] == book.read().history.records[0].id
                assert question in book.read().history.records[0].answered
        assert await daemon.asked() is None
        assert daemon.host.board.view.said[-1].startswith("So far: the pain of the warm-up")
        status = await daemon.do(protocol.Status())
        assert status["open"] is None
        assert status["next"]["minutes"] == 15
        assert {name: part["state"] for name, part in status["parts"].items()} == {
            "settings": "present",
            "diary": "present",
            "reminders": "present",
            "notifications": "present",
            "voice": "present",
            "backups": "missing",
        }

    run(life)


@pytest.mark.parametrize(("question", "answer"), [(None, "no"), ("go_anyway", "yes")])
def test_a_run_on_a_day_of_rest_is_asked_about_and_leaves_a_fact(
    question: str | None, answer: str
) -> None:
    async def life(daemon: Daemon) -> None:
        with diary() as book:
            attempt = book.begin(clock.now(), clock.now().date() - timedelta(days=1))
            book.answer(clock.now(), attempt, Question.LATE, 0, By.TYPED)
        assert await refused(daemon.do(protocol.GiveAnswer("yes", "go_anyway"))) == "not_open"
        await daemon.do(protocol.Start(SessionKind.GO))
        assert await daemon.asked() == "go_anyway"
        told = daemon.host.board.view.said[-1]
        assert told.startswith("Today is for rest.")
        assert told.endswith("yes or no?")
        assert (await daemon.do(protocol.GiveAnswer(answer, question)))["stored"] is None
        with diary() as book:
            read = book.read()
            went = {clock.now().date()} if answer == "yes" else set()
            assert read.history.against_advice == went
            # No attempt is begun by it, and what is left of the session is the run.
            assert len(read.history.records) == 1
            assert read.broken_off is None or read.broken_off.wanted.what is SessionKind.GO

    run(life)


def test_an_answer_said_twice_is_stored_once() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        first = await daemon.do(protocol.GiveAnswer("3", "warmup"))
        attempt = first["stored"]["attempt"]
        for again in (
            protocol.GiveAnswer("three", "warmup"),
            protocol.GiveAnswer("3", "warmup", attempt),
        ):
            assert await daemon.do(again) == {**first, "already": True}
        assert await refused(daemon.do(protocol.GiveAnswer("4", "warmup", attempt))) == "answered"
        assert (
            await refused(daemon.do(protocol.GiveAnswer("0", "late", attempt + 99))) == "not_open"
        )
        with diary() as book:
            (record,) = book.read().history.records
            assert record.answered == {Question.WARMUP}

    run(life)


def test_an_answer_for_another_question_is_not_taken_for_this_one() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        assert await daemon.asked() == "warmup"
        assert await refused(daemon.do(protocol.GiveAnswer("9", "late"))) == "not_open"
        with diary() as book:
            assert book.read().history.records == ()

    run(life)


def test_what_is_not_understood_is_said_and_not_stored() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        assert await daemon.asked() == "warmup"
        told = await daemon.do(protocol.GiveAnswer("banana"))
        assert told["stored"] is None
        assert "from zero to ten" in told["said"][0]

    run(life)


def test_stop_leaves_the_question_open_for_good() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        await daemon.do(protocol.GiveAnswer("3", "warmup"))
        assert await daemon.asked() == "faded"
        await daemon.do(protocol.GiveCommand("stop"))
        assert await daemon.asked() is None
        status = await daemon.do(protocol.Status())
        assert status["open"]["question"] == "faded"
        assert status["session"] is None

    async def later(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert not daemon.host.running

    run(life, later)


def test_a_broken_off_check_in_goes_on_at_its_question() -> None:
    async def breaks_off(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        await daemon.do(protocol.GiveAnswer("3", "warmup"))
        assert await daemon.asked() == "faded"

    async def goes_on(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert await daemon.asked() == "faded"
        assert daemon.host.board.view.said[0] == "Going on where we were."
        again = await daemon.do(protocol.GiveAnswer("3", "warmup"))
        assert again["already"]

    run(breaks_off, goes_on, goes_on)


def test_a_check_in_of_a_new_run_goes_on_with_that_run() -> None:
    async def first(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        for question, text in ANSWERS:
            await daemon.do(protocol.GiveAnswer(text, question))
        assert await daemon.asked() is None
        await daemon.do(protocol.Start(SessionKind.CHECKIN, new_run=True))
        assert await daemon.asked() == "warmup"

    async def second(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert await daemon.asked() == "warmup"
        await daemon.do(protocol.GiveAnswer("0"))

    async def third(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert await daemon.asked() == "late"
        with diary() as book:
            assert len(book.read().history.records) == 2

    run(first, second, third)


def test_the_decision_is_told_though_the_last_answer_was_the_end() -> None:
    async def all_but_the_last(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        for question, text in ANSWERS[:-1]:
            await daemon.do(protocol.GiveAnswer(text, question))
        with diary() as book:
            (record,) = book.read().history.records
            mile = {"value": 1, "unit": "mi"}
            book.answer(clock.now(), record.id, Question.DISTANCE, mile, By.TYPED)

    async def goes_on(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert await daemon.asked() is None
        assert daemon.host.board.view.said[-1].startswith("So far: the pain of the warm-up")

    async def later(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert not daemon.host.running

    run(all_but_the_last, goes_on, later)


def test_the_score_of_a_warm_up_is_asked_again_and_its_exercises_are_not() -> None:
    async def at_its_end(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.WARMUP))
        await daemon.do(protocol.GiveCommand("ouch"))
        assert await daemon.asked() == "warmup"

    async def goes_on(daemon: Daemon) -> None:
        assert daemon.host.resume()
        assert await daemon.asked() == "warmup"
        await daemon.do(protocol.GiveAnswer("2"))
        assert await daemon.asked() is None
        assert daemon.host.board.view.said[-1].startswith("Warm-up done. Today: 20 minutes")

    run(at_its_end, goes_on)


def test_too_late_for_the_room_is_a_matter_for_a_notification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def breaks_off(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        await daemon.do(protocol.GiveAnswer("3", "warmup"))

    async def wakes(daemon: Daemon) -> None:
        assert not daemon.host.resume()
        assert not daemon.host.running
        assert daemon.host.resume()

    run(breaks_off)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + 2 * broken_off.RESUMED_WITHIN)
    run(wakes)


def test_one_session_at_a_time_here_or_in_a_terminal() -> None:
    async def life(daemon: Daemon) -> None:
        with only_one("session", paths.store_file()), pytest.raises(CannotRun, match="session"):
            daemon.host.start(SessionBegan(SessionKind.CHECKIN))
        daemon.host.start(SessionBegan(SessionKind.CHECKIN))
        with pytest.raises(CannotRun, match="another easeback session"):
            daemon.host.start(SessionBegan(SessionKind.WARMUP))

    run(life)


def test_what_cannot_be_asked_yet_is_refused_at_once() -> None:
    async def life(daemon: Daemon) -> None:
        with pytest.raises(EasebackError, match="no run"):
            await daemon.do(protocol.Start(SessionKind.CHECKIN, next_day=True))
        assert await refused(daemon.do(protocol.GiveAnswer("3"))) == "no_session"
        assert await refused(daemon.do(protocol.GiveCommand("stop"))) == "no_session"

    run(life)


def test_who_walks_away_leaves_the_question_open() -> None:
    async def life() -> None:
        inbox, board = Inbox(patience=0.01), Board()
        room = HostedTerminal(inbox, board, FakeNotifier())
        assert await room.line() is None

    asyncio.run(life())


def test_a_run_that_is_taken_back_under_its_session_ends_it_in_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        await daemon.do(protocol.GiveAnswer("0", "warmup"))
        assert await daemon.asked() == "late"
        await daemon.do(protocol.Undo())
        await daemon.do(protocol.GiveCommand("stop"))
        assert await daemon.asked() is None
        assert "taken back" in daemon.host.board.view.said[-1]
        assert "Traceback" not in caplog.text

    run(life)


def test_snooze_skip_and_undo() -> None:
    async def life(daemon: Daemon) -> None:
        told = await daemon.do(protocol.Snooze(120))
        with diary() as book:
            snoozed = book.read().history.snoozed
            assert snoozed is not None
            assert snoozed.isoformat(timespec="seconds") == told["until"]
            assert timedelta(minutes=119) < snoozed - clock.now() <= timedelta(minutes=120)
        assert await daemon.do(protocol.Skip()) == {"skipped": True}
        assert (await daemon.do(protocol.Undo()))["taken_back"].startswith("skipped")
        await daemon.do(protocol.TickStrength())
        with diary() as book:
            assert clock.now().date() in book.read().history.strength_days
            assert not book.read().history.skipped_days

    run(life)


@pytest.mark.parametrize(
    ("question", "value", "following"),
    [
        (Question.FADED, False, "late"),
        (Question.LATE, 4, "minutes"),
        (Question.LATE, None, "minutes"),
        (Question.MINUTES, 20.5, "distance"),
        (Question.DISTANCE, {"value": 2.5, "unit": "mi"}, None),
    ],
)
def test_a_waiting_question_is_answered_by_whoever_answers_it(
    question: Question, value: object, following: str | None
) -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.do(protocol.Start(SessionKind.CHECKIN))
        for asked, text in ANSWERS:
            await daemon.asked()
            if asked == question:
                break
            await daemon.do(protocol.GiveAnswer(text, asked))
        await daemon.asked()
        with diary() as book:
            (record,) = book.read().history.records
            book.answer(clock.now(), record.id, question, value, By.TYPED)
        await daemon.do(protocol.Look())
        async with asyncio.timeout(10):
            while daemon.host.board.view.question == question:
                await asyncio.sleep(0)
        assert await daemon.asked() == following
        with diary() as book:
            (record,) = book.read().history.records
            assert attempt_to_json(record.attempt)[question] == value

    run(life)
