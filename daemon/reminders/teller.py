"""Tells reminders: shows them at once, and speaks them when somebody is there to hear."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from daemon.base import paths
from daemon.base.words import words
from daemon.desktop.music import Music
from daemon.desktop.notify import Notifier
from daemon.reminders.buttons import reminder_notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind
from daemon.settings.live import LiveSettings
from daemon.settings.voice import voice_client
from voice.base.errors import VoiceFailed
from voice.base.health import Health
from voice.base.part import PRESENT, Part

log = logging.getLogger(__name__)

# How often it is looked whether somebody is there again, while something waits to be said.
WAIT_SECONDS = 60.0

Speak = Callable[[str], Awaitable[None]]


class Teller:
    """One reminder after the other. `elsewhere` says why speech should wait, or nothing.

    `current` gives what a reminder says by the time that it is spoken, if it is still of use.
    """

    def __init__(
        self,
        notifier: Notifier,
        speak: Speak,
        elsewhere: Callable[[], Awaitable[str]],
        current: Callable[[Reminder], Reminder | None],
        wait: float = WAIT_SECONDS,
    ) -> None:
        self._notifier, self._speak = notifier, speak
        self._elsewhere, self._current = elsewhere, current
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
        if reason := await self._elsewhere():
            log.info("speech waits: %s", reason)
            return
        waiting, self._unspoken = self._unspoken, []
        for reminder in waiting:
            if now := self._current(reminder):
                await self._speak(now.text)


class Speaker:
    """Speaks by the voice that is set, where there is a speaker; `part` is how that went last."""

    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings
        self.part = Part(Health.PRESENT, words("parts.unused"))

    async def __call__(self, text: str) -> None:
        """Speak it; a voice that fails is no reason to fail."""
        voice = self._settings.config.voice
        if not voice.enabled:
            return
        try:
            async with (
                voice_client(voice) as client,
                Music(voice.music, paths.music_file()),
            ):
                await client.say(text)
            self.part = PRESENT
        except VoiceFailed as failed:
            self.part = Part(Health.BROKEN, failed.reason)
            log.info("not spoken: %s", failed.reason)
