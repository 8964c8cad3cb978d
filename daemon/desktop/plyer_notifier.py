"""Notifications by plyer, for desktops that cannot be reached over D-Bus; no buttons."""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import warnings
from functools import partial

from daemon.base.words import words
from daemon.desktop.notice import Notice
from daemon.desktop.notify import Plain
from voice.base.children import own_program
from voice.base.health import Health
from voice.base.part import PRESENT, Part

log = logging.getLogger(__name__)
_SECONDS = 3.0


class PlyerNotifier(Plain):
    """Each notice in a child process: plyer may hang, prints, and raises whatever it likes."""

    async def notify(self, notice: Notice) -> bool:
        """Show it; False where the desktop has no notifications or does not answer."""
        if not _can():
            return False
        child = await asyncio.create_subprocess_exec(
            *own_program(__name__, notice.whole),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            code = await asyncio.wait_for(child.wait(), _SECONDS)
        except TimeoutError:
            child.kill()
            code = await child.wait()
        if code:
            log.info("no notification by plyer: exit code %s", code)
        return code == 0

    async def probe(self) -> Part:
        """Whether plyer finds what it needs."""
        return PRESENT if _can() else Part(Health.MISSING, words("notice.no_program"))


def _can() -> bool:
    if sys.platform != "linux":
        return True
    # Without a desktop notify-send only fails, after a process of Python's for each notice.
    desktop = any(map(os.environ.get, ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY")))
    return desktop and shutil.which("notify-send") is not None


def _show(text: str) -> None:
    from plyer import notification

    # plyer passes over notify-send's exit code; here, in a process of its own, a failure ends it.
    vars(subprocess)["call"] = partial(subprocess.run, check=True)
    title = words("reminder.title")
    with warnings.catch_warnings():
        # plyer recommends a D-Bus package that notify-send does not need.
        warnings.simplefilter("ignore")
        notification.notify(title=title, message=_safe(text), app_name=title)


def _safe(text: str) -> str:
    """notify-send takes a text with a leading dash for an option and shows nothing."""
    return f"\N{ZERO WIDTH SPACE}{text}" if text.startswith("-") else text


if __name__ == "__main__":
    _show(sys.argv[1])
