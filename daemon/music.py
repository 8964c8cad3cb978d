"""Other players are lowered or paused while easeback speaks and listens, and put back after.

What was changed is written down before it is changed, so that the next start puts back what a
crash left lowered. Whatever fails here is logged: no session is worth less for its music.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from daemon.bus import Bus, BusFailed, Call

log = logging.getLogger(__name__)

# Enough to be talked over, and still to be heard.
_LOWERED = 0.3
_SECONDS = 3.0
# The name of our own streams.
_OURS = "easeback"

State = Mapping[str, Any]


class Means(Protocol):
    """A way of making room for a voice."""

    async def find(self) -> State:
        """What is to be changed, with all that is needed to put it back."""

    async def change(self, state: State) -> None:
        """Make it quiet."""

    async def put_back(self, state: State) -> None:
        """Undo it where nobody else has changed it meanwhile."""


class Music:
    """Quiet while it is entered: "lower" or "pause" others, or "leave" them as they are.

    `file` remembers what is to be put back.
    """

    def __init__(self, mode: str, file: Path) -> None:
        self._mode, self._file = mode, file

    async def __aenter__(self) -> Self:
        """Make it quiet."""
        await self.restore()
        means = _MEANS.get(self._mode)
        if means is None:
            return self
        try:
            state = await means().find()
            if state:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._file.write_text(json.dumps({"mode": self._mode, "state": state}))
                await means().change(state)
        except (OSError, ValueError, BusFailed) as error:
            log.info("the music stays as it is: %s", error)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put it back."""
        await self.restore()

    async def restore(self) -> None:
        """Put back what is still written down, if anything."""
        try:
            left = json.loads(self._file.read_text("utf-8"))
            await _MEANS[left["mode"]]().put_back(left["state"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, BusFailed) as error:
            log.info("the music was not put back: %s", error)
        self._file.unlink(missing_ok=True)


class Streams:
    """Volumes of what plays through PulseAudio or PipeWire, by `pactl`."""

    async def find(self) -> State:
        """Every stream that is not ours: its volume in each channel, and who plays it."""
        return {
            str(stream["index"]): {
                "player": _player(stream),
                "volume": _volume(stream),
                "lowered": [round(value * _LOWERED) for value in _volume(stream)],
            }
            for stream in await self._all()
            if _player(stream) != _OURS and "module-" not in stream.get("driver", "")
        }

    async def change(self, state: State) -> None:
        """Lower them."""
        for index, stream in state.items():
            await _set_volume(index, stream["lowered"])

    async def put_back(self, state: State) -> None:
        """A player that began its next piece took the lowered volume along to its new stream."""
        wanted = {stream["player"]: stream for stream in state.values()}
        for stream in await self._all():
            before = state.get(str(stream["index"])) or wanted.get(_player(stream))
            if before is None or _player(stream) != before["player"]:
                continue
            if _volume(stream) == before["lowered"]:
                await _set_volume(str(stream["index"]), before["volume"])

    async def _all(self) -> Sequence[Any]:
        listed: Sequence[Any] = json.loads(await _pactl("--format=json", "list", "sink-inputs"))
        return listed


class Players:
    """What is playing by MPRIS, the desktop's common control of players."""

    async def find(self) -> State:
        """The players that play now."""
        bus = _bus()
        try:
            (names,) = await bus.call(_LIST_NAMES)
            players = [name for name in names if name.startswith(_PLAYER)]
            return {name: True for name in players if await _plays(bus, name) == "Playing"}
        finally:
            await bus.close()

    async def change(self, state: State) -> None:
        """Pause them."""
        await self._all(state, "Pause", "Playing")

    async def put_back(self, state: State) -> None:
        """Go on playing, unless somebody has stopped them for good."""
        await self._all(state, "Play", "Paused")

    async def _all(self, names: State, member: str, where: str) -> None:
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
_MEANS: Mapping[str, Callable[[], Means]] = {"lower": Streams, "pause": Players}


def _bus() -> Bus:
    return Bus((), lambda _: None, lambda: None)


async def _plays(bus: Bus, name: str) -> str:
    get = Call(name, _OBJECT, f"{_DBUS}.Properties", "Get", "ss")
    (status,) = await bus.call(get, f"{_PLAYER}Player", "PlaybackStatus")
    return str(status.value)


def _player(stream: Mapping[str, Any]) -> str:
    return str(stream.get("properties", {}).get("application.name", ""))


def _volume(stream: Mapping[str, Any]) -> list[int]:
    return [channel["value"] for channel in stream["volume"].values()]


async def _set_volume(index: str, volume: Sequence[int]) -> None:
    await _pactl("set-sink-input-volume", index, *map(str, volume))


async def _pactl(*arguments: str) -> str:
    child = await asyncio.create_subprocess_exec(
        "pactl", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        out, _ = await asyncio.wait_for(child.communicate(), _SECONDS)
    except TimeoutError:
        child.kill()
        raise OSError("pactl does not answer") from None
    return out.decode("utf-8", "replace")
