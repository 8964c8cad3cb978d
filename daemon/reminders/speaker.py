"""Speaks reminders, and listens for what is said to them."""

import asyncio
import logging

from daemon.base import paths
from daemon.base.words import words
from daemon.desktop.music import Music
from daemon.settings.live import LiveSettings
from daemon.settings.voice import voice_client
from voice.base.errors import VoiceFailed
from voice.base.health import Health
from voice.base.part import PRESENT, Part
from voice.base.tone import ToneName
from voice.ears.heard import Heard
from voice.language.kinds import Kind

log = logging.getLogger(__name__)

LISTEN_SECONDS = 6.0


class Speaker:
    """Speaks by the voice that is set, where there is a speaker; `part` is how that went last."""

    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings
        self._task: asyncio.Task[Heard | None] | None = None
        self.part = Part(Health.PRESENT, words("parts.unused"))

    async def __call__(self, text: str, kind: Kind | None = None) -> Heard | None:
        """Speak it, and listen for an answer of this kind; None where none came.

        A voice that fails is no reason to fail.
        """
        if not self._settings.config.voice.enabled:
            return None
        self._task = asyncio.create_task(self._speak(text, kind))
        try:
            return await asyncio.shield(self._task)
        except asyncio.CancelledError:
            if self._task.cancelled():
                return None
            self._task.cancel()
            raise

    async def hush(self) -> None:
        """Make room for another voice; returns when this one is silent."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _speak(self, text: str, kind: Kind | None) -> Heard | None:
        voice, spoken = self._settings.config.voice, False
        try:
            async with (
                voice_client(voice) as client,
                Music(voice.music, paths.music_file()),
            ):
                await client.say(text)
                self.part, spoken = PRESENT, True
                if kind is None or not voice.listen_after_reminders:
                    return None
                tone = ToneName.LISTEN if voice.tones else ""
                return await client.listen(kind, seconds=LISTEN_SECONDS, tone=tone)
        except VoiceFailed as failed:
            if not spoken:
                self.part = Part(Health.BROKEN, failed.reason)
            log.info("not spoken or heard: %s", failed.reason)
            return None
