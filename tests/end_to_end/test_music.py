"""Music steps back while easeback speaks: a real player in the virtual room, and one on a bus."""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from dbus_fast.aio import MessageBus
from dbus_fast.constants import PropertyAccess
from dbus_fast.service import ServiceInterface, dbus_property, method

from daemon.desktop.music import Music
from daemon.settings.choices import MusicMode
from tests.processes import started, wait_for
from tests.session_bus import bus
from tests.virtual_room import Room

FULL, LOWERED = "100%", "30%"
PLAYER = "pacat --playback --raw --channels=1 --client-name=player /dev/zero".split()
_HOLD = """
import asyncio, pathlib, sys
from daemon.desktop.music import Music
from daemon.settings.choices import MusicMode

async def hold():
    async with Music(MusicMode.LOWER, pathlib.Path(sys.argv[1])):
        print("quiet", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


def volumes() -> list[str]:
    command = ["pactl", "--format=json", "list", "sink-inputs"]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [channel["value_percent"] for stream in listed for channel in stream["volume"].values()]


@contextmanager
def playing() -> Iterator[None]:
    with started(PLAYER) as player:
        wait_for(lambda: volumes() == [FULL])
        yield
        player.kill()


def test_a_player_is_lowered_and_put_back(room: Room, tmp_path: Path) -> None:
    async def speak() -> list[str]:
        async with Music(MusicMode.LOWER, tmp_path / "music.json"):
            return volumes()

    with playing():
        assert asyncio.run(speak()) == [LOWERED]
        assert volumes() == [FULL]


def test_a_player_that_begins_meanwhile_is_lowered_and_put_back(room: Room, tmp_path: Path) -> None:
    async def speak() -> None:
        async with Music(MusicMode.LOWER, tmp_path / "music.json"):
            player = stack.enter_context(started(PLAYER))
            await asyncio.to_thread(wait_for, lambda: volumes() == [LOWERED])
        assert volumes() == [FULL]
        player.kill()

    with ExitStack() as stack:
        asyncio.run(speak())


def test_what_somebody_else_changed_meanwhile_stays(room: Room, tmp_path: Path) -> None:
    async def speak() -> None:
        async with Music(MusicMode.LOWER, tmp_path / "music.json"):
            number = subprocess.check_output("pactl list short sink-inputs".split()).split()[0]
            command = ["pactl", "set-sink-input-volume", number.decode(), "50%"]
            subprocess.run(command, check=True)

    with playing():
        asyncio.run(speak())
        assert volumes() == ["50%"]


def test_the_next_start_puts_back_what_a_crash_left(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "music.json"
    with playing():
        command = [sys.executable, "-c", _HOLD, str(file)]
        with started(command, stdout=subprocess.PIPE) as session:
            assert session.stdout is not None
            assert session.stdout.readline() == b"quiet\n"
            session.send_signal(signal.SIGKILL)
        assert volumes() == [LOWERED]
        asyncio.run(Music(MusicMode.LOWER, file).restore())
        assert volumes() == [FULL]
    assert not file.exists()


class Player(ServiceInterface):
    """A player as the desktop sees one."""

    def __init__(self, status: str) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self.status = status

    @dbus_property(access=PropertyAccess.READ)
    def PlaybackStatus(self) -> "s":  # type: ignore[name-defined]  # noqa: F821  # a D-Bus type
        return self.status

    @method()
    def Pause(self) -> None:  # its name on the bus
        self.status = "Paused"

    @method()
    def Play(self) -> None:  # its name on the bus
        self.status = "Playing"


@pytest.fixture
def session_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="bus-") as folder, bus(Path(folder)):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/bus")
        yield


def test_who_plays_is_paused_and_goes_on(session_bus: None, tmp_path: Path) -> None:
    playing, silent = Player("Playing"), Player("Stopped")

    async def speak() -> tuple[str, str]:
        for number, player in enumerate((playing, silent)):
            connection = await MessageBus().connect()
            connection.export("/org/mpris/MediaPlayer2", player)
            await connection.request_name(f"org.mpris.MediaPlayer2.test{number}")
        async with Music(MusicMode.PAUSE, tmp_path / "music.json"):
            return playing.status, silent.status

    assert asyncio.run(speak()) == ("Paused", "Stopped")
    assert (playing.status, silent.status) == ("Playing", "Stopped")


def test_without_any_of_it_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PATH", "/nonexistent")

    async def speak() -> None:
        for mode in MusicMode:
            async with Music(mode, tmp_path / "music.json"):
                pass

    asyncio.run(speak())
