"""A runner answers while the daemon is killed: what was acknowledged, lost, doubled, gone on with.

    python -m benchmarks.chaos [--kills 1000] [--seed 1]

A scripted runner checks in over the control socket of the real daemon, one run after the other.
At random moments of its life, its start included, the daemon gets SIGKILL and is started again.
What the runner was told is kept apart and held against the file at the end. Exit code 1 where an
acknowledged answer is missing or doubled, a session did not go on at its question, or SQLite finds
a fault in the file.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Timer
from typing import Any

from daemon.base.errors import Refused
from daemon.control.client import ControlClient, NoDaemon

COMMAND = (sys.executable, "-m", "daemon", "run")
# One life in four ends at a moment of its start, the others within so long after some answers.
STARTING_SECONDS, ANSWERING_SECONDS = 1.0, 0.1
MOST_ANSWERS = 6
TEXTS: dict[str, dict[str, Any]] = {
    "warmup": {"none": 0, "three": 3, "two or three": 3},
    "faded": {"yes": True, "no": False, "unknown": None},
    "late": {"0": 0, "five": 5, "unknown": None},
    "minutes": {"twenty five": 25, "40": 40},
    "distance": {"two miles": {"value": 2, "unit": "mi"}, "5k": {"value": 5, "unit": "km"}},
}


@dataclass
class Run:
    """One check-in as its runner knows it: what was acknowledged, and what was said last."""

    attempt: int | None = None
    told: dict[str, Any] = field(default_factory=dict)
    unsure: tuple[str, str] | None = None
    """Question and text that were sent and not acknowledged."""

    def expected(self) -> str | None:
        """The question that comes next by the rules of the dialogue."""
        for question in TEXTS:
            if question not in self.told and (question != "faded" or self.told.get("warmup")):
                return question
        return None


class Broken(Exception):
    """The daemon did something that it promises not to do."""


@dataclass
class Runner:
    """Checks in, again and again; what it holds is what it was told."""

    chance: random.Random
    done: list[Run] = field(default_factory=list)
    run: Run | None = None
    started: bool = False
    lethal: Callable[[], None] = lambda: None
    """Called when `left` answers of this life are acknowledged."""
    left: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def live(self, client: ControlClient, born: float) -> None:
        """Answer until the daemon is gone."""
        if self.left == 0:
            self.lethal()
        if self.run and self.started:
            self._go_on(client, self.run)
            self.seconds.append(time.monotonic() - born)
        while True:
            if self.run is None:
                self.run, self.started = Run(), False
            if not self.started:
                self._start(client)
            self._answer(client, self.run)

    def _start(self, client: ControlClient) -> None:
        # A start that was not acknowledged may have happened.
        if client.ask("session")["session"]["session"] is None:
            client.ask("start", session="checkin", new_run=True)
        self.started = True

    def _go_on(self, client: ControlClient, run: Run) -> None:
        """After a kill the session is at the question it had open."""
        view = _asked(client)
        self.counts["gone on with"] += 1
        if run.unsure and view["question"] != run.unsure[0]:
            # It was stored, and the acknowledgement was lost: said again, it is not doubled.
            question, text = run.unsure
            attempt = run.attempt or view["attempt"]
            told = client.ask("answer", question=question, text=text, attempt=attempt)
            if not told.get("already"):
                raise Broken(f"{question} was neither asked again nor known: {told}")
            self.counts["stored, acknowledgement lost"] += 1
            self._told(run, told, text)
            view = _asked(client)
        run.unsure = None
        if view["question"] != run.expected():
            raise Broken(f"went on at {view['question']}, not at {run.expected()}")

    def _answer(self, client: ControlClient, run: Run) -> None:
        question = run.expected()
        if question is None:
            while _asked(client)["session"]:
                pass
            self.done.append(run)
            self.run = None
            return
        text = self.chance.choice(list(TEXTS[question]))
        run.unsure = question, text
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            told = client.ask("answer", question=question, text=text, attempt=run.attempt)
            self._told(run, told, text)
        run.unsure = None

    def _told(self, run: Run, told: dict[str, Any], text: str) -> None:
        stored = told["stored"]
        question = stored["question"]
        if stored["value"] != TEXTS[question][text]:
            raise Broken(f"{text!r} was stored as {stored['value']!r}")
        run.attempt = stored["attempt"]
        run.told[question] = stored["value"]
        self.counts["acknowledged"] += not told.get("already")
        self.left -= 1
        if self.left == 0:
            self.lethal()

    def runs(self) -> Iterator[Run]:
        """Every check-in, the one under way last."""
        yield from self.done
        if self.run:
            yield self.run


def _asked(client: ControlClient) -> dict[str, Any]:
    """The session once it asks something or is over."""
    view: dict[str, Any] = client.ask("session")["session"]
    while view["session"] and not view["question"]:
        view = client.ask("session", since=view["number"])["session"]
    return view


def torment(folder: Path, kills: int, seed: int) -> Runner:
    """Kill a daemon this many times. Raises Broken."""
    chance = random.Random(seed)
    runner = Runner(chance)
    environment = _home(folder)
    os.environ["XDG_RUNTIME_DIR"] = environment["XDG_RUNTIME_DIR"]
    with (folder / "log").open("wb") as log:
        for _ in range(kills):
            born = time.monotonic()
            daemon = subprocess.Popen(COMMAND, env=environment, stdout=log, stderr=log)
            early = chance.random() < 0.25
            seconds = chance.uniform(0, STARTING_SECONDS if early else ANSWERING_SECONDS)
            killer = Timer(seconds, daemon.kill)
            runner.left, runner.lethal = chance.randint(0, MOST_ANSWERS), killer.start
            if early:
                runner.left = -1
                killer.start()
            _live(runner, daemon, born)
            killer.cancel()
    return runner


def _live(runner: Runner, daemon: "subprocess.Popen[bytes]", born: float) -> None:
    """One life of a daemon, to its violent end."""
    try:
        with _connected(daemon) as client:
            runner.live(client, born)
    except NoDaemon as silent:
        if daemon.wait(5) != -signal.SIGKILL:
            raise Broken(f"it ended by itself: {daemon.returncode}: {silent}") from None
        runner.counts["kills"] += 1
    except Refused as refused:
        raise Broken(f"refused: {refused.code}: {refused.message}") from None
    except subprocess.TimeoutExpired:
        raise Broken("it is stuck") from None
    finally:
        daemon.kill()
        daemon.wait()


def _home(folder: Path) -> dict[str, str]:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    homes = {name: str(folder / name.lower()) for name in names}
    for name in homes.values():
        Path(name, "easeback").mkdir(mode=0o700, parents=True)
    settings = "[voice]\nenabled = false\n[reminders]\nenabled = false\n"
    Path(homes["XDG_CONFIG_HOME"], "easeback", "config.toml").write_text(settings)
    return {**os.environ, **homes, "HOME": str(folder)}


def _connected(daemon: "subprocess.Popen[bytes]") -> ControlClient:
    while daemon.poll() is None:
        try:
            return ControlClient()
        except NoDaemon:
            time.sleep(0.01)
    raise NoDaemon("silent", "killed before it answered")


def examine(store: Path, runner: Runner) -> dict[str, int]:
    """What the file says about what was acknowledged."""
    with sqlite3.connect(store) as db:
        found = db.execute("PRAGMA integrity_check").fetchone()[0]
        rows = db.execute("SELECT id, kind, data FROM facts").fetchall()
    db.close()
    facts = [(number, kind, json.loads(data)) for number, kind, data in rows]
    answers = [data for _, kind, data in facts if kind == "answer"]
    kept = {(answer["attempt"], answer["question"]): answer["value"] for answer in answers}
    told = {(run.attempt, name): value for run in runner.runs() for name, value in run.told.items()}
    attempts = {number for number, kind, _ in facts if kind == "attempt"}
    return {
        "lost": len(told.keys() - kept.keys()),
        "changed": sum(kept.get(key, value) != value for key, value in told.items()),
        "doubled": len(answers) - len(kept),
        "attempts without answers": len(attempts - {attempt for attempt, _ in kept}),
        "faults in the file": int(found != "ok"),
    }


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        try:
            runner = torment(folder, arguments.kills, arguments.seed)
        except Broken as broken:
            print(f"broken: {broken}\n{(folder / 'log').read_text()[-2000:]}")
            return 1
        faults = examine(folder / "xdg_data_home" / "easeback" / "easeback.db", runner)
    for name, number in {**runner.counts, "check-ins": len(runner.done), **faults}.items():
        print(f"{number:6}  {name}")
    if runner.seconds:
        print(f"{median(runner.seconds):6.2f}  seconds from start to the open question (median)")
        print(f"{max(runner.seconds):6.2f}  seconds at most")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
