"""Notifications: the desktop's where there is one, a printed line where there is none."""

import asyncio
import logging
import os
import shutil
import warnings
from pathlib import Path
from typing import Protocol

from daemon.words import words

log = logging.getLogger(__name__)
_SECONDS = 10


class Notifier(Protocol):
    """Shows short texts."""

    async def notify(self, text: str) -> bool:
        """Show it; False where it could not be shown."""


class DesktopNotifier:
    """plyer's notifications (notify-send or D-Bus)."""

    async def notify(self, text: str) -> bool:
        """Show it; False where the desktop has no notifications or does not answer."""
        if not has_desktop():
            return False
        try:
            await asyncio.wait_for(asyncio.to_thread(_show, text), _SECONDS)
        # plyer lets through whatever its platform code raises.
        except Exception as error:
            log.info("no desktop notification: %s", error or type(error).__name__)
            return False
        return True


class PrintingNotifier:
    """A line on standard output; under systemd that is the journal."""

    async def notify(self, text: str) -> bool:
        """Print it."""
        print(f"{words('reminder.title')}: {text}", flush=True)
        return True


class FirstThatCan:
    """Tries notifiers in order."""

    def __init__(self, *notifiers: Notifier) -> None:
        self._notifiers = notifiers

    async def notify(self, text: str) -> bool:
        """Show it by the first that can."""
        for notifier in self._notifiers:
            if await notifier.notify(text):
                return True
        return False


class NoNotifier:
    """Where the same text is already on the screen."""

    async def notify(self, text: str) -> bool:
        """Show nothing."""
        return False


def has_desktop() -> bool:
    """Whether a notification could be shown here."""
    # plyer does not say whether notify-send failed, so what it needs is looked at first.
    bus = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / "bus"
    return bool(
        shutil.which("notify-send") and (os.environ.get("DBUS_SESSION_BUS_ADDRESS") or bus.exists())
    )


def _show(text: str) -> None:
    # Imported where it is used: most commands show no notification.
    from plyer import notification

    title = words("reminder.title")
    with warnings.catch_warnings():
        # plyer recommends a D-Bus package that notify-send does not need.
        warnings.simplefilter("ignore")
        notification.notify(title=title, message=safe(text), app_name=title)


def safe(text: str) -> str:
    """notify-send takes a text with a leading dash for an option and shows nothing."""
    return f"\N{ZERO WIDTH SPACE}{text}" if text.startswith("-") else text
