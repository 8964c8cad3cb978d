"""Notifications with buttons, by the desktop's notification server.

Speaks the Desktop Notifications Specification 1.2 (org.freedesktop.Notifications). Buttons work
as long as this process lives, and through restarts of the server: what was shown is shown again.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from daemon.base.words import words
from daemon.desktop.bus import Bus, BusFailed, Call, Signal
from daemon.desktop.notice import Notice, Pressed
from daemon.desktop.on_screen import OnScreen, load, save
from voice.base.health import Health
from voice.base.part import Part

log = logging.getLogger(__name__)

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_RULES = (
    f"type='signal',interface='{_NAME}',path='{_PATH}'",
    "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',"
    f"interface='org.freedesktop.DBus',arg0='{_NAME}'",
)
_NOTIFY = Call(_NAME, _PATH, _NAME, "Notify", "susssasa{sv}i")
_CLOSE = Call(_NAME, _PATH, _NAME, "CloseNotification", "u")
_CAPABILITIES = Call(_NAME, _PATH, _NAME, "GetCapabilities")
_OWNER = Call(
    "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner", "s"
)
# Servers that have buttons and show none: a menu opens them, as they come.
_HIDE_BUTTONS = ("dunst", "mako")
_SERVER = Call(_NAME, _PATH, _NAME, "GetServerInformation")
_PROPERTY = Call(_NAME, _PATH, "org.freedesktop.DBus.Properties", "Get", "ss")
# What servers call it: KDE's and the specification's next version, then dunst.
_QUIET = ((_NAME, "Inhibited"), ("org.dunstproject.cmd0", "paused"))
_AS_THE_SERVER_LIKES, _UNTIL_ANSWERED = -1, 0


class DbusNotifier:
    """Connects when something is to be shown. `pressed` is told of every button.

    What is on the screen is kept in `file`, so that the process after this one finds it.
    """

    def __init__(
        self, pressed: Callable[[Pressed], None] = lambda _: None, file: Path | None = None
    ) -> None:
        self._pressed, self._file = pressed, file
        self._server = ""
        self._bus = Bus(_RULES, self._signal, self._server_went)
        self._open: dict[str, Notice] = {}
        self._ids: dict[str, int] = {}
        self._capabilities: frozenset[str] | None = None
        self._hides_buttons = False
        self._turn = asyncio.Lock()
        self._later: set[asyncio.Task[None]] = set()

    async def notify(self, notice: Notice) -> bool:
        """Show it; False where the desktop has no notifications or does not answer."""
        try:
            async with self._turn:
                await self._show(notice)
        except BusFailed as failed:
            log.info("no notification by D-Bus: %s", failed)
            return False
        return True

    async def probe(self) -> Part:
        """Which server there is, and whether it has buttons."""
        try:
            name, *_ = await self._bus.call(_SERVER)
            (capabilities,) = await self._bus.call(_CAPABILITIES)
        except BusFailed as failed:
            return Part(Health.MISSING, words("notice.no_server", reason=failed))
        buttons = "notice.with_buttons" if "actions" in capabilities else "notice.no_buttons"
        return Part(Health.PRESENT, words(buttons, server=name))

    async def left(self) -> Mapping[str, str]:
        """What an earlier process left on the screen: by kind, what it was about.

        Its buttons are dead until it is shown again, in the same place, or withdrawn.
        """
        if self._file is None:
            return {}
        kept = load(self._file)
        with suppress(BusFailed):
            (server,) = await self._bus.call(_OWNER, _NAME)
            # Another server knows these numbers as somebody else's.
            for kind, number in kept.numbers.items() if server == kept.server else ():
                if kind in self._ids:
                    await self._bus.call(_CLOSE, number)
                self._ids.setdefault(kind, number)
        return kept.about

    async def withdraw(self, kind: str) -> None:
        """Take the notice of this kind off the screen."""
        number = self._forget(kind)
        if number is None:
            return
        try:
            await self._bus.call(_CLOSE, number)
        except BusFailed as failed:
            log.info("a notification stays: %s", failed)

    async def do_not_disturb(self) -> bool:
        """Whether the desktop asks for quiet now."""
        for interface, name in _QUIET:
            try:
                (value,) = await self._bus.call(_PROPERTY, interface, name)
            except BusFailed:
                continue
            if value.value is True:
                return True
        return False

    async def close(self) -> None:
        """Let go of the bus."""
        for task in self._later:
            task.cancel()
        await self._bus.close()

    async def _show(self, notice: Notice) -> None:
        from dbus_fast import Variant

        if self._capabilities is None:
            name, *_ = await self._bus.call(_SERVER)
            (capabilities,) = await self._bus.call(_CAPABILITIES)
            (self._server,) = await self._bus.call(_OWNER, _NAME)
            self._capabilities = frozenset(capabilities)
            self._hides_buttons = name in _HIDE_BUTTONS
        buttons = notice.buttons if "actions" in self._capabilities else ()
        text = notice.text if buttons and not self._hides_buttons else notice.whole
        hints = {
            "urgency": Variant("y", int(notice.urgency)),
            "category": Variant("s", f"x-easeback.{notice.kind}"),
        }
        title = words("reminder.title")
        (number,) = await self._bus.call(
            _NOTIFY,
            title,
            self._ids.get(notice.kind, 0),
            "",
            title,
            _escaped(text) if "body-markup" in self._capabilities else text,
            [part for button in buttons for part in (button.key, button.label)],
            hints,
            _UNTIL_ANSWERED if buttons else _AS_THE_SERVER_LIKES,
        )
        self._open[notice.kind] = replace(notice, buttons=buttons)
        self._ids[notice.kind] = number
        self._keep()

    def _signal(self, signal: Signal) -> None:
        match signal.member, signal.body:
            case "ActionInvoked", (number, key):
                self._press(number, key)
            case "NotificationClosed", (number, _reason):
                self._forget(self._kind(number))
            case "NameOwnerChanged", (_, _, owner):
                self._server_went()
                if owner and self._open:
                    self._do_later(self._show_again())

    def _press(self, number: int, key: str) -> None:
        kind = self._kind(number)
        notice = self._open.get(kind)
        if notice is None or key not in [button.key for button in notice.buttons]:
            return
        del self._open[kind]
        # Some servers leave on the screen what was answered.
        self._do_later(self.withdraw(kind))
        self._pressed(Pressed(notice, key))

    def _do_later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def _kind(self, number: int) -> str:
        return next((kind for kind, shown in self._ids.items() if shown == number), "")

    def _forget(self, kind: str) -> int | None:
        self._open.pop(kind, None)
        number = self._ids.pop(kind, None)
        self._keep()
        return number

    def _keep(self) -> None:
        if self._file:
            about = {kind: self._open[kind].about for kind in self._ids if kind in self._open}
            save(self._file, OnScreen(self._server, self._ids, about))

    def _server_went(self) -> None:
        """Only what waits for an answer is worth showing a second time."""
        self._open = {kind: notice for kind, notice in self._open.items() if notice.buttons}
        self._ids.clear()
        self._capabilities = None

    async def _show_again(self) -> None:
        for notice in list(self._open.values()):
            await self.notify(notice)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
