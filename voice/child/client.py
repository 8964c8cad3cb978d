"""The daemon's side of the voice child, where the models live: none is loaded here."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from voice.base.children import own_program
from voice.base.part import Part
from voice.base.tone import ToneName
from voice.child.link import Link
from voice.child.messages import (
    Adjust,
    Cancel,
    HearAs,
    Hush,
    Keep,
    Learn,
    Listen,
    Overheard,
    Play,
    Prepare,
    Probe,
    Said,
    Say,
    Silence,
    Tone,
    Train,
)
from voice.ears.heard import Heard
from voice.language.kinds import Kind


class VoiceClient:
    """Speaks and listens through the child, which it starts when it is first needed.

    `rate` is in words a minute, `gain` is loudness (1: as it is); both hold for every child, should
    one die. Every method raises VoiceFailed. What is cancelled here is broken off in the child too.
    """

    def __init__(
        self,
        *,
        voice: str = "en-us",
        rate: int = 150,
        gain: float = 1.0,
        cancel_echo: bool = False,
        command: Sequence[str] | None = None,
    ) -> None:
        self._voice, self._rate, self._gain = voice, rate, gain
        self._cancel_echo = cancel_echo
        self._link = Link(lambda: command or self._command())

    def _command(self) -> list[str]:
        options = (f"--voice={self._voice}", f"--rate={self._rate}", f"--gain={self._gain}")
        echo = ("--cancel-echo",) if self._cancel_echo else ()
        return own_program("voice", "serve", *options, *echo)

    async def __aenter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child, for good."""
        await self._link.close()

    async def probe(self, *, seconds: float = 0.0) -> Mapping[str, Part]:
        """State of mouth, ears, speaker and, after `seconds` of listening, of the microphone."""
        return (await self._link.ask(Probe(seconds), 30)).parts

    async def say(self, text: str, *, play: bool = True, at: float | None = None) -> Said:
        """Render a text and, unless `play` is off, speak it; returns when it was spoken.

        `at` (here and below) is the moment of its first sound, by time.monotonic().
        """
        return await self._link.ask(Say(text, play, at), 90, Hush)

    async def tone(self, name: str, *, play: bool = True, at: float | None = None) -> Said:
        """Sound a tone."""
        return await self._link.ask(Tone(name, play, at), 90, Hush)

    async def play(self, file: str) -> Said:
        """Play a WAV file that one of the other methods made."""
        return await self._link.ask(Play(file), 90, Hush)

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render texts ahead of time; how long each of them sounds, in seconds."""
        return (await self._link.ask(Prepare(tuple(texts)), 180)).lengths

    async def adjust(self, *, gain: float, rate: int) -> None:
        """Loudness and words a minute of what is spoken from now on."""
        self._gain, self._rate = gain, rate
        await self._link.ask(Adjust(gain, rate), 5)

    async def listen(
        self, kind: Kind, *, seconds: float = 8.0, tone: str = "", stay: bool = False
    ) -> Heard | None:
        """One answer from the microphone, after a tone if named; None where nothing was said.

        With `stay` the microphone stays open for the next one, which then misses nothing.
        """
        asked = Listen(kind, seconds, tone, stay)
        reply = await self._link.ask(asked, seconds + 15, Cancel)
        return None if isinstance(reply, Silence) else reply

    async def train(self, score: int, *, seconds: float = 5.0) -> bool:
        """Listen, after the tone, to how the runner says a score; False where it was not that."""
        return (
            await self._link.ask(Train(score, seconds, ToneName.LISTEN), seconds + 15, Cancel)
        ).taken

    async def keep(self) -> int:
        """Keep what was trained, in place of all before; how many answers."""
        return (await self._link.ask(Keep(), 15)).answers

    async def learn(self, score: int) -> None:
        """The runner confirmed that the answer heard last was this score."""
        await self._link.ask(Learn(score), 15)

    async def hear_as(self, kind: Kind, text: str, *, voice: str, rate: int) -> Overheard:
        """Let a synthetic runner say `text`, and hear it."""
        return await self._link.ask(HearAs(kind, text, voice, rate), 60)
