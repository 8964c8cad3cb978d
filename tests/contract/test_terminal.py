"""What every terminal does: that of a person at a console, and that of the daemon's clients."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Protocol

import pytest

from daemon.desktop.notice import Notice
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.hosting.board import Board
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.rooms import terminal as terminal_module
from daemon.rooms.console import Console, Lines
from daemon.rooms.terminal import Terminal, typed_event
from daemon.rooms.typed_room import TypedRoom
from daemon.session.actions import Ask, Scene
from daemon.session.events import Answered, NotUnderstood, Unanswered
from daemon.session.guide import check_in
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from tests.fakes.notifier import FakeNotifier
from voice.language.kinds import Kind

SCORE = Ask(Question.WARMUP, Kind.SCORE)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCENE = Scene("Walk", 1, 3, NOON.replace(second=9), NOON, NOON.replace(minute=1))


class HangingNotifier(FakeNotifier):
    async def notify(self, notice: Notice) -> bool:
        await asyncio.Event().wait()
        return await super().notify(notice)


class Seat(Protocol):
    """A terminal at which these lines are typed, and then nobody is there."""

    terminal: Terminal

    def told(self) -> str: ...


class AtTheConsole:
    def __init__(self, *lines: str, notifier: FakeNotifier | None = None) -> None:
        self._out = StringIO()
        source = Lines(StringIO("".join(f"{line}\n" for line in lines)))
        self.terminal = Console(source, notifier or FakeNotifier(), self._out)

    def told(self) -> str:
        return self._out.getvalue()


class InTheDaemon:
    def __init__(self, *lines: str, notifier: FakeNotifier | None = None) -> None:
        inbox, self._board = Inbox(patience=0.0), Board()
        for line in lines:
            inbox.put(line, None)
        self.terminal = HostedTerminal(inbox, self._board, notifier or FakeNotifier())

    def told(self) -> str:
        return "\n".join(self._board.view.said)


SeatFor = Callable[..., Seat]
everywhere = pytest.mark.parametrize("seat", [AtTheConsole, InTheDaemon])


def run(life: Awaitable[None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await life

    asyncio.run(bounded())


@everywhere
def test_what_is_told_can_be_read_in_its_order(seat: SeatFor) -> None:
    async def life() -> None:
        here = seat()
        for text in ("First.", "Second."):
            here.terminal.tell(text)
        here.terminal.missed("Second.")
        assert 0 <= here.told().find("First.") < here.told().find("Second.")

    run(life())


@everywhere
def test_lines_come_in_their_order_and_then_none(seat: SeatFor) -> None:
    async def life() -> None:
        terminal = seat("pause", "3").terminal
        assert (await terminal.line() or "").strip() == "pause"
        assert (await terminal.line(SCORE) or "").strip() == "3"
        assert await terminal.line() is None
        assert await terminal.line(SCORE) is None

    run(life())


@everywhere
def test_whoever_speaks_is_told_that_something_waits(seat: SeatFor) -> None:
    async def life() -> None:
        terminal = seat("stop").terminal
        await terminal.touched()
        assert (await terminal.line() or "").strip() == "stop"
        nothing = asyncio.ensure_future(terminal.touched())
        assert await terminal.line() is None
        await asyncio.sleep(0.01)
        assert not nothing.done()
        nothing.cancel()

    run(life())


@everywhere
def test_a_question_is_answered_by_what_is_typed(seat: SeatFor) -> None:
    async def life() -> None:
        terminal = seat("three", "what?").terminal
        # A moment for "no" is not waited for: what was typed was seen.
        moment = Ask(Question.WARMUP, Kind.YESNO, moment=2.0)
        assert await typed_event(terminal, moment) == NotUnderstood()
        with terminal.asking(SCORE):
            assert await typed_event(terminal, SCORE) == Answered(3, True, By.TYPED)
        with terminal.asking(SCORE):
            assert await typed_event(terminal, SCORE) == NotUnderstood()
            assert await typed_event(terminal, SCORE) == Unanswered()

    run(life())


@everywhere
@pytest.mark.parametrize("scene", [None, SCENE])
def test_a_picture_never_keeps_anybody_waiting_too_long(seat: SeatFor, scene: Scene | None) -> None:
    async def life() -> None:
        here = seat()
        here.terminal.tell("Walk.")
        told = here.told()
        assert all(0 < here.terminal.draw(scene, NOON, left) <= left for left in (0.1, 5.0))
        # Where no person looks at it there is nothing but sentences.
        assert here.told() == told

    run(life())


@everywhere
def test_a_desktop_that_hangs_holds_up_nothing(
    seat: SeatFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_module, "_NOTIFICATION_SECONDS", 0.0)

    async def life() -> None:
        here = seat("3", notifier=HangingNotifier())
        here.terminal.alone = False
        await here.terminal.notify("Rest today.")
        here.terminal.alone = True
        await here.terminal.notify("Rest today.")
        here.terminal.tell("Go on.")
        assert (await here.terminal.line(SCORE) or "").strip() == "3"

    run(life())


@everywhere
def test_a_whole_check_in(seat: SeatFor) -> None:
    async def life() -> None:
        here = seat("3", "no", "what?", "0", "20", "2 miles")
        with opened(Config(), table_in_force()) as diary:
            await check_in(TypedRoom(here.terminal), diary)
            (record,) = diary.read().history.records
        attempt = record.attempt
        assert (attempt.warmup, attempt.faded, attempt.late, attempt.minutes) == (3, False, 0, 20)
        assert "So far:" in here.told()

    run(life())
