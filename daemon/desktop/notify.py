"""Notifications: by the desktop where there is one, as printed lines where there is none."""

from typing import Protocol

from daemon.base import systemd
from daemon.base.words import words
from daemon.desktop.notice import Notice
from voice.base.part import PRESENT, Part


class Notifier(Protocol):
    """Shows notices."""

    async def notify(self, notice: Notice) -> bool:
        """Show it; False where it could not be shown."""

    async def probe(self) -> Part:
        """Whether notices can be shown here."""

    async def withdraw(self, kind: str) -> None:
        """Take the notice of this kind off the screen: it was answered elsewhere."""

    async def do_not_disturb(self) -> bool:
        """Whether the desktop asks for quiet now; False where it cannot be asked."""

    async def close(self) -> None:
        """Let go of the desktop; buttons that are still shown do nothing any more."""


class Plain:
    """What a notifier need not do that shows a text and has no more to do with it."""

    async def withdraw(self, kind: str) -> None:
        """What is shown stays."""

    async def do_not_disturb(self) -> bool:
        """Nobody can be asked."""
        return False

    async def close(self) -> None:
        """Nothing is held."""


class PrintingNotifier(Plain):
    """A line on standard output, unless that is the journal, where nothing of it belongs."""

    async def notify(self, notice: Notice) -> bool:
        """Print it."""
        if systemd.log_to_journal():
            return False
        print(f"{words('reminder.title')}: {notice.whole}", flush=True)
        return True

    async def probe(self) -> Part:
        """Always there."""
        return PRESENT


class FirstThatCan:
    """Tries notifiers in order."""

    def __init__(self, *notifiers: Notifier) -> None:
        self._notifiers = notifiers

    async def notify(self, notice: Notice) -> bool:
        """Show it by the first that can."""
        for notifier in self._notifiers:
            if await notifier.notify(notice):
                return True
        return False

    async def probe(self) -> Part:
        """The first that works, or else what the first one misses."""
        parts = [await notifier.probe() for notifier in self._notifiers]
        return next((part for part in parts if part.works), parts[0])

    async def withdraw(self, kind: str) -> None:
        """Wherever it is shown."""
        for notifier in self._notifiers:
            await notifier.withdraw(kind)

    async def do_not_disturb(self) -> bool:
        """Whether any of them was asked for quiet."""
        for notifier in self._notifiers:
            if await notifier.do_not_disturb():
                return True
        return False

    async def close(self) -> None:
        """All of them."""
        for notifier in self._notifiers:
            await notifier.close()
