"""A desktop without a screen: Xvfb, a session bus of its own, and a real notification server.

    python -m tests.end_to_end.desktop docs/images/notification.png

takes the picture in the documentation (with ImageMagick's `import`).
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notice import Button, Notice
from tests.processes import need, started, wait_for
from tests.session_bus import bus

# Its menu of buttons is answered by a script: the line that has the wanted label is chosen.
_DUNST = """[global]
    monitor = 0
    follow = none
    origin = top-left
    offset = 0x0
    width = 300
    font = Monospace 8
    dmenu = {folder}/choose
    mouse_left_click = context
"""
_GTK_SERVER = "/usr/lib/notification-daemon/notification-daemon"


RUN_DAY = Notice(
    "Run day: 20 minutes easy.",
    "run",
    buttons=(
        Button("start", "Start warm-up"),
        Button("snooze", "Snooze 30 min"),
        Button("skip", "Skip today"),
    ),
)


class Desktop:
    """One screen and one bus; its programs get `environment`."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    @contextmanager
    def running(self, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A notification server, from when it has its name on the bus."""
        need(command[0])
        with started(command, env=self.environment, stderr=subprocess.DEVNULL) as server:
            try:
                wait_for(lambda: self.has_server() or server.poll() is not None)
                yield server
            finally:
                server.terminate()
        wait_for(lambda: not self.has_server())

    def output(self, *command: str) -> str:
        """What a program prints here."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def click(self, x: int, y: int) -> None:
        """Click on the screen."""
        self.output("xdotool", "mousemove", str(x), str(y), "click", "1")

    def has_server(self) -> bool:
        """Whether somebody shows notifications."""
        question = "--session --print-reply --dest=org.freedesktop.DBus / "
        question += "org.freedesktop.DBus.NameHasOwner string:org.freedesktop.Notifications"
        done = subprocess.run(
            ["dbus-send", *question.split()], env=self.environment, capture_output=True, check=False
        )
        return b"true" in done.stdout


class Dunst:
    """What the runner sees and does on a desktop with dunst."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self.config = desktop.folder / "dunstrc"
        self.config.write_text(_DUNST.format(folder=desktop.folder))
        choose = desktop.folder / "choose"
        choose.write_text(f"#!/bin/sh\nexec grep -F -m1 -f {desktop.folder}/wanted\n")
        choose.chmod(0o755)

    @property
    def bus(self) -> str:
        """The address of the bus that it is on."""
        return self._desktop.environment["DBUS_SESSION_BUS_ADDRESS"]

    @property
    def command(self) -> Sequence[str]:
        """What starts it."""
        return "dunst", "-config", str(self.config)

    def count(self) -> int:
        """How many notices are on the screen."""
        return int(self._desktop.output("dunstctl", "count", "displayed"))

    def texts(self) -> list[str]:
        """Every text that was on the screen and is not any more."""
        history = json.loads(self._desktop.output("dunstctl", "history"))
        return [notice["body"]["data"] for notice in history["data"][0]]

    def choose(self, label: str) -> None:
        """The button that the next click chooses."""
        (self._desktop.folder / "wanted").write_text(f"#{label} (easeback)")

    def press(self, label: str) -> None:
        """Press a button."""
        self.choose(label)
        self._desktop.output("dunstctl", "context")

    def dismiss(self) -> None:
        """Sweep everything off the screen."""
        self._desktop.output("dunstctl", "close-all")

    def quiet(self, wanted: bool) -> None:
        """Turn do-not-disturb on or off."""
        self._desktop.output("dunstctl", "set-paused", str(wanted).lower())


@contextmanager
def screen(folder: Path, size: str) -> Iterator[str]:
    """A screen's name for DISPLAY."""
    need("Xvfb", "xdotool")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-screen", "0", f"{size}x24"]
    with (
        open(read, encoding="ascii") as numbers,
        started(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server,
    ):
        os.close(write)
        try:
            yield f":{numbers.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def desktop(size: str = "480x200", within: Path | None = None) -> Iterator[Desktop]:
    """A screen with a session bus; its folder is made in `within`."""
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="desk-", dir=within)
        folder = Path(stack.enter_context(made))
        stack.enter_context(bus(folder))
        display = stack.enter_context(screen(folder, size))
        yield Desktop(
            folder,
            {
                **os.environ,
                "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
                "DISPLAY": display,
                # GTK would look for an accessibility bus for half a minute.
                "NO_AT_BRIDGE": "1",
                "GTK_A11Y": "none",
            },
        )


@contextmanager
def buttons_on_screen(place: Desktop) -> Iterator[None]:
    """A server that shows buttons as buttons."""
    with place.running(_GTK_SERVER):
        yield


async def _picture(place: Desktop, file: str) -> None:
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = place.environment["DBUS_SESSION_BUS_ADDRESS"]
    notifier = DbusNotifier()
    await notifier.notify(RUN_DAY)
    await asyncio.sleep(1.5)
    place.output("import", "-window", "root", "-crop", "406x130+74+4", "-colors", "32", file)
    await notifier.close()


if __name__ == "__main__":
    with desktop() as here, buttons_on_screen(here):
        asyncio.run(_picture(here, sys.argv[1]))
