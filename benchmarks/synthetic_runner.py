"""A runner who hears what a session says, and answers aloud in a virtual room with noise."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from daemon.base.words import words
from tests.virtual_room import Room
from voice.base.sound import RATE
from voice.mouth.espeak import EspeakMouth

# The program with another clock of the day; faketime would reach the sound server's clients too.
_AT_ITS_TIME = """
import sys
from datetime import UTC, datetime, timedelta
from daemon import cli
from daemon.base import clock
shift = datetime.fromisoformat(sys.argv[1]).replace(tzinfo=UTC) - datetime.now(UTC)
clock.now = lambda: datetime.now(UTC) + shift
sys.exit(cli.main(sys.argv[2:]))
"""
# Below the voice; espeak-ng's speech is at about -19 dB of full scale.
NOISE_DECIBELS = 15.0
_SPEECH_DECIBELS = -19.0
_SESSION_SECONDS = 240.0
_QUIET_SECONDS = 8.0
_TRIES = 3
# How each of the runner's lines is read back.
_NOTED = {
    "two": "Two", "zero": "Zero", "no pain": "Zero", "none": "Zero", "four no five": "Five",
    "two or three": "Three", "yes": "Yes", "twenty minutes": "20 minutes",
    "eighteen minutes": "18 minutes", "fifteen minutes": "15 minutes",
    "two miles": "2 miles", "three kilometers": "3 kilometers",
}  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One command at one time. `says` are the runner's lines, by the words that they answer to.

    `killed_after` so many answers the process is killed, `frozen_after` so many it sleeps 5 s.
    """

    at: str
    command: str
    says: Mapping[str, Sequence[str]] = field(default_factory=dict)
    killed_after: int = 0
    frozen_after: int = 0


@dataclass
class Count:
    """How the sessions went."""

    answers: int = 0
    confirmed: int = 0
    asked_again: int = 0
    taken_back: int = 0
    left_open: int = 0
    commands_again: int = 0

    @property
    def second_questions(self) -> int:
        """Answers that cost more than one question."""
        return self.confirmed + self.asked_again + self.taken_back


class Runner:
    """Hears what a session says, and answers aloud."""

    def __init__(self, room: Room, folder: Path, voice: tuple[str, int], count: Count) -> None:
        self._room, self._count = room, count
        self._mouth = EspeakMouth(folder, *voice)
        self._last = ""
        self._command = ""

    def hold(self, session: Session) -> None:
        """A session to its end; one that leaves a question open is begun again."""
        lines = {prompt: list(texts) for prompt, texts in session.says.items()}
        killed, frozen = session.killed_after, session.frozen_after
        for _ in range(_TRIES):
            done = self._once(session, lines, killed, frozen)
            if done:
                return
            killed = frozen = 0
            self._count.left_open += 1

    def _once(
        self, session: Session, lines: Mapping[str, Sequence[str]], killed: int, frozen: int
    ) -> bool:
        command = [sys.executable, "-c", _AT_ITS_TIME, session.at, session.command]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
            start_new_session=True,
        ) as process:  # fmt: skip
            answers = 0
            for line in _lines(process):
                if line is None:
                    self._insist()
                    continue
                print(f"    {line}", flush=True)
                self._command = ""
                if words("dialogue.typed") in line:
                    # No key is touched: the question stays open, and is asked in a new session.
                    os.killpg(process.pid, signal.SIGKILL)
                    return False
                answers += self._hear(line, lines)
                if killed and answers == killed and _is_noted(line):
                    os.killpg(process.pid, signal.SIGKILL)
                    print("    -- killed --", flush=True)
                    return self._once(session, lines, 0, 0)
                if frozen and answers == frozen and _is_noted(line):
                    frozen = 0
                    _suspend(process.pid)
        return process.returncode == 0

    def _hear(self, line: str, lines: Mapping[str, Sequence[str]]) -> int:
        """React to a line that was said; 1 where a question was answered for the first time."""
        if line.endswith("Is that right?"):
            self._count.confirmed += 1
            self._answer("yes" if line.startswith(f"{_NOTED[self._last]}.") else "no")
        elif line.startswith("I did not get that"):
            self._count.asked_again += 1
            self._answer(self._last)
        elif _is_noted(line) and self._last and not line.startswith(f"{_NOTED[self._last]},"):
            self._count.taken_back += 1
            self._say("no")
        elif line == words("routine.paused"):
            self._command = "resume"
            self._say(self._command, wait=2.5)
        else:
            return self._asked(line, lines)
        return 0

    def _asked(self, line: str, lines: Mapping[str, Sequence[str]]) -> int:
        for prompt, texts in lines.items():
            if line.startswith(prompt):
                self._last = texts[0]
                if not prompt.endswith("?"):
                    self._last, self._command = "", texts[0]
                    self._say(self._command, wait=4.0)
                    return 0
                self._count.answers += 1
                self._answer(texts[0])
                return 1
        return 0

    def _insist(self) -> None:
        """A command that nothing came of is said again."""
        if self._command:
            self._count.commands_again += 1
            self._say(self._command)

    def _answer(self, text: str) -> None:
        self._room.answer(self._mouth.render(text))

    def _say(self, text: str, wait: float = 1.0) -> None:
        # Without a tone: a person lets the sentence end.
        time.sleep(wait)
        self._room.speak(self._mouth.render(text))


def _is_noted(line: str) -> bool:
    return line.endswith(", noted.")


def _lines(process: "subprocess.Popen[str]") -> Iterator[str | None]:
    """What is said, until the session ends or takes too long; None where nothing is for a while."""
    said: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.put(line.strip())
        said.put(None)

    threading.Thread(target=read, daemon=True).start()
    end = time.monotonic() + _SESSION_SECONDS
    while True:
        try:
            line = said.get(timeout=_QUIET_SECONDS)
        except queue.Empty:
            if time.monotonic() > end:
                os.killpg(process.pid, signal.SIGKILL)
                return
            yield None
            continue
        if line is None:
            return
        yield line


def _suspend(group: int) -> None:
    print("    -- suspended --", flush=True)
    os.killpg(group, signal.SIGSTOP)
    time.sleep(5)
    os.killpg(group, signal.SIGCONT)


@contextmanager
def kitchen(folder: Path) -> Iterator[None]:
    """Noise in the room: a hum, a fan and now and then a clatter."""
    generator = np.random.default_rng(7)
    count = 20 * RATE
    spectrum = np.fft.rfft(generator.normal(size=count))
    fan = np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 20), n=count)
    times = np.arange(count) / RATE
    noise = fan / fan.std() + 0.5 * np.sin(2 * np.pi * 100 * times)
    for at in generator.integers(0, count - 4000, 12):
        burst = generator.normal(size=4000) * np.exp(-np.arange(4000) / 700)
        noise[at : at + 4000] += 3 * burst
    level = 10 ** ((_SPEECH_DECIBELS - NOISE_DECIBELS) / 20)
    samples = np.clip(noise / noise.std() * level * 32767, -32768, 32767).astype("<i2")
    path = folder / "kitchen.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    loop = f"while paplay -d mic_in '{path}'; do :; done"
    with subprocess.Popen(["sh", "-c", loop], start_new_session=True) as playing:
        try:
            yield
        finally:
            os.killpg(playing.pid, signal.SIGKILL)
