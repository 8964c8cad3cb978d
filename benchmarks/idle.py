"""What a program costs while nothing happens: memory, wake-ups and processor time.

    python -m benchmarks.idle                          # easeback's daemon: 10 + 5 minutes
    python -m benchmarks.idle --used                   # the same after a session with voice
    python -m benchmarks.idle --settle 60 -- workrave  # any program, measured the same way

The program runs for `--settle` seconds; then, for `--minutes`, it and all the processes that it
started are watched through /proc: proportional memory (Pss: what is shared counts by its share),
context switches (voluntary and not, every thread's), and time on a processor. easeback's daemon
runs in a home of its own, with reminders hours away. Linux only; a desktop's programs need one
(`dbus-run-session xvfb-run -a python -m benchmarks.idle -- safeeyes`).
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from daemon.control.client import ControlClient

OURS = (sys.executable, "-m", "daemon", "run")
# (what, unit, the most that easeback may take)
TARGETS = (
    ("proportional memory", "MB", 28.0),
    ("context switches", "a minute", 6.0),
    ("processor time", "ms a minute", 10.0),
    ("processes", "", 1.0),
    ("open microphones", "", 0.0),
)
_MICROPHONES = ("parec", "pw-record", "arecord")


@dataclass(frozen=True)
class Sample:
    """Sums over a program's processes; `switches` and `nanoseconds` since each began."""

    processes: int
    kilobytes: int
    switches: int
    nanoseconds: int
    microphones: int


def sample(top: int) -> Sample:
    """A process and all that descend from it, now."""
    found = [top, *_descendants(top)]
    tasks = [task for number in found for task in _tasks(number)]
    return Sample(
        len(found),
        sum(_field(Path(f"/proc/{number}/smaps_rollup"), "Pss:") for number in found),
        sum(_switches(task) for task in tasks),
        sum(int((_read(task / "schedstat") or "0").split()[0]) for task in tasks),
        sum(_read(Path(f"/proc/{number}/comm")).strip() in _MICROPHONES for number in found),
    )


def figures(before: Sample, after: Sample, seconds: float) -> tuple[float, ...]:
    """What TARGETS name, between two samples this far apart."""
    minutes = seconds / 60
    return (
        after.kilobytes / 1024,
        (after.switches - before.switches) / minutes,
        (after.nanoseconds - before.nanoseconds) / 1e6 / minutes,
        after.processes,
        after.microphones,
    )


def measured(
    command: Sequence[str], settle: float, minutes: float, *, used: bool = False
) -> tuple[float, ...]:
    """Run it in a home of its own, wait, then watch it."""
    with tempfile.TemporaryDirectory(prefix="idle-") as home:
        environment = {**os.environ, "HOME": home}
        for name in ("DATA", "CONFIG", "CACHE"):
            environment[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        if command == OURS:
            _far_from_reminders(Path(environment["XDG_CONFIG_HOME"]))
            environment["XDG_RUNTIME_DIR"] = home
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
            try:
                if used:
                    _use(Path(home) / "easeback" / "control.sock")
                time.sleep(settle)
                before, start = sample(program.pid), time.monotonic()
                time.sleep(minutes * 60)
                after, end = sample(program.pid), time.monotonic()
            finally:
                program.send_signal(signal.SIGTERM)
    return figures(before, after, end - start)


def _use(socket: Path) -> None:
    """Begin a check-in, with the voice child, the notifier and all, and stop it."""
    while not socket.exists():
        time.sleep(0.1)
    with ControlClient(socket) as client:
        client.ask("start", session="checkin")
        while client.ask("session")["session"]["question"] is None:
            time.sleep(0.5)
        client.ask("command", name="stop")


def _far_from_reminders(config: Path) -> None:
    hour = f"{(time.localtime().tm_hour + 12) % 24:02}:00"
    names = ("run", "rest", "strength", "next_day")
    settings = "\n".join(f'{name} = "{hour}"' for name in names)
    (config / "easeback").mkdir(parents=True)
    (config / "easeback" / "config.toml").write_text(f"[reminders]\n{settings}\n")


def _descendants(top: int) -> Iterator[int]:
    for task in _tasks(top):
        for child in map(int, _read(task / "children").split()):
            yield child
            yield from _descendants(child)


def _tasks(number: int) -> list[Path]:
    return list(Path(f"/proc/{number}/task").iterdir())


def _switches(task: Path) -> int:
    kinds = ("voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:")
    return sum(_field(task / "status", kind) for kind in kinds)


def _field(file: Path, key: str) -> int:
    lines = (line.split() for line in _read(file).splitlines())
    return next((int(line[1]) for line in lines if line[0] == key), 0)


def _read(file: Path) -> str:
    # A thread may end between being listed and being read.
    with suppress(OSError):
        return file.read_text()
    return ""


def main() -> int:
    """Print the figures; for easeback itself 1 where one is above its target."""
    parser = argparse.ArgumentParser(prog="benchmarks.idle")
    parser.add_argument("--settle", type=float, default=600, help="seconds before (600)")
    parser.add_argument("--minutes", type=float, default=5, help="minutes of watching (5)")
    parser.add_argument("--used", action="store_true", help="hold a session first")
    parser.add_argument("command", nargs="*", help="what to watch instead of easeback's daemon")
    arguments = parser.parse_args()
    command = tuple(arguments.command) or OURS
    found = measured(command, arguments.settle, arguments.minutes, used=arguments.used)
    for (what, unit, most), value in zip(TARGETS, found, strict=True):
        target = f"(at most {most:g})" if command == OURS else ""
        print(f"{what:20} {value:8.1f} {unit:12} {target}".rstrip())
    above = any(value > most for (_, _, most), value in zip(TARGETS, found, strict=True))
    return int(command == OURS and above)


if __name__ == "__main__":
    sys.exit(main())
