"""What every notifier with buttons does: the real one on a real bus and server, and the fake."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notice import Button, Notice, Pressed, Urgency
from daemon.desktop.notify import Notifier
from tests.end_to_end.desktop import Desktop, Dunst, desktop
from tests.fakes.notifier import FakeNotifier
from tests.processes import need

START = Button("start", "Start warm-up")
RUN = Notice("Run day.", "run", Urgency.NORMAL, (START, Button("skip", "Skip today")), "Type it.")


class Desk:
    """A notifier, what was pressed on it, and the runner in front of it."""

    def __init__(self, dunst: Dunst | None) -> None:
        self.presses: list[Pressed] = []
        self._dunst = dunst
        self._fake = FakeNotifier(self.presses.append)

    def notifier(self) -> Notifier:
        return DbusNotifier(self.presses.append) if self._dunst else self._fake

    async def do(self, name: str, *arguments: Any) -> Any:
        """Something that the runner does or sees; the real one must not block the loop."""
        if self._dunst:
            return await asyncio.to_thread(getattr(self._dunst, name), *arguments)
        match name:
            case "count":
                return len(self._fake.shown)
            case "press":
                self._fake.press(*arguments)
            case "quiet":
                (self._fake.quiet,) = arguments
        return None

    async def pressed(self) -> Pressed:
        return await pressed(self.presses)


async def pressed(presses: list[Pressed]) -> Pressed:
    await until(lambda: bool(presses))
    return presses.pop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def place() -> Iterator[Desktop]:
    need("dunst", "dunstctl")
    with desktop() as here:
        yield here


@pytest.fixture
def dunst(place: Desktop) -> Iterator[Dunst]:
    server = Dunst(place)
    with place.running(*server.command):
        yield server


@pytest.fixture(params=["dunst", "fake"])
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    if request.param == "fake":
        return Desk(None)
    dunst: Dunst = request.getfixturevalue("dunst")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", dunst.bus)
    return Desk(dunst)


def held(desk: Desk, story: Callable[[Notifier], Awaitable[None]]) -> None:
    async def whole() -> None:
        notifier = desk.notifier()
        try:
            await story(notifier)
        finally:
            await notifier.close()

    asyncio.run(whole())


def test_a_button_says_once_what_it_stands_for(desk: Desk) -> None:
    async def story(notifier: Notifier) -> None:
        assert await notifier.notify(RUN)
        await desk.do("press", "Skip today")
        press = await desk.pressed()
        assert (press.notice, press.key) == (RUN, "skip")
        async with asyncio.timeout(60):
            while await desk.do("count"):
                await asyncio.sleep(0.02)

    held(desk, story)
    assert desk.presses == []


def test_one_of_a_kind_is_shown(desk: Desk) -> None:
    async def story(notifier: Notifier) -> None:
        for text in ("One.", "Two.", "Three."):
            await notifier.notify(Notice(text, "run", buttons=(Button(text, text),)))
        await notifier.notify(Notice("Other.", "strength"))
        assert await desk.do("count") == 2
        await desk.do("press", "Three.")
        assert (await desk.pressed()).notice.text == "Three."

    held(desk, story)


def test_what_was_answered_elsewhere_is_withdrawn(desk: Desk) -> None:
    async def story(notifier: Notifier) -> None:
        await notifier.notify(RUN)
        await notifier.withdraw("strength")
        assert await desk.do("count") == 1
        await notifier.withdraw("run")
        assert await desk.do("count") == 0

    held(desk, story)


def test_do_not_disturb_is_asked_for(desk: Desk) -> None:
    async def story(notifier: Notifier) -> None:
        assert not await notifier.do_not_disturb()
        await desk.do("quiet", True)
        assert await notifier.do_not_disturb()
        await desk.do("quiet", False)

    held(desk, story)
