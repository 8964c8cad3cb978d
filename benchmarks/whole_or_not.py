"""Every command that writes, with every write and every sync of its failing: all of it, or nothing.

    python -m benchmarks.whole_or_not [--step 1]

Each command runs again and again on the same diary; the first time its first write to the diary's
files fails (or it is killed there), then its second, until it gets through. Afterwards the diary
has to be as before or as after, and what the command said has to be so. Needs strace.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from daemon.base.words import words
from daemon.diary.store import Store

CALLS = ("pwrite64", "fdatasync")
PLACING = ("link", "unlink", "rename", "ftruncate", "fsync")
"""What `restore` does besides."""
FAULTS = ("error=ENOSPC", "error=EIO", "signal=KILL")
DAYS = ("2026-03-02", "2026-03-05")
FIVE = ("--warmup", "3", "--faded", "yes", "--late", "1", "--minutes", "20", "--distance", "3km")
COMMANDS: Mapping[str, Sequence[str]] = {
    "log": ("log", *FIVE),
    "amend": ("log", "--amend", "--warmup", "4", "--late", "2"),
    "undo": ("undo",),
    "strength": ("strength", "done"),
    "snooze": ("snooze",),
    "import": ("import", "exported.json"),
    "watch": ("import", "run.tcx"),
    "restore": ("restore", "--yes", "copy.db"),
}
TCX = """<TrainingCenterDatabase
xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Running">
<Lap StartTime="2026-03-05T09:00:00Z"><TotalTimeSeconds>1500</TotalTimeSeconds>
<DistanceMeters>4000</DistanceMeters></Lap></Activity></Activities></TrainingCenterDatabase>"""
_UNSURE = words("diary.unsure", file="", reason="|").split("|")[1][:20]

_KILLED = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from daemon.diary.facts import StrengthDone
from daemon.diary.store import Store
Store(Path(sys.argv[1])).append(datetime.now(UTC), StrengthDone(date(2026, 3, 6)))
os._exit(0)
"""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[^\"]*")

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Tried:
    """What became of one command: what it said, its exit code, and the diary afterwards."""

    said: str
    code: int
    rows: Rows


# A desktop of somebody's; and coverage's files, whose calls would be made to fail as well.
_NOT_OURS = ("XDG_RUNTIME_DIR", "COVERAGE_PROCESS_CONFIG")


class Home:
    """A runner's diary as it was before, as often as it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = folder / "before"
        self.data = folder / "now"
        (folder / "run.tcx").write_text(TCX)
        for day in DAYS:
            self.run("log", "--day", day, "--warmup", "2", "--late", "0")
        # As a killed command leaves it: the newest entry is in SQLite's log alone.
        subprocess.run([sys.executable, "-c", _KILLED, self.file], check=True)
        shutil.copytree(self.data, self._before)
        self.run("log", "--day", "2026-03-08", "--warmup", "1", "--late", "0", "--minutes", "9")
        self.run("export", "--to", "exported.json")
        self.run("backup", "--to", "copy.db")
        self.as_before()

    @property
    def file(self) -> Path:
        """The diary."""
        return self.data / "easeback" / "easeback.db"

    def run(self, *command: str, under: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """One command of easeback's."""
        environment = {
            **{name: value for name, value in os.environ.items() if name not in _NOT_OURS},
            "XDG_DATA_HOME": str(self.data),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [*under, sys.executable, "-m", "daemon.cli", *command],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={**environment, "PYTHONPATH": str(Path.cwd())},
            timeout=60,
        )

    def as_before(self, *, empty: bool = False) -> None:
        """Forget what was tried; `empty` is before there was anything."""
        shutil.rmtree(self.data, ignore_errors=True)
        # What is remembered of a diary outlives it.
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        if not empty:
            shutil.copytree(self._before, self.data)

    def rows(self) -> Rows:
        """What is in the diary, without its times."""
        store = Store(self.file)
        try:
            store.check()
            return [(row.kind, _TIME.sub("", row.data)) for row in store.rows()]
        finally:
            store.close()

    def tried(self, command: Sequence[str], under: Sequence[str] = ()) -> Tried:
        """The command on the diary as it was before."""
        self.as_before()
        done = self.run(*command, under=under)
        return Tried(done.stdout + done.stderr, done.returncode, self.rows())

    def failing(self, call: str, fault: str, when: int) -> list[str]:
        """What makes this call to the diary's files fail at that time; a full disk stays full."""
        logs = (f"{self.file}{end}" for end in ("", "-wal", "-journal"))
        # What is made beside the diary has another name each time.
        places = () if call in PLACING else logs
        paths = [word for place in places for word in ("-P", place)]
        often = f"{when}+" if "ENOSPC" in fault else f"{when}"
        inject = f"inject={call}:{fault}:when={often}"
        return [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            *paths,
            "-e",
            f"trace={call}",
            "-e",
            inject,
        ]


def faults(
    home: Home, command: Sequence[str], step: int = 1, calls: Sequence[str] = CALLS
) -> Iterator[str]:
    """What is wrong after each failing call of this command."""
    before, after = home.rows(), home.tried(command).rows
    assert before != after, command
    for call in calls:
        for fault in FAULTS:
            yield from _faults(home, command, (before, after), (call, fault), step)


def _faults(
    home: Home, command: Sequence[str], rows: tuple[Rows, Rows], what: tuple[str, str], step: int
) -> Iterator[str]:
    before, after = rows
    when, through = 1, False
    while not through:
        tried = home.tried(command, home.failing(*what, when))
        through = tried.code == 0
        place = f"{' '.join(command)}: {what[0]} {when} {what[1]}: exit {tried.code}"
        if tried.rows not in (before, after):
            yield f"{place}: half stored: {tried.rows[len(before) :]}"
        elif tried.code == 0 and tried.rows != after:
            yield f"{place}: acknowledged and lost"
        elif tried.code not in (0, 3, -9, 137):
            yield f"{place}: {tried.said[-300:]}"
        elif tried.code == 3 and tried.rows == after and _UNSURE not in tried.said:
            yield f"{place}: untrue: {tried.said.strip()}"
        when += step


def main() -> int:
    """Print what was not whole; 1 where anything was."""
    parser = argparse.ArgumentParser(prog="benchmarks.whole_or_not")
    parser.add_argument("--step", type=int, default=1, help="fail at every n-th call only")
    parser.add_argument("--only", nargs="*", choices=COMMANDS, default=list(COMMANDS))
    arguments = parser.parse_args()
    found = 0
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for name in arguments.only:
            home.as_before()
            calls = (*CALLS, *PLACING) if name == "restore" else CALLS
            wrong = list(faults(home, COMMANDS[name], arguments.step, calls))
            print(f"{name}: {len(wrong)} faults", *wrong, sep="\n  ", flush=True)
            found += len(wrong)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
