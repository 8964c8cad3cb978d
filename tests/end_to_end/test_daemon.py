"""`easeback run` as a process, across a faked morning.

In that process runs daemon/commands/run.py.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.control.client import ControlClient
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
    # It starts within this time, and wakes up by itself when it is over.
    with running("2026-03-02 07:29:40", out) as daemon:
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
    out, clock = tmp_path / "out", tmp_path / "clock"
    first_text = "easeback: First run"
    clock.write_text("@2026-03-02 07:45:00")
    with running(str(clock), out):
        wait_for(lambda: first_text in out.read_text())
    clock.write_text("@2026-03-02 07:50:00")
    fake = {**os.environ, **faked("2026-03-02 07:50:00"), "TZ": "UTC"}
    snooze = [sys.executable, "-m", "daemon.cli", "snooze", "10m"]
    subprocess.run(snooze, env=fake, check=True, capture_output=True)
    with running(str(clock), out), ControlClient() as client:
        wait_for(lambda: client.ask("status")["next_wake"].startswith("2026-03-02T08:00"))
        assert first_text not in out.read_text()
        clock.write_text("@2026-03-02 07:59:57")
        client.ask("look")
        wait_for(lambda: out.read_text().count(first_text) == 1)


def test_a_second_daemon_says_who_has_it(tmp_path: Path) -> None:
    with running("2026-03-02 05:00:00", tmp_path / "out"):
        second = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert "another easeback daemon is running" in second.stderr


def test_wrong_settings_keep_the_last_good_ones(tmp_path: Path, quiet: Path) -> None:
    out = tmp_path / "out"
    with running("2026-03-02 07:45:00", out) as daemon, ControlClient() as client:
        wait_for(lambda: "First run" in out.read_text())
        quiet.write_text("[reminders]\nrun = 7\n")
        # Woken rather than waited for: its slice is half a minute.
        client.ask("look")
        wait_for(lambda: "reminders.run" in out.read_text())
        assert daemon.poll() is None
    assert daemon.returncode == 0


def test_wrong_settings_at_the_start_are_refused(quiet: Path) -> None:
    quiet.write_text("[plan]\nstart_minutes = 0\nincrese_percent = 5\n")
    done = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "plan.start_minutes" in done.stderr
    assert "did you mean 'increase_percent'" in done.stderr
