"""A session's room with real voice and sound, whose parts can be made to fail."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from io import StringIO
from pathlib import Path

from daemon.diary.questions import Question
from daemon.rooms.console import Console
from daemon.rooms.voice_room import VoiceRoom
from daemon.session.actions import Ask
from daemon.session.events import Event, NotUnderstood
from daemon.settings.config import Voice
from tests.fakes.notifier import FakeNotifier
from tests.virtual_room import Room, SoundServer, sound_server
from voice.child.client import VoiceClient
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth


class Keyboard:
    """Lines that a test types."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    async def next(self) -> str | None:
        return await self.lines.get()


class Scene:
    """The room, and hands on everything in it."""

    def __init__(self, folder: Path, client: VoiceClient, kind: str) -> None:
        self._folder, self._kind = folder, kind
        self._stack = ExitStack()
        self._keyboard, self._out = Keyboard(), StringIO()
        self.sound: SoundServer
        self.room = VoiceRoom(client, Console(self._keyboard, FakeNotifier(), self._out), Voice())

    async def ask(self) -> Event:
        """Ask for the score of the warm-up, until something is understood for sure."""
        await self.room.say("Pain from zero to ten?")
        while True:
            event = await self.room.ask(Ask(Question.WARMUP, Kind.SCORE))
            if not isinstance(event, NotUnderstood) and getattr(event, "sure", True):
                return event

    async def answered(self, text: str, asking: "asyncio.Task[Event]") -> Event:
        """Say it after each tone, until it is understood."""
        speech = EspeakMouth(self._folder, "en-us", 140).render(text)
        with Room().runner(lambda: speech):
            return await asking

    def type(self, line: str) -> None:
        """Type a line."""
        self._keyboard.lines.put_nowait(line)

    def shown(self) -> str:
        """All that could be read so far."""
        return self._out.getvalue()

    async def shows(self, text: str) -> None:
        """Wait until a text is on the screen."""
        async with asyncio.timeout(120):
            while text not in self.shown():
                await asyncio.sleep(0.02)

    async def hears_the_runner(self) -> None:
        """Wait until the microphone is open."""
        await asyncio.to_thread(Room().hears_the_runner)

    def voice_process(self) -> int:
        """The voice child's number."""
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        named = {n: Path(f"/proc/{n}/cmdline").read_bytes().split(b"\0") for n in children}
        return next(int(n) for n, words in named.items() if b"voice" in words)

    async def start_sound(self) -> None:
        """Start the sound server."""
        server = sound_server(self._folder, self._kind)
        self.sound = await asyncio.to_thread(self._stack.enter_context, server)

    async def stop_sound(self) -> None:
        """End the sound server as if it had crashed."""
        self.sound.process.kill()
        await asyncio.to_thread(self._stack.close)


@asynccontextmanager
async def scene(kind: str = "PulseAudio") -> AsyncIterator[Scene]:
    """A room with this sound server, where everything works at first."""
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        os.environ["PULSE_SERVER"] = f"unix:{name}/native"
        os.environ["XDG_RUNTIME_DIR"] = name
        async with VoiceClient() as client:
            here = Scene(Path(name), client, kind)
            await here.start_sound()
            try:
                await here.room.look_around()
                yield here
            finally:
                await here.room.close()
                await client.__aexit__(None, None, None)
                await asyncio.to_thread(here._stack.close)
