"""The daemon on clocks and in zones that change under it; the table is in test_due_timeline."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.control.client import ControlClient
from tests.end_to_end.clocked_daemon import RUN, running
from tests.processes import started, wait_for

REMINDED = "easeback: First run"


@pytest.fixture(autouse=True)
def settings(home: Path) -> Path:
    """No voice, no quiet hours, and a run time that Berlin's summer time skips."""
    config = home / "xdg_config_home" / "easeback" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        '[voice]\nenabled = false\n[reminders]\nrun = "02:30"\nquiet_until = "22:00"\n'
    )
    return config


@pytest.mark.parametrize(
    ("clock", "count"),
    [("2026-03-29 01:59:55", 1), ("2026-10-25 02:29:55", 1), ("2026-10-25 01:30:00", 0)],
)
def test_a_time_that_summer_time_skips_or_repeats(tmp_path: Path, clock: str, count: int) -> None:
    out = tmp_path / "out"
    with running(clock, out, zone="Europe/Berlin"):
        if count:
            wait_for(lambda: REMINDED in out.read_text())
    with running(clock, tmp_path / "again", zone="Europe/Berlin"):
        pass
    assert (out.read_text() + (tmp_path / "again").read_text()).count(REMINDED) == count


def test_a_clock_a_year_ahead_and_back(tmp_path: Path) -> None:
    out, clock = tmp_path / "out", tmp_path / "clock"

    def shown(times: int) -> bool:
        return out.read_text().count(REMINDED) == times

    clock.write_text("@2026-03-02 07:45:00")
    with running(str(clock), out) as daemon, ControlClient() as client:
        wait_for(lambda: shown(1))
        clock.write_text("@2027-03-02 07:45:00")
        # Woken rather than waited for: its slice is half a minute.
        client.ask("look")
        wait_for(lambda: shown(2))
        clock.write_text("@2026-03-02 07:46:00")
        client.ask("look")
        wait_for(lambda: client.ask("status")["next_wake"].startswith("2026"))
        assert daemon.poll() is None
    assert shown(2)
    clock.write_text("@2027-03-02 07:45:00")
    again = tmp_path / "again"
    with running(str(clock), again):
        wait_for(lambda: REMINDED in again.read_text())


def test_two_daemons_started_at_once(tmp_path: Path) -> None:
    with (
        (tmp_path / "out").open("wb") as out,
        started(RUN, stdout=out, stderr=subprocess.PIPE) as one,
        started(RUN, stdout=out, stderr=subprocess.PIPE) as other,
    ):
        both = one, other
        wait_for(lambda: any(daemon.poll() is not None for daemon in both))
        first, second = both if one.poll() is None else reversed(both)
        assert second.stderr is not None
        assert second.returncode == 3
        assert f"another easeback daemon is running (process {first.pid})" in (
            second.stderr.read().decode()
        )
        first.terminate()
        first.wait(60)


def test_a_zone_that_changes_is_noticed() -> None:
    """In a mount namespace of its own, where /etc/localtime can be another one."""
    program = (
        "import subprocess; from daemon.base import clock; print(clock.now().utcoffset());"
        "mount = ['mount', '--bind', '/usr/share/zoneinfo/Asia/Tokyo', '/etc/localtime'];"
        "subprocess.run(mount, check=True); print(clock.now().utcoffset())"
    )
    inside = ["unshare", "--map-root-user", "--mount"]
    environment = {name: value for name, value in os.environ.items() if name != "TZ"}
    try:
        subprocess.run([*inside, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no mount namespaces here (unshare)")
    done = subprocess.run(
        [*inside, sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    before, after = done.stdout.split()
    assert after == "9:00:00", done.stderr
    assert before != after
