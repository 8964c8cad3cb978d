"""The voice of a living room: sentences now, cues at their moments."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from daemon.rooms.abilities import Abilities
from daemon.rooms.attempts import Attempts
from daemon.rooms.steady_clock import SteadyClock
from daemon.session.routine import Cue, in_writing, tone_words
from daemon.settings.config import Voice

if TYPE_CHECKING:
    from voice.child.client import VoiceClient


class Speaking:
    """Says what `can` says that it can; the rest is left to the terminal."""

    def __init__(
        self,
        client: "VoiceClient",
        voice: Voice,
        can: Abilities,
        clock: SteadyClock,
        attempt: Attempts,
    ) -> None:
        self._client, self._voice, self._can = client, voice, can
        self._clock, self._attempt = clock, attempt
        self._texts: tuple[str, ...] = ()
        self._at_work: set[asyncio.Task[Any]] = set()
        self._sounding: set[asyncio.Task[Any]] = set()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render everything, so that playing is all that is left to do; how long each sounds."""
        if not self._can.speaks:
            return {}
        self._texts = (*texts, *tone_words()) if not self._can.tones else tuple(texts)
        return await self._attempt(self._client.prepare(self._texts)) or {}

    async def say(self, text: str) -> bool:
        """Whether it was spoken."""
        return await self._attempt(self._client.say(text)) is not None

    async def adjust(self, volume: float, pace: float) -> None:
        """Tell the child, and have everything rendered anew in the background."""
        gain, rate = self._voice.volume / 100 * volume, round(self._voice.rate * pace)
        await self._attempt(self._client.adjust(gain=gain, rate=rate))
        if self._can.speaks:
            self._keep(self._at_work, self._attempt(self._client.prepare(self._texts)))

    def sound(self, cue: Cue, at: datetime | None) -> None:
        """Have it heard at its moment, or at once."""
        moment = self._clock.monotonic(at) if at else None
        if cue.tone and self._can.tones:
            self._keep(self._sounding, self._attempt(self._client.tone(cue.tone, at=moment)))
        elif self._can.speaks and (text := in_writing(cue)):
            self._keep(self._sounding, self._attempt(self._client.say(text, at=moment)))

    def hush(self) -> None:
        """What was to be heard is not any more."""
        for task in self._sounding:
            task.cancel()

    def _keep(self, tasks: set[asyncio.Task[Any]], work: Any) -> None:
        task = asyncio.ensure_future(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
