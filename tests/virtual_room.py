"""A room without hardware: one null sink is its speaker, another its microphone.

Its sound server is PulseAudio or PipeWire, which most desktops have in its place.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from tests.processes import comes_true, need, started, wait_for
from tests.session_bus import bus
from voice.base.tone import ToneName
from voice.mouth.tones import MELODIES

_ROOM = (
    "load-module module-null-sink sink_name=speaker rate=44100 channels=2",
    "load-module module-null-sink sink_name=mic_in rate=16000 channels=1",
    "load-module module-remap-source source_name=mic master=mic_in.monitor",
    "set-default-sink speaker",
    "set-default-source mic",
)
_CLOCK = "pacat --record -d mic_in.monitor --latency-msec=20 --client-name=clock".split()

_EAR = (
    "parec -d speaker.monitor --raw --format=s16le --rate=16000 --channels=1 --latency-msec=20"
).split()

NOISE = "pacat --playback --raw --device=mic_in --volume=3000 /dev/urandom".split()
"""What makes the microphone hear something."""

SERVERS = {
    "PulseAudio": ("pulseaudio",),
    "PipeWire": ("pipewire", "wireplumber", "pipewire-pulse"),
}
"""The sound servers that a desktop may have, and the programs of each."""


class Room:
    """The virtual room; `speak` plays into its microphone, `recording` keeps what it hears."""

    def speak(self, path: Path) -> None:
        # Under our name: a runner is no player whose music is to be lowered. So much latency, as on
        # a busy machine less of it makes holes in words, and an answer is then asked back.
        options = "-d mic_in --latency-msec=200 --client-name=easeback"
        subprocess.run(["paplay", *options.split(), path], check=True, timeout=60)

    def insist(self, path: Path, heard: Callable[[], bool]) -> None:
        """Say it until it is heard: who is not heard at once says it again, as people do."""
        for _ in range(6):
            self.speak(path)
            if comes_true(heard, 4.0):
                return
        raise AssertionError("said in vain")

    def answer(self, path: Path) -> None:
        """Say it once, as soon as the next tone that asks for an answer is over."""
        with started(_EAR, stdout=subprocess.PIPE) as ear:
            # No question takes longer than a minute until its tone.
            assert any(True for _ in tones(islice(_parts(ear), 60 * 20))), "no tone"
            ear.kill()
        self.speak(path)

    @contextmanager
    def runner(self, answer: Callable[[], Path | None]) -> Iterator[None]:
        """Somebody who says `answer()` after each tone that asks for one; None is silence.

        So they answer again when a session has not got it, or asks whether it has.
        """

        def attend() -> None:
            for _ in tones(_parts(ear)):
                if ear.poll() is None and (path := answer()):
                    self.speak(path)

        with started(_EAR, stdout=subprocess.PIPE) as ear, ThreadPoolExecutor(1) as thread:
            attending = thread.submit(attend)
            try:
                yield
            finally:
                ear.kill()
                # What went wrong there is why a test waits in vain here.
                attending.result()

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

    @contextmanager
    def recording(self, path: Path) -> Iterator[None]:
        options = "-d speaker.monitor --file-format=wav --latency-msec=20"
        command = ["parec", *options.split(), str(path)]
        with started(command) as recorder:
            wait_for(lambda: path.exists() and path.stat().st_size > 10_000)
            yield
            time.sleep(0.5)
            recorder.terminate()


def _parts(ear: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Parts of 0.05 s, until the ear is closed."""
    assert ear.stdout is not None
    return iter(partial(ear.stdout.read, 1600), b"")


def tones(parts: Iterable[bytes]) -> Iterator[None]:
    """Each moment at which a tone that asks for an answer is over, in parts of 0.05 s."""
    sounded, deaf = False, 0
    for part in parts:
        before, sounded = sounded, is_tone(part)
        if before and not sounded and deaf <= 0:
            yield
            # A hole in a tone makes no second one of it.
            deaf = 10
        deaf -= 1


