"""A living room with all that belongs to it, from when the runner comes in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from daemon import paths
from daemon.config import Voice
from daemon.music import Music
from daemon.typed_room import TypedRoom
from daemon.voice_room import VoiceRoom
from voice.client import VoiceClient


@asynccontextmanager
async def living_room(voice: Voice, terminal: TypedRoom) -> AsyncIterator[VoiceRoom]:
    """A living room beside this terminal; other players are quiet as long as it is open."""
    async with (
        VoiceClient(
            voice=voice.voice, rate=voice.rate, cancel_echo=voice.echo_cancelling
        ) as client,
        Music(voice.music, paths.music_file()),
    ):
        room = VoiceRoom(client, terminal, voice)
        try:
            await room.look_around()
            yield room
        finally:
            await room.close()
