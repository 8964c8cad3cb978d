"""Disks that are full, read-only or broken: what was acknowledged is there, the rest is said.

The disks are real to the program: a small tmpfs in a mount namespace of its own, and system calls
that the kernel lets fail (strace's fault injection).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from daemon.diary.store import Store
from tests.processes import need

# Appends until it fails, and prints the number of each fact once it is acknowledged.
APPEND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from daemon.base.errors import CannotRun
from daemon.diary.facts import Reminded
from daemon.diary.store import Store
try:
    store = Store(Path(sys.argv[1]))
    for number in range(int(sys.argv[2])):
        shown = Reminded(f"{number} {'x' * 500} {sys.argv[3]}")
        print(store.append(datetime.now(UTC), shown), flush=True)
except CannotRun as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def append(path: Path, count: int, *wrapper: str) -> tuple[list[int], int, str]:
    """Acknowledged numbers, exit code, and what was said."""
    command = [*wrapper, sys.executable, "-c", APPEND, str(path), str(count), str(uuid4())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()], done.returncode, done.stderr


def kept(path: Path) -> list[int]:
    store = Store(path)
    store.check()
    numbers = [row.id for row in store.rows()]
    store.close()
    return numbers


@pytest.mark.parametrize(
    "calls", ["pwrite64", "fdatasync,fsync", "openat", "ftruncate", "pwrite64,fdatasync"]
)
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_disk_that_fails_somewhere(tmp_path: Path, calls: str, error: str) -> None:
    need("strace")
    told = 0
    for when in (2, 5, 11):
        path = tmp_path / str(when) / "a.db"
        Store(path).close()
        first, *_ = append(path, 3)
        inject = f"inject={calls}:error={error}:when={when}+"
        limit = ["-P", str(path), "-P", f"{path}-wal", "-P", f"{path}-shm"]
        wrapper = ["strace", "-qq", "-o", "/dev/null", *limit, "-e", f"trace={calls}", "-e", inject]
        later, code, said = append(path, 8, *wrapper)
        assert code in (0, 3), said
        assert "Traceback" not in said
        if code == 3:
            told += 1
            assert str(path) in said
        assert kept(path)[: len(first + later)] == first + later
        # The bytes of one answer may be there although the disk did not confirm them: it is told.
        unsure = "all the same" in said
        assert len(kept(path)) - len(first + later) in ((0, 1) if unsure else (0,))
    if calls.startswith("pwrite64"):
        assert told == 3


IN_A_ROOM_OF_ITS_OWN = ("unshare", "--map-root-user", "--mount")

FULL = """
set -e
mount -t tmpfs -o size=300k tmpfs "$1"
export XDG_DATA_HOME="$1" XDG_RUNTIME_DIR=
run() { "$PYTHON" -m daemon.cli "$@"; }
run log --warmup 2 >/dev/null
head -c 300k /dev/zero >"$1/filler" 2>/dev/null || true
set +e
run log --late 0 2>&1; echo "full: $?"
run log --amend --faded no 2>&1; echo "full: $?"
for command in next status plan history export; do
    run "$command" >/dev/null; echo "read: $?"
done
"$PYTHON" -c "$LOOK"
rm "$1/filler"
"$PYTHON" -c "$LOOK"
find "$1" -type f -size 0 -newer "$1/easeback/easeback.db" ! -name '*.lock' | sed 's/^/emptied: /'
run log --amend --faded yes >/dev/null 2>&1; echo "free: $?"
run history --json
"""

# One look of the daemon's, and what it says is the matter.
LOOK = """
import asyncio
from daemon.reminders.scheduler import Watch
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
watch = Watch(LiveSettings(Config(), table_in_force()))
asyncio.run(watch.look())
print("daemon:", watch.fault or "well")
"""

READ_ONLY = """
set -e
export XDG_DATA_HOME="$1" XDG_RUNTIME_DIR= XDG_CACHE_HOME="$1/cache"
run() { "$PYTHON" -m daemon.cli "$@"; }
run log --warmup 2 --late 1 >/dev/null
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
cd "$1"
set +e
run log --late 0 2>&1; echo "log: $?"
run next; echo "next: $?"
run history --json
"""


def in_namespace(script: str, folder: Path) -> str:
    try:
        subprocess.run([*IN_A_ROOM_OF_ITS_OWN, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no mount namespaces here (unshare)")
    folder.mkdir()
    done = subprocess.run(
        [*IN_A_ROOM_OF_ITS_OWN, "bash", "-c", script, "bash", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHON": sys.executable, "LOOK": LOOK},
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout, done.stderr
    return done.stdout


def test_a_full_disk_is_said_and_nothing_is_half_stored(tmp_path: Path) -> None:
    said = in_namespace(FULL, tmp_path / "disk")
    assert said.count("full: 3") == 2
    assert "nothing was stored: the disk is full" in said
    assert said.count("read: 0") == 5
    faults = [line for line in said.splitlines() if line.startswith("daemon: ")]
    assert "the disk is full" in faults[0]
    assert faults[1] == "daemon: well"
    assert "emptied" not in said
    assert "free: 0" in said
    (entry,) = json.loads(said.splitlines()[-1])
    assert (entry["attempt"]["warmup"], entry["attempt"]["faded"]) == (2, True)


def test_a_read_only_diary_is_read_and_not_written(tmp_path: Path) -> None:
    said = in_namespace(READ_ONLY, tmp_path / "disk")
    assert "log: 3" in said
    assert "nothing was" in said
    assert "next: 0" in said
    (entry,) = json.loads(said.splitlines()[-1])
    assert entry["attempt"]["warmup"] == 2
