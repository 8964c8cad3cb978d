"""Notifications on a real bus, through servers and buses that come and go."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from daemon.control import protocol
from daemon.control.operations import Operations
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notice import Button, Notice, Pressed, Urgency
from daemon.desktop.on_screen import OnScreen, save
from daemon.diary.facts import SessionKind
from daemon.diary.questions import Question
from daemon.hosting.board import Board
from daemon.hosting.host import Opened, SessionHost
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.reminders.scheduler import Watch
from daemon.rooms.typed_room import TypedRoom
from daemon.session.conductor import Room
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.end_to_end.desktop import RUN_DAY, Desktop, Dunst, buttons_on_screen, desktop
from tests.processes import need
from tests.session_bus import bus
from voice.base.part import Part

START = Button("start", "Start warm-up")
RUN = Notice("Run day.", "run", Urgency.NORMAL, (START, Button("skip", "Skip today")), "Type it.")


async def pressed(presses: list[Pressed]) -> Pressed:
    await until(lambda: bool(presses))
    return presses.pop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def place() -> Iterator[Desktop]:
    need("dunst", "dunstctl")
    with desktop() as here:
        yield here


@pytest.fixture
def dunst(place: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dunst]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", place.environment["DBUS_SESSION_BUS_ADDRESS"])
    server = Dunst(place)
    with place.running(*server.command):
        yield server


def test_texts_are_shown_as_they_are(dunst: Dunst) -> None:
    texts = {"-5 degrees <b>today</b> & tomorrow", "no & yes"}

    async def story() -> None:
        notifier = DbusNotifier()
        for text in texts:
            await notifier.notify(Notice(text, text))
        await asyncio.to_thread(dunst.dismiss)
        await notifier.close()

    asyncio.run(story())
    shown = [text.replace("&lt;", "<").replace("&gt;", ">") for text in dunst.texts()]
    assert {text.replace("&amp;", "&") for text in shown} == texts


def test_a_new_server_shows_again_what_waits_for_an_answer(
    place: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", place.environment["DBUS_SESSION_BUS_ADDRESS"])
    dunst, presses = Dunst(place), list[Pressed]()

    async def story() -> None:
        notifier = DbusNotifier(presses.append)
        with ExitStack() as first:
            await asyncio.to_thread(first.enter_context, place.running(*dunst.command))
            await notifier.notify(RUN)
            await notifier.notify(Notice("Only to read.", "rest"))
            await asyncio.to_thread(first.close)
        with ExitStack() as second:
            await asyncio.to_thread(second.enter_context, place.running(*dunst.command))
            await until(lambda: dunst.count() == 1)
            await asyncio.to_thread(dunst.press, START.label)
            assert (await pressed(presses)).key == "start"
            await notifier.close()
            await asyncio.to_thread(second.close)

    asyncio.run(story())


def test_a_bus_that_comes_back_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(place: Desktop) -> None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={place.folder}/bus2/bus")
        folder = place.folder / "bus2"
        folder.mkdir()
        here = Desktop(
            place.folder,
            {**place.environment, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus"},
        )
        dunst, notifier = Dunst(here), DbusNotifier()
        for _ in range(2):
            assert not await notifier.notify(RUN)
            with bus(folder), ExitStack() as stack:
                await asyncio.to_thread(stack.enter_context, here.running(*dunst.command))
                assert await notifier.notify(RUN)
                await asyncio.to_thread(stack.close)
                assert (await notifier.probe()).state == "missing"
        await notifier.close()

    need("dunst", "dunstctl")
    with desktop() as place:
        asyncio.run(story(place))


def test_the_next_process_finds_what_the_last_one_left(dunst: Dunst, tmp_path: Path) -> None:
    presses, file = list[Pressed](), tmp_path / "notices.json"
    run = replace(RUN, about="2026-03-02 run")

    async def story() -> None:
        first = DbusNotifier(file=file)
        assert await first.left() == {}
        await first.notify(run)
        other = Notice("Strength.", "strength", buttons=(START,), about="2026-03-02 strength")
        await first.notify(other)
        await first.close()
        second = DbusNotifier(presses.append, file)
        assert await second.left() == {"run": run.about, "strength": "2026-03-02 strength"}
        await second.withdraw("strength")
        await second.notify(run)
        assert await asyncio.to_thread(dunst.count) == 1
        await asyncio.to_thread(dunst.press, START.label)
        assert (await pressed(presses)).key == "start"
        assert await second.left() == {}
        await second.close()

    asyncio.run(story())


def test_what_another_server_was_given_is_none_of_this_one_s(dunst: Dunst, tmp_path: Path) -> None:
    file = tmp_path / "notices.json"
    save(file, OnScreen(":0.0", {"run": 1}, {"run": "2026-03-02 run"}))

    async def story() -> None:
        stranger, notifier = DbusNotifier(), DbusNotifier(file=file)
        await stranger.notify(Notice("Of another program.", "other"))
        assert await notifier.left() == {"run": "2026-03-02 run"}
        await notifier.withdraw("run")
        assert await asyncio.to_thread(dunst.count) == 1
        await asyncio.to_thread(dunst.dismiss)
        await stranger.close()
        await notifier.close()

    asyncio.run(story())


def test_where_buttons_are_hidden_the_command_is_named(dunst: Dunst) -> None:
    async def story() -> None:
        notifier = DbusNotifier()
        await notifier.notify(RUN)
        await asyncio.to_thread(dunst.dismiss)
        await notifier.close()

    asyncio.run(story())
    assert any("Type it." in text for text in dunst.texts())


async def no_parts() -> Mapping[str, Part]:
    return {}


def test_a_session_goes_on_without_the_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check-in that is held by buttons is answered over the control socket instead."""

    async def story(folder: Path) -> None:
        notifier = DbusNotifier()
        settings = LiveSettings(Config(), table_in_force())

        @asynccontextmanager
        async def room(inbox: Inbox, board: Board, opened: Opened) -> AsyncIterator[Room]:
            yield TypedRoom(HostedTerminal(inbox, board, notifier, opened))

        host = SessionHost(settings, room)
        operations = Operations(settings, Watch(settings), host, no_parts)
        with bus(folder):
            await operations.perform(protocol.Start(SessionKind.CHECKIN))
            await operations.perform(protocol.GiveAnswer("3", Question.WARMUP))
        async with asyncio.timeout(20):
            told = await operations.perform(protocol.GiveAnswer("no", Question.FADED))
        assert told["stored"]["value"] is False
        await host.close()
        await notifier.close()

    with tempfile.TemporaryDirectory(prefix="desk-") as name:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={name}/bus")
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        asyncio.run(story(Path(name)))


def test_a_click_on_a_real_button(place: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first button of a GTK server, where docs/images/notification.png has it."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", place.environment["DBUS_SESSION_BUS_ADDRESS"])
    presses: list[Pressed] = []

    async def story() -> None:
        notifier = DbusNotifier(presses.append)
        assert "with buttons" in (await notifier.probe()).detail
        await notifier.notify(RUN_DAY)
        async with asyncio.timeout(20):
            while not presses:
                # The window needs a moment until it is there and takes clicks.
                await asyncio.to_thread(place.click, 200, 95)
                await asyncio.sleep(0.1)
        assert presses[0].key == "start"
        await notifier.close()

    with buttons_on_screen(place):
        asyncio.run(story())
