"""What every room does that a session is held in: the one at a keyboard, and the tests' own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import StringIO

import pytest

from daemon.base import clock
from daemon.diary.questions import KIND, Question
from daemon.rooms.console import Console, Lines
from daemon.rooms.typed_room import TypedRoom
from daemon.session.actions import Ask, WaitUntil
from daemon.session.conductor import Room
from daemon.session.events import Answered, Command, CueDue, NotUnderstood, Unanswered
from daemon.session.routine import Cue
from tests.fakes.notifier import FakeNotifier
from tests.fakes.scripted_room import ScriptedRoom
from voice.language.kinds import CommandName

Told = Callable[[], str]


def at_a_keyboard(*lines: str) -> tuple[Room, Told]:
    out = StringIO()
    source = Lines(StringIO("".join(f"{line}\n" for line in lines)))
    return TypedRoom(Console(source, FakeNotifier(), out)), out.getvalue


def scripted(*lines: str) -> tuple[Room, Told]:
    room = ScriptedRoom(clock.now(), lines)
    return room, lambda: "\n".join(room.said)


everywhere = pytest.mark.parametrize("room_for", [at_a_keyboard, scripted])
RoomFor = Callable[..., tuple[Room, Told]]


def run(story: Awaitable[None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await story

    asyncio.run(bounded())


@everywhere
def test_what_is_said_was_told_when_it_returns(room_for: RoomFor) -> None:
    async def story() -> None:
        room, told = room_for()
        lengths = await room.prepare(["First.", "Second."])
        assert all(seconds > 0 for seconds in lengths.values())
        await room.say("First.")
        assert "First." in told()
        await room.say("Second.")
        assert told().find("First.") < told().find("Second.")

    run(story())


@everywhere
@pytest.mark.parametrize("question", Question)
def test_an_answer_to_each_question_and_what_is_none(room_for: RoomFor, question: Question) -> None:
    kind = KIND[question]
    text = {"score": "3", "yesno": "yes", "minutes": "20", "distance": "2 miles"}[kind]

    async def story() -> None:
        room, _ = room_for(text, "what?", "stop", "unknown")
        ask = Ask(question, kind)
        answered = await room.ask(ask)
        assert isinstance(answered, Answered)
        assert answered.sure
        assert await room.ask(ask) == NotUnderstood()
        assert await room.ask(ask) == Command(CommandName.STOP)
        assert await room.ask(ask) == Command(CommandName.SKIP)
        assert await room.ask(ask) == Unanswered()

    run(story())


@everywhere
def test_a_cue_is_told_at_its_moment(room_for: RoomFor) -> None:
    async def story() -> None:
        room, told = room_for()
        for ahead in (-1.0, 0.02):
            at = room.now() + timedelta(seconds=ahead)
            assert await room.wait(WaitUntil(at, Cue(0.0, 0, text=f"Cue {ahead}."))) == CueDue()
            assert room.now() >= at
            assert f"Cue {ahead}." in told()

    run(story())


@everywhere
def test_time_never_goes_back(room_for: RoomFor) -> None:
    async def story() -> None:
        room, _ = room_for()
        before = room.now()
        await room.say("A sentence.")
        await room.adjust(1.4, 0.8)
        await room.notify("A sentence.")
        assert room.now() >= before

    run(story())
