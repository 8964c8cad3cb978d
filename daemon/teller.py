"""Tells reminders: shows them, and speaks them where there is a speaker."""

import asyncio
import logging

from daemon.due import Reminder
from daemon.live_settings import LiveSettings
from daemon.notice import Notice
from daemon.notify import Notifier
from voice.client import VoiceClient, VoiceFailed

log = logging.getLogger(__name__)


class Teller:
    """One reminder after the other."""

    def __init__(self, settings: LiveSettings, notifier: Notifier) -> None:
        self._settings, self._notifier = settings, notifier

    async def tell(self, owed: "asyncio.Queue[Reminder]") -> None:
        """Tell what is owed until cancelled."""
        while True:
            await self._remind(await owed.get())

    async def _remind(self, reminder: Reminder) -> None:
        log.info("reminder %s", reminder.key)
        await self._notifier.notify(Notice(reminder.text, reminder.kind))
        voice = self._settings.config.voice
        if not voice.enabled:
            return
        try:
            async with VoiceClient(voice=voice.voice, rate=voice.rate) as client:
                await client.say(reminder.text)
        except VoiceFailed as failed:
            log.info("not spoken: %s", failed.reason)
