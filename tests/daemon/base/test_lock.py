"""One of a kind at a time, however it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.base.errors import CannotRun
from daemon.base.lock import only_one
from tests.processes import started

HOLD = """
import sys, time
from pathlib import Path
from daemon.base.lock import only_one
with only_one("session", Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_is_told_who_has_it(tmp_path: Path) -> None:
    us = f"process {os.getpid()}"
    with (
        only_one("daemon", tmp_path),
        only_one("session", tmp_path),
        pytest.raises(CannotRun, match=us),
        only_one("daemon", tmp_path),
    ):
        pass
    with only_one("daemon", tmp_path):
        pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(CannotRun, match=str(holder.pid)), only_one("session", tmp_path):
            pass
        holder.kill()
    with only_one("session", tmp_path):
        pass
