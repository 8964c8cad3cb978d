"""How a guided warm-up keeps time, and how its recording sounds.

`python -m benchmarks.coach` runs the default warm-up in a virtual room (PulseAudio, no hardware)
while another process keeps a core busy; everything that the speaker plays reaches the microphone
again, 120 ms later and 10 dB softer. Printed are how late the first sound of each cue was against
its plan, whether it was whole, overlaps, levels, and how many commands its own voice triggered
(none may be). It takes as long as the warm-up: 12 minutes. `--steps 2` is a small one.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.rooms.console import Console, Lines
from daemon.rooms.voice_room import VoiceRoom
from daemon.session import guide
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import Answered, Command, Event
from daemon.session.routine import Cue
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from tests.fakes.notifier import FakeNotifier
from tests.virtual_room import sound_server
from voice.audio.player import load
from voice.base.sound import SPEAKER_RATE
from voice.child.client import VoiceClient

# What counts as sound (of full scale), and how much silence makes the next sound a new one.
LOUD = 0.01
WINDOW = 0.4
_BUSY = "while True: pass"

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Planned:
    """A cue, when it was to begin (time.monotonic), and its sound."""

    cue: Cue
    at: float
    sound: Samples


class Recorder:
    """What comes out of the speaker, and when."""

    def __init__(self) -> None:
        options = "-d speaker.monitor --raw --format=s16le --channels=1 --latency-msec=10"
        command = ["parec", *options.split(), f"--rate={SPEAKER_RATE}"]
        self._child = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._chunks: list[bytes] = []
        self._taken = 0
        self._start = float("inf")
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        while chunk := os.read(self._child.stdout.fileno(), 8192):
            self._chunks.append(chunk)
            self._taken += len(chunk) // 2
            # A chunk comes late, never early: the earliest start that any of them tells is it.
            self._start = min(self._start, monotonic() - self._taken / SPEAKER_RATE)

    def stop(self) -> tuple[Samples, float]:
        """All samples (-1 to 1), and when the first one was heard (time.monotonic)."""
        self._child.kill()
        self._child.wait()
        samples = np.frombuffer(b"".join(self._chunks), "<i2").astype(np.float32)
        return samples / np.float32(32768), self._start


class WatchedRoom(VoiceRoom):
    """A living room that notes when each cue was to sound, and every command."""

    planned: list[tuple[Cue, float]]
    commands: list[str]

    async def wait(self, until: WaitUntil) -> Event:
        """As ever, and noted."""
        event = await super().wait(until)
        if isinstance(event, Command):
            self.commands.append(event.name)
        elif until.cue and until.at and (until.cue.text or until.cue.tone):
            self.planned.append((until.cue, self._clock.monotonic(until.at)))
        return event

    async def ask(self, ask: Ask) -> Event:
        """No pain: this is about the cues."""
        return Answered(0, True, By.TYPED)


@contextmanager
def living_room() -> Iterator[Path]:
    """A virtual room, whose speaker is heard by its microphone; yields a folder to keep things."""
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        folder = Path(name)
        for kind in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
        with sound_server(folder) as server:
            os.environ |= {"XDG_RUNTIME_DIR": name, "PULSE_SERVER": f"unix:{server.socket}"}
            yield folder


def echo(decibels: float, milliseconds: int) -> None:
    """Let the microphone hear the speaker, later and softer."""
    options = f"source=speaker.monitor sink=mic_in latency_msec={milliseconds}"
    _pactl("load-module", "module-loopback", *options.split())
    number = _pactl("list", "short", "sink-inputs").split()[0]
    _pactl("set-sink-input-volume", number, f"{-abs(decibels)}dB")


def _pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], check=True, capture_output=True, text=True).stdout


async def warm_up(config: Config, folder: Path) -> tuple[list[Planned], list[str], bool]:
    """Hold the session; the cues as planned, the commands it thought to hear, whether it ended."""
    with (
        open(os.devnull) as keyboard,
        open(os.devnull, "w") as screen,
        opened(config, table_in_force(), folder / "diary.db") as diary,
    ):
        terminal = Console(Lines(keyboard), FakeNotifier(), screen)
        async with VoiceClient() as client:
            room = WatchedRoom(client, terminal, config.voice)
            room.planned, room.commands = [], []
            await room.look_around()
            await guide.warm_up(room, diary)
            planned = [
                Planned(cue, at, load(Path(await _file(client, cue)))) for cue, at in room.planned
            ]
        done = bool(diary.read().history.records)
    return planned, room.commands, done


async def _file(client: VoiceClient, cue: Cue) -> str:
    said = client.tone(cue.tone, play=False) if cue.tone else client.say(cue.text, play=False)
    return (await said).file


def lateness(recording: Samples, start: float, planned: Sequence[Planned]) -> list[float | None]:
    """Seconds that each cue's first sound came late; None where it ran into the one before it."""
    found: list[float | None] = []
    for one in planned:
        first = int((one.at - WINDOW / 4 - start) * SPEAKER_RATE)
        window = np.abs(recording[first : first + int(WINDOW * SPEAKER_RATE)]) >= LOUD
        if window[: SPEAKER_RATE // 50].any() or not window.any():
            found.append(None)
        else:
            found.append((first + int(np.argmax(window))) / SPEAKER_RATE + start - one.at)
    return found


def whole(recording: Samples, start: float, one: Planned, late: float) -> float:
    """How alike the first 150 ms of the cue are in the recording and in its file (1: the same)."""
    begin = int(np.argmax(np.abs(one.sound) >= LOUD))
    sound = one.sound[begin : begin + int(0.15 * SPEAKER_RATE)]
    at = int((one.at + late - start) * SPEAKER_RATE)
    around = recording[at - 200 : at + len(sound) + 200]
    products = np.correlate(around, sound, "valid")
    best = int(np.argmax(products))
    piece = around[best : best + len(sound)]
    return float(products[best] / (np.linalg.norm(piece) * np.linalg.norm(sound) + 1e-9))


def report(
    recording: Samples, start: float, planned: Sequence[Planned], *, each: bool = False
) -> dict[str, Any]:
    """The figures; `each` cue on a line of its own before them."""
    late = lateness(recording, start, planned)
    known = [(one, value) for one, value in zip(planned, late, strict=True) if value is not None]
    milliseconds = np.array([value for _, value in known]) * 1000
    alike = [whole(recording, start, one, value) for one, value in known]
    if each:
        for (one, value), same in zip(known, alike, strict=True):
            name = one.cue.text or f"~{one.cue.tone}~"
            print(f"{one.at - planned[0].at:8.2f} s {1000 * value:7.1f} ms {same:5.2f}  {name}")
    if each:
        peak = start + int(np.argmax(np.abs(recording))) / SPEAKER_RATE - planned[0].at
        print(f"{peak:8.2f} s  the loudest moment")
    loud = recording[np.abs(recording) >= LOUD]
    return {
        "cues": len(planned),
        "overlaps": sum(value is None for value in late),
        "late_ms_median": round(float(np.median(milliseconds)), 1),
        "late_ms_max": round(float(milliseconds.max()), 1),
        "early_ms_max": round(-float(milliseconds.min()), 1),
        "clipped_starts": sum(value < 0.9 for value in alike),
        "peak_dbfs": round(20 * float(np.log10(np.abs(recording).max())), 1),
        "speech_rms_dbfs": round(20 * float(np.log10(np.sqrt(np.mean(loud**2)))), 1),
    }


def measure(steps: int | None = None, *, busy: bool = True, each: bool = False) -> dict[str, Any]:
    """Run a warm-up (its first `steps` steps) in a virtual room and measure its recording."""
    config = Config()
    config = replace(config, steps=config.steps[:steps])
    with living_room() as folder:
        echo(10, 120)
        recorder = Recorder()
        hog = subprocess.Popen([sys.executable, "-c", _BUSY]) if busy else None
        try:
            planned, commands, done = asyncio.run(warm_up(config, folder))
        finally:
            if hog:
                hog.kill()
                hog.wait()
            recording, start = recorder.stop()
        return {
            "complete": done,
            **report(recording, start, planned, each=each),
            "commands_heard_from_itself": len(commands),
        }


def main() -> None:
    """Print the figures, one a line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coach", description=__doc__)
    parser.add_argument("--steps", type=int, help="only the first steps of the warm-up")
    parser.add_argument("--each", action="store_true", help="every cue on a line of its own")
    given = parser.parse_args()
    for name, value in measure(given.steps, each=given.each).items():
        print(f"{name:28} {value}")


if __name__ == "__main__":
    main()
