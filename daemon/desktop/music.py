"""Other players are lowered or paused while easeback speaks and listens, and put back after.

What was changed is written down before it is changed, so that the next start puts back what a
crash left lowered. Whatever fails here is logged: no session is worth less for its music.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from daemon.desktop import pulse
from daemon.desktop.bus import Bus, BusFailed, Call
from daemon.settings.choices import MusicMode
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole

log = logging.getLogger(__name__)

# Enough to be talked over, and still to be heard.
_LOWERED = 0.3
# The name of our own streams.
_OURS = "easeback"

MusicState = Mapping[str, Any]


class Means(Protocol):
    """A way of making room for a voice."""

    async def find(self, known: MusicState) -> MusicState:
        """What is to be changed beside `known`, with all that is needed to put it back."""

    def begun(self) -> AsyncIterator[None]:
        """Whenever somebody new may be playing."""

    async def change(self, state: MusicState) -> None:
        """Make it quiet."""

    async def put_back(self, state: MusicState) -> None:
        """Undo it where nobody else has changed it meanwhile."""


class Music:
    """Others are quiet while it is entered, as the mode says.

    `file` remembers what is to be put back.
    """

    def __init__(self, mode: MusicMode, file: Path) -> None:
        self._mode, self._file = mode, file
        self._state: MusicState = {}
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Make it quiet."""
        await self.restore()
        if self._mode in _MEANS:
            means = _MEANS[self._mode]()
            self._state = {}
            await self._quieten(means)
            self._watching = asyncio.create_task(self._watch(means))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put it back."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        await self.restore()

    async def _watch(self, means: Means) -> None:
        """Who begins to play meanwhile is made quiet as well."""
        with suppress(OSError):
            async for _ in means.begun():
                await self._quieten(means)

    async def _quieten(self, means: Means) -> None:
        try:
            found = await means.find(self._state)
            if found:
                self._state = {**self._state, **found}
                own_folder(self._file.parent)
                write_whole(self._file, json.dumps({"mode": self._mode, "state": self._state}))
                await means.change(found)
        except (OSError, ValueError, BusFailed) as error:
            log.info("the music stays as it is: %s", error)

    async def restore(self) -> None:
        """Put back what is still written down, if anything."""
        try:
            left = json.loads(self._file.read_text("utf-8"))
            await _MEANS[MusicMode(left["mode"])]().put_back(left["state"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, BusFailed) as error:
            log.info("the music was not put back: %s", error)
        self._file.unlink(missing_ok=True)


class Streams:
    """Volumes of what plays through PulseAudio or PipeWire."""

    async def find(self, known: MusicState) -> MusicState:
        """Every stream that is not ours: its volume in each channel, and who plays it."""
        return {
            str(stream["index"]): {
                "player": _player(stream),
                "volume": _volume(stream),
                "lowered": [round(value * _LOWERED) for value in _volume(stream)],
            }
            for stream in await self._all()
            if _player(stream) != _OURS
            and "module-" not in stream.get("driver", "")
            and str(stream["index"]) not in known
            # The next piece of a player is as soft as the one before it.
            and [_player(stream), _volume(stream)] not in _lowered(known)
        }

    def begun(self) -> AsyncIterator[None]:
        """By what `pactl subscribe` tells; nobody, where it does not run."""
        return pulse.streams_begun()

    async def change(self, state: MusicState) -> None:
        """Lower them."""
        for index, stream in state.items():
            await pulse.set_volume(index, stream["lowered"])

    async def put_back(self, state: MusicState) -> None:
        """A player that began its next piece took the lowered volume along to its new stream."""
        wanted = {stream["player"]: stream for stream in state.values()}
        for stream in await self._all():
            before = state.get(str(stream["index"])) or wanted.get(_player(stream))
            if before is None or _player(stream) != before["player"]:
                continue
            if _volume(stream) == before["lowered"]:
                await pulse.set_volume(str(stream["index"]), before["volume"])

    async def _all(self) -> Sequence[Mapping[str, Any]]:
        return await pulse.listed("sink-inputs")


class Players:
    """What is playing by MPRIS, the desktop's common control of players."""

    async def find(self, known: MusicState) -> MusicState:
        """The players that play now."""
        bus = _bus()
        try:
            (names,) = await bus.call(_LIST_NAMES)
            players = [name for name in names if name.startswith(_PLAYER)]
            return {name: True for name in players if await _plays(bus, name) == "Playing"}
        finally:
            await bus.close()

    async def begun(self) -> AsyncIterator[None]:
        """Never: who starts a player in the middle of a session wants to hear it."""
        return
        yield

    async def change(self, state: MusicState) -> None:
        """Pause them."""
        await self._all(state, "Pause", "Playing")

    async def put_back(self, state: MusicState) -> None:
        """Go on playing, unless somebody has stopped them for good."""
        await self._all(state, "Play", "Paused")

    async def _all(self, names: MusicState, member: str, where: str) -> None:
        bus = _bus()
        try:
            for name in names:
                try:
                    if await _plays(bus, name) == where:
                        await bus.call(Call(name, _OBJECT, f"{_PLAYER}Player", member))
                except BusFailed as failed:
                    log.info("%s was left alone: %s", name, failed)
        finally:
            await bus.close()


_PLAYER = "org.mpris.MediaPlayer2."
_OBJECT = "/org/mpris/MediaPlayer2"
_DBUS = "org.freedesktop.DBus"
_LIST_NAMES = Call(_DBUS, "/org/freedesktop/DBus", _DBUS, "ListNames")
_MEANS: Mapping[MusicMode, Callable[[], Means]] = {
    MusicMode.LOWER: Streams,
    MusicMode.PAUSE: Players,
}


def _bus() -> Bus:
    return Bus((), lambda _: None, lambda: None)


async def _plays(bus: Bus, name: str) -> str:
    get = Call(name, _OBJECT, f"{_DBUS}.Properties", "Get", "ss")
    (status,) = await bus.call(get, f"{_PLAYER}Player", "PlaybackStatus")
    return str(status.value)


def _player(stream: Mapping[str, Any]) -> str:
    return str(stream.get("properties", {}).get("application.name", ""))


def _lowered(known: MusicState) -> list[list[Any]]:
    return [[stream["player"], stream["lowered"]] for stream in known.values()]


def _volume(stream: Mapping[str, Any]) -> list[int]:
    return [channel["value"] for channel in stream["volume"].values()]
