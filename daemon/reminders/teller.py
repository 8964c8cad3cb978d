"""Tells reminders: shows them at once, and speaks them when somebody is there to hear.

One that was spoken listens: an answer does what the button would. Silence changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from daemon.desktop.notice import Notice
from daemon.desktop.notify import Notifier
from daemon.reminders.buttons import reminder_notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.replies import LISTENS, asks_back, is_again, pressed
from voice.ears.heard import Heard
from voice.language.kinds import Kind

log = logging.getLogger(__name__)

# How often it is looked whether somebody is there again, while something waits to be said.
WAIT_SECONDS = 60.0

# Who asks for it again and again has a room that says so.
_TIMES = 3

Speak = Callable[[str, Kind | None], Awaitable[Heard | None]]
Reply = Callable[[Notice, str], Awaitable[str]]
"""Does what the button of this key would; what is said to that."""


class Teller:
    """One reminder after the other. `elsewhere` says why speech should wait, or nothing.

    `current` gives what a reminder says by the time that it is spoken, if it is still of use.
    `reply` does what is answered to it.
    """

    def __init__(
        self,
        notifier: Notifier,
        speak: Speak,
        elsewhere: Callable[[], Awaitable[str]],
        current: Callable[[Reminder], Reminder | None],
        reply: Reply,
        wait: float = WAIT_SECONDS,
    ) -> None:
        self._notifier, self._speak = notifier, speak
        self._elsewhere, self._current, self._reply = elsewhere, current, reply
        self._wait = wait
        self._unspoken: list[Reminder] = []

    async def tell(self, owed: "asyncio.Queue[Reminder]") -> None:
        """Tell what is owed until cancelled."""
        while True:
            reminder = None
            try:
                async with asyncio.timeout(self._wait if self._unspoken else None):
                    reminder = await owed.get()
            except TimeoutError:
                pass
            if reminder:
                log.info("reminder %s", reminder.key)
                await self._notifier.notify(reminder_notice(reminder))
                if reminder.kind is not ReminderKind.FAULT:
                    self._unspoken.append(reminder)
            await self._speak_what_waits()

    async def _speak_what_waits(self) -> None:
        while self._unspoken:
            if reason := await self._elsewhere():
                log.info("speech waits: %s", reason)
                return
            if now := self._current(self._unspoken.pop(0)):
                await self._talk(now)

    async def _talk(self, reminder: Reminder) -> None:
        """Speak it, and do what is said to it."""
        listens = LISTENS.get(reminder.kind)
        for _ in range(_TIMES):
            heard = await self._speak(reminder.text, listens)
            if heard is None or listens is None:
                return
            if is_again(reminder.kind, heard):
                continue
            key = pressed(reminder.kind, heard)
            if key or asks_back(reminder.kind, heard):
                log.info("the reminder was answered aloud")
                await self._notifier.withdraw(reminder.kind)
                if told := await self._reply(reminder_notice(reminder), key):
                    await self._speak(told, None)
            return
