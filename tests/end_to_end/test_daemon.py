"""`easeback run` as a process, across a faked morning.

In that process runs daemon/commands/run.py.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.base import paths
from tests.end_to_end.clocked_daemon import RUN, faked, running
from tests.processes import wait_for


@pytest.fixture(autouse=True)
def quiet(home: Path) -> Path:
    """No voice: these tests are about the clock."""
    config = home / "xdg_config_home" / "easeback" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[voice]\nenabled = false\n")
    return config


def test_it_reminds_in_the_morning_once_and_stops_cleanly(tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    with running("2026-03-02 07:29:50", out) as daemon:
        assert "First run" not in out.read_text()
        wait_for(lambda: "First run: 20 minutes easy" in out.read_text())
    assert daemon.returncode == 0
    assert out.read_text().count("easeback: First run") == 1
    assert out.read_text().endswith("stopped\n")
    with running("2026-03-02 07:45:00", again):
        pass
    assert "First run" not in again.read_text()


def test_the_calendar_is_kept_fresh(tmp_path: Path, quiet: Path) -> None:
    quiet.write_text("[voice]\nenabled = false\n[calendar]\nkeep = true\n")
    with running("2026-03-02 05:00:00", tmp_path / "out"):
        wait_for(paths.calendar_file().exists)
    assert "DTSTART;VALUE=DATE:20260302" in paths.calendar_file().read_text()


def test_what_was_snoozed_comes_again_to_the_minute(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first_text = "easeback: First run"
    with running("2026-03-02 07:45:00", out):
        wait_for(lambda: first_text in out.read_text())
    fake = {**os.environ, **faked("2026-03-02 07:50:00"), "TZ": "UTC"}
    snooze = [sys.executable, "-m", "daemon.cli", "snooze", "10m"]
    subprocess.run(snooze, env=fake, check=True, capture_output=True)
    with running("2026-03-02 07:59:40", out):
        assert first_text not in out.read_text()
        wait_for(lambda: out.read_text().count(first_text) == 1, 60)


def test_a_second_daemon_says_who_has_it(tmp_path: Path) -> None:
    with running("2026-03-02 05:00:00", tmp_path / "out"):
        second = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert "another easeback daemon is running" in second.stderr


def test_wrong_settings_keep_the_last_good_ones(tmp_path: Path, quiet: Path) -> None:
    out = tmp_path / "out"
    with running("2026-03-02 07:45:00", out) as daemon:
        wait_for(lambda: "First run" in out.read_text())
        quiet.write_text("[reminders]\nrun = 7\n")
        wait_for(lambda: "reminders.run" in out.read_text(), 60)
        assert daemon.poll() is None
    assert daemon.returncode == 0


def test_wrong_settings_at_the_start_are_refused(quiet: Path) -> None:
    quiet.write_text("[plan]\nstart_minutes = 0\nincrese_percent = 5\n")
    done = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "plan.start_minutes" in done.stderr
    assert "did you mean 'increase_percent'" in done.stderr
