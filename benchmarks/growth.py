"""What a diary of years costs: processor seconds of commands, and of the daemon's looks.

    python -m benchmarks.growth [--years 0 1 5 10]

One run a day with all its answers. Each command runs in a process of its own, three times; the
least processor time is told, start of Python and imports included. "copy" is a daily backup, "look"
one look of the daemon's, "look again" the next one, "keep" a look with `calendar.keep`.
"""

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.diary import fill

ROUNDS = 3
COMMANDS = ("next", "plan", "log --warmup 1", "undo", "history", "report", "export --format ics")
_DAEMON = """
import asyncio, sys, time
from daemon.diary.backup import back_up_daily
from daemon.exchange.calendar_file import keep_fresh
from daemon.reminders.scheduler import Watch
from daemon.settings.config import CalendarSection, Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
watch = Watch(
    LiveSettings(Config(calendar=CalendarSection(keep=True)), table_in_force()),
    chores=[{"copy": back_up_daily, "keep": keep_fresh}[name] for name in sys.argv[1:]],
)
for _ in range(2):
    before = time.process_time()
    asyncio.run(watch.look())
    print(time.process_time() - before)
"""


def measured(years: float, folder: Path) -> Mapping[str, float]:
    """Processor seconds of each, and the size of the report in megabytes."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"},
        **{f"XDG_{what}_HOME": str(folder / what) for what in ("DATA", "CACHE", "CONFIG")},
    }
    file = folder / "DATA" / "easeback" / "easeback.db"
    file.parent.mkdir(parents=True)
    fill(file, round(years * 365))
    told: dict[str, float] = {}
    for command in COMMANDS:
        seconds = [
            _spent(["-m", "daemon.cli", *command.split()], environment) for _ in range(ROUNDS)
        ]
        told[command.partition(" --")[0]] = min(seconds)
    told["report MB"] = (file.parent / "report.html").stat().st_size / 1e6
    told["look"], told["look again"] = _looks([], environment)
    told["keep"], _ = _looks(["keep"], environment)
    told["copy"], _ = _looks(["copy"], environment)
    return told


def _spent(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _looks(chores: Sequence[str], environment: Mapping[str, str]) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _DAEMON, *chores],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [float(line) for line in done.stdout.split()]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.growth")
    parser.add_argument("--years", type=float, nargs="+", default=[0, 1, 5, 10])
    years = parser.parse_args().years
    rows = []
    for each in years:
        with TemporaryDirectory() as folder:
            rows.append(measured(each, Path(folder)))
    print("| |", *(f" {each:g} years |" for each in years), sep="")
    print("|---|", "---|" * len(years), sep="")
    for name in rows[0]:
        print(f"| {name} |", *(f" {row[name]:.2f} |" for row in rows), sep="", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
