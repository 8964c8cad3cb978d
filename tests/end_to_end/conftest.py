"""A room without hardware: PulseAudio with a null sink as speaker and one as microphone."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.processes import started, wait_for
from voice.mouth.tones import MELODIES

ROOM = """
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=speaker rate=44100 channels=2
load-module module-null-sink sink_name=mic_in rate=16000 channels=1
load-module module-remap-source source_name=mic master=mic_in.monitor
set-default-sink speaker
set-default-source mic
"""


_CLOCK = "pacat --record -d mic_in.monitor --latency-msec=20 --client-name=clock".split()


def need(*programs: str) -> None:
    """Skip where a program is missing; where end-to-end tests are required, fail."""
    missing = [program for program in programs if not shutil.which(program)]
    if not missing:
        return
    if os.environ.get("EASEBACK_REQUIRE_END_TO_END"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    pytest.skip(f"not installed: {', '.join(missing)} (see .ci/system-packages)")


class Room:
    """The virtual room; `speak` plays into its microphone, `recording` keeps what it hears."""

    def speak(self, path: Path) -> None:
        # Under our name: a runner is no player whose music is to be lowered.
        options = "-d mic_in --latency-msec=50 --client-name=easeback"
        subprocess.run(["paplay", *options.split(), path], check=True)

    def echo(self, decibels: float = 0.0) -> None:
        """From now on the microphone hears the speaker, so much softer, as without headphones."""
        options = "source=speaker.monitor sink=mic_in latency_msec=30"
        self.change("load-module", "module-loopback", *options.split())
        number = self.change("list", "short", "sink-inputs").split()[0]
        self.change("set-sink-input-volume", number, f"-{decibels}dB")

    def change(self, *command: str) -> str:
        """Change the room by a command of `pactl`; what it prints."""
        done = subprocess.run(["pactl", *command], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def hears_the_runner(self) -> None:
        """Wait until a program records from the microphone."""
        wait_for(lambda: '"parec"' in self.change("list", "source-outputs"))

    def answer(self, path: Path) -> None:
        """Play into the microphone as soon as the tone that asks for an answer is over."""
        options = "-d speaker.monitor --raw --format=s16le --rate=16000 --channels=1"
        command = ["parec", *options.split(), "--latency-msec=20"]
        with started(command, stdout=subprocess.PIPE) as ear:
            assert ear.stdout is not None
            for wanted in (True, False):
                # Parts of 0.05 s; no question takes longer than a minute until its tone.
                parts = (ear.stdout.read(1600) for _ in range(60 * 20))
                assert any(is_tone(part) is wanted for part in parts), "no tone"
            ear.kill()
        self.speak(path)

    @contextmanager
    def recording(self, path: Path) -> Iterator[None]:
        options = "-d speaker.monitor --file-format=wav --latency-msec=20"
        command = ["parec", *options.split(), str(path)]
        with started(command) as recorder:
            wait_for(lambda: path.exists() and path.stat().st_size > 10_000)
            yield
            time.sleep(0.5)
            recorder.terminate()


def is_tone(chunk: bytes) -> bool:
    """Whether nearly all of a chunk's energy is near the tone's frequency."""
    power = np.abs(np.fft.rfft(np.frombuffer(chunk, dtype="<i2"))) ** 2
    hertz = np.fft.rfftfreq(len(chunk) // 2, 1 / 16_000)
    near = np.abs(hertz - MELODIES["listen"][0][0]) < 80
    return bool(power[near].sum() > max(1e7, 0.8 * power.sum()))


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    # A socket's path may have 107 characters: pytest's own folders are too deep.
    with tempfile.TemporaryDirectory(prefix="room-") as name, sound_server(Path(name)) as server:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        monkeypatch.setenv("PULSE_RUNTIME_PATH", f"{name}/pulse")
        monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
        yield Room()


@dataclass(frozen=True)
class SoundServer:
    """PulseAudio, and where it is reached."""

    socket: Path
    process: subprocess.Popen[bytes]


@contextmanager
def sound_server(folder: Path) -> Iterator[SoundServer]:
    """The room's sound server; its runtime folder is `folder`."""
    need("pulseaudio", "paplay", "parec")
    # Beside the runtime folder, which is for its owner alone: a service's user comes too.
    socket = folder / "native"
    script = folder / "room.pa"
    script.write_text(ROOM.format(socket=socket))
    environment = {k: v for k, v in os.environ.items() if k != "PULSE_SERVER"}
    environment |= {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder / "pulse")}
    options = "--daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no"
    command = ["pulseaudio", "-n", "-F", str(script), *options.split()]
    with started(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            client = {**environment, "PULSE_SERVER": f"unix:{socket}"}
            wait_for(lambda: _has_microphone(client))
            # Where nobody records, a null sink wakes up every two seconds only: without this a
            # recording would begin that late.
            with started(
                _CLOCK, env=client, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as clock:
                try:
                    wait_for(lambda: _has_clock(client))
                    yield SoundServer(socket, server)
                finally:
                    clock.kill()
        finally:
            server.terminate()


def _has_microphone(environment: dict[str, str]) -> bool:
    return "Default Source: mic" in _told(environment, "info")


def _has_clock(environment: dict[str, str]) -> bool:
    return '"clock"' in _told(environment, "list", "source-outputs")


def _told(environment: dict[str, str], *question: str) -> str:
    command = ["pactl", *question]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.stdout
