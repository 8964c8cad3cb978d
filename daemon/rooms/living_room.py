"""A living room with all that belongs to it, from when the runner comes in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from daemon.base import paths
from daemon.desktop.music import Music
from daemon.rooms.terminal import Terminal
from daemon.rooms.voice_room import VoiceRoom
from daemon.settings.config import Voice
from daemon.settings.voice import voice_client


@asynccontextmanager
async def living_room(voice: Voice, terminal: Terminal) -> AsyncIterator[VoiceRoom]:
    """A living room beside this terminal; other players are quiet as long as it is open."""
    async with (
        voice_client(voice) as client,
        Music(voice.music, paths.music_file()),
    ):
        room = VoiceRoom(client, terminal, voice)
        try:
            await room.look_around()
            yield room
        finally:
            await room.close()
