"""A week of a runner who touches no key: the real program in a virtual room, checked by the rules.

`python -m benchmarks.week` holds every session of a scripted week as the real command under a
shifted clock. A synthetic runner (two espeak-ng voices) hears the tones and answers aloud over
kitchen noise 15 dB below the voice: with pauses and corrections; one session is killed in the
middle, one suspended. Printed are the second questions that the answers needed, and whether each
decision is the one that follows from what the runner meant. `--days 1` is a small one.
"""

import argparse
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from daemon.config import parse_config
from daemon.words import words
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.plan import Program, Run
from rules.rulebook import default_text, load_rulebook
from tests.end_to_end.conftest import Room, sound_server
from voice.mouth import EspeakMouth

SETTINGS = """
[[warmup.step]]
name = "March"
how = "Knees up."
seconds = 15

[[strength.stage_1]]
name = "Bridge hold"
how = "Hips up."
seconds = 5
"""
# The program with another clock of the day; faketime would reach the sound server's clients too.
_AT_ITS_TIME = """
import sys
from datetime import UTC, datetime, timedelta
from daemon import cli, clock
shift = datetime.fromisoformat(sys.argv[1]).replace(tzinfo=UTC) - datetime.now(UTC)
clock.now = lambda: datetime.now(UTC) + shift
sys.exit(cli.main(sys.argv[2:]))
"""
VOICES = (("en-us", 140), ("en", 150))
# Below the voice; espeak-ng's speech is at about -19 dB of full scale.
NOISE_DECIBELS = 15.0
_SPEECH_DECIBELS = -19.0
_NOISE_RATE = 16_000
_SESSION_SECONDS = 240.0
_QUIET_SECONDS = 8.0
_TRIES = 3


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


# What the runner answers to, as the words file has it.
WARMUP, FADED, LATE, MINUTES, DISTANCE, NEXT_DAY = (
    words(f"question.{name}")
    for name in ("warmup", "faded", "late", "minutes", "distance", "next_day")
)

WEEK = (
    Session("2026-03-02 07:31:00", "warmup", {"March.": ["pause"], WARMUP: ["two"]}),
    Session(
        "2026-03-02 08:30:00",
        "checkin",
        {FADED: ["yes"], LATE: ["zero"], MINUTES: ["twenty minutes"], DISTANCE: ["two miles"]},
        frozen_after=1,
    ),
    Session("2026-03-03 07:05:00", "checkin", {NEXT_DAY: ["zero"]}),
    Session("2026-03-03 17:35:00", "strength"),
    Session("2026-03-05 07:31:00", "warmup", {WARMUP: ["no pain"]}),
    Session(
        "2026-03-05 08:30:00",
        "checkin",
        {LATE: ["four no five"], MINUTES: ["eighteen minutes"], DISTANCE: ["two miles"]},
        killed_after=1,
    ),
    Session("2026-03-06 07:05:00", "checkin", {NEXT_DAY: ["two or three"]}),
    Session("2026-03-08 09:00:00", "warmup", {WARMUP: ["zero"]}),
    Session(
        "2026-03-08 10:00:00",
        "checkin",
        {LATE: ["zero"], MINUTES: ["fifteen minutes"], DISTANCE: ["three kilometers"]},
    ),
    Session("2026-03-09 07:05:00", "checkin", {NEXT_DAY: ["none"]}),
)
# What they meant, in the form of `easeback decide`.
MEANT = {
    "2026-03-02": {"warmup": 2, "faded": True, "late": 0, "next_day": 0, "minutes": 20,
                   "distance": {"value": 2, "unit": "mi"}},
    "2026-03-05": {"warmup": 0, "late": 5, "next_day": 3, "minutes": 18,
                   "distance": {"value": 2, "unit": "mi"}},
    "2026-03-08": {"warmup": 0, "late": 0, "next_day": 0, "minutes": 15,
                   "distance": {"value": 3, "unit": "km"}},
}  # fmt: skip
_NOTED = {
    "two": "Two", "zero": "Zero", "no pain": "Zero", "none": "Zero", "four no five": "Five",
    "two or three": "Three", "yes": "Yes", "twenty minutes": "20 minutes",
    "eighteen minutes": "18 minutes", "fifteen minutes": "15 minutes",
    "two miles": "2 miles", "three kilometers": "3 kilometers",
}  # fmt: skip


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
    count = 20 * _NOISE_RATE
    spectrum = np.fft.rfft(generator.normal(size=count))
    fan = np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 20), n=count)
    times = np.arange(count) / _NOISE_RATE
    noise = fan / fan.std() + 0.5 * np.sin(2 * np.pi * 100 * times)
    for at in generator.integers(0, count - 4000, 12):
        burst = generator.normal(size=4000) * np.exp(-np.arange(4000) / 700)
        noise[at : at + 4000] += 3 * burst
    level = 10 ** ((_SPEECH_DECIBELS - NOISE_DECIBELS) / 20)
    samples = np.clip(noise / noise.std() * level * 32767, -32768, 32767).astype("<i2")
    path = folder / "kitchen.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, _NOISE_RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    loop = f"while paplay -d mic_in '{path}'; do :; done"
    with subprocess.Popen(["sh", "-c", loop], start_new_session=True) as playing:
        try:
            yield
        finally:
            os.killpg(playing.pid, signal.SIGKILL)


def expected(days: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions that follow from what the runner meant."""
    config = parse_config(SETTINGS, "week")
    program = Program(
        load_rulebook(default_text()), config.settings, config.ladder, config.easy_weeks
    )
    runs = [Run(date.fromisoformat(day), attempt_from_json(MEANT[day])) for day in days]
    return [decision_to_json(outcome.decision) for outcome in program.course(runs)]


def decided() -> list[dict[str, Any]]:
    """The decisions in the diary, as `easeback history` tells them."""
    command = [sys.executable, "-m", "daemon.cli", "history", "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [entry["decision"] for entry in json.loads(done.stdout)]


def measure(days: int) -> tuple[Count, list[tuple[str, bool]]]:
    """Hold the sessions of the first `days` run days; the counts, and which decisions are right."""
    runs = sorted(MEANT)[:days]
    last = sorted(MEANT)[days] if days < len(MEANT) else "9999"
    sessions = [session for session in WEEK if session.at < last]
    count = Count()
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        folder = Path(name)
        for kind in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
        (folder / "config" / "easeback").mkdir(parents=True)
        (folder / "config" / "easeback" / "config.toml").write_text(SETTINGS)
        with sound_server(folder) as server:
            os.environ |= {"XDG_RUNTIME_DIR": name, "PULSE_SERVER": f"unix:{server.socket}"}
            with kitchen(folder):
                for number, session in enumerate(sessions):
                    print(f"{session.at}  easeback {session.command}", flush=True)
                    voice = VOICES[number % len(VOICES)]
                    Runner(Room(), folder / "voices", voice, count).hold(session)
            found = decided()
    wanted = expected(runs)
    right = [
        (day, number < len(found) and found[number] == wanted[number])
        for number, day in enumerate(runs)
    ]
    return count, right


def main() -> None:
    """Print what was said, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.week", description=__doc__)
    parser.add_argument("--days", type=int, default=len(MEANT), help="only the first run days")
    count, right = measure(parser.parse_args().days)
    for day, is_right in right:
        print(f"decision about {day}: {'right' if is_right else 'WRONG'}")
    print(f"answers                {count.answers}")
    print(f"second questions       {count.second_questions}")
    for name in ("confirmed", "asked_again", "taken_back", "left_open", "commands_again"):
        print(f"  {name:20} {getattr(count, name)}")


if __name__ == "__main__":
    main()