def is_tone(chunk: bytes) -> bool:
    """Whether nearly all of a chunk's energy is near the tone's frequency."""
    power = np.abs(np.fft.rfft(np.frombuffer(chunk, dtype="<i2"))) ** 2
    hertz = np.fft.rfftfreq(len(chunk) // 2, 1 / 16_000)
    near = np.abs(hertz - MELODIES[ToneName.LISTEN][0][0]) < 80
    return bool(power[near].sum() > max(1e7, 0.8 * power.sum()))


@dataclass(frozen=True)
class SoundServer:
    """What clients talk to, and where it is reached."""

    socket: Path
    process: subprocess.Popen[bytes]


def need_sound(kind: str) -> None:
    """Skip where this sound server or its clients are missing."""
    need("pactl", "paplay", "parec", *SERVERS[kind])


@contextmanager
def virtual_room(kind: str = "PulseAudio") -> Iterator[dict[str, str]]:
    """A room with this sound server; the environment in which programs find it."""
    # A socket's path may have 107 characters: pytest's own folders are too deep.
    with (
        tempfile.TemporaryDirectory(prefix="room-") as name,
        sound_server(Path(name), kind) as server,
    ):
        yield {
            "XDG_RUNTIME_DIR": name,
            "PULSE_RUNTIME_PATH": f"{name}/pulse",
            "PULSE_SERVER": f"unix:{server.socket}",
        }


@contextmanager
def sound_server(folder: Path, kind: str = "PulseAudio") -> Iterator[SoundServer]:
    """The room's sound server; its runtime folder is `folder`."""
    need_sound(kind)
    # Beside the runtime folder, which is for its owner alone: a service's user comes too.
    socket = folder / "native"
    environment = {k: v for k, v in os.environ.items() if k != "PULSE_SERVER"}
    environment |= {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder / "pulse")}
    client = {**environment, "PULSE_SERVER": f"unix:{socket}"}
    with _RUNNING[kind](folder, socket, environment) as server:
        wait_for(lambda: "Server Name" in _told(client, "info"))
        for line in _ROOM:
            _told(client, *line.split())
        wait_for(lambda: "Default Source: mic\n" in _told(client, "info"))
        # Where nobody records, a null sink wakes up every two seconds only: without this a
        # recording would begin that late.
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with started(_CLOCK, env=client, **silent) as clock:
            try:
                wait_for(lambda: '"clock"' in _told(client, "list", "source-outputs"))
                yield SoundServer(socket, server)
            finally:
                clock.kill()


_Running = AbstractContextManager[subprocess.Popen[bytes]]


@contextmanager
def _pulseaudio(
    folder: Path, socket: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    script = folder / "room.pa"
    script.write_text(f"load-module module-native-protocol-unix auth-anonymous=1 socket={socket}\n")
    options = "--daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no"
    command = ["pulseaudio", "-n", "-F", str(script), *options.split()]
    with _server(command, environment) as server:
        yield server


@contextmanager
def _pipewire(
    folder: Path, socket: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    settings = folder / "config" / "pipewire" / "pipewire-pulse.conf.d" / "room.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'pulse.properties = {{ server.address = [ "unix:{socket}" ] }}\n')
    environment = {
        **environment,
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
    with ExitStack() as stack:
        stack.enter_context(bus(folder))
        stack.enter_context(_server(["pipewire"], environment))
        wait_for((folder / "pipewire-0").exists)
        stack.enter_context(_server(["wireplumber"], environment))
        yield stack.enter_context(_server(["pipewire-pulse"], environment))


@contextmanager
def _server(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with started(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


_RUNNING: dict[str, Callable[[Path, Path, dict[str, str]], _Running]] = {
    "PulseAudio": _pulseaudio,
    "PipeWire": _pipewire,
}


def _told(environment: dict[str, str], *question: str) -> str:
    command = ["pactl", *question]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.stdout
