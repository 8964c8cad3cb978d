"""One of a kind at a time, however it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.base.errors import CannotRun
from daemon.base.lock import alone, in_use, lock_of, only_one
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
        only_one("daemon", tmp_path / "a.db"),
        only_one("session", tmp_path / "a.db"),
        pytest.raises(CannotRun, match=us),
        only_one("daemon", tmp_path / "a.db"),
    ):
        pass
    with only_one("daemon", tmp_path / "a.db"):
        pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "a.db")]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(CannotRun, match=str(holder.pid)),
            only_one("session", tmp_path / "a.db"),
        ):
            pass
        holder.kill()
    with only_one("session", tmp_path / "a.db"):
        pass


def test_a_link_to_the_file_leads_to_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "elsewhere" / "real.db")
    with (
        only_one("daemon", tmp_path / "elsewhere" / "real.db"),
        pytest.raises(CannotRun, match="another easeback daemon"),
        only_one("daemon", link),
    ):
        pass


def test_a_link_that_is_planted_as_a_lock_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    lock_of("daemon", tmp_path / "a.db").symlink_to(victim)
    with pytest.raises(CannotRun, match="lock"), only_one("daemon", tmp_path / "a.db"):
        pass
    assert victim.read_text() == "precious"


def test_a_file_in_use_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.base.lock._WAIT_SECONDS", 0.0)
    first, second = in_use(tmp_path / "a.db"), in_use(tmp_path / "a.db")
    assert first is not None
    assert second is not None
    os.close(first)
    with pytest.raises(CannotRun, match="in use"), alone(tmp_path / "a.db"):
        pass
    os.close(second)
    with alone(tmp_path / "a.db"), pytest.raises(CannotRun, match=str(os.getpid())):
        in_use(tmp_path / "a.db")


def test_a_lock_that_was_erased_keeps_nobody_out(tmp_path: Path) -> None:
    with only_one("session", tmp_path / "a.db"):
        lock_of("session", tmp_path / "a.db").unlink()
        with only_one("session", tmp_path / "a.db"):
            assert lock_of("session", tmp_path / "a.db").exists()
