"""The service in a real user manager: installed, ready, watched over, started again, removed."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.user_manager import UserManager, user_manager
from tests.processes import need, started, wait_for
from tests.traps import set_traps
from tests.virtual_room import NOISE, SERVERS, sound_server

UNIT = "easeback.service"


@pytest.fixture(scope="module")
def manager() -> Iterator[UserManager]:
    with user_manager() as running:
        yield running


@pytest.fixture
def installed(manager: UserManager) -> Iterator[UserManager]:
    # Reminders would be spoken; these tests are about the service.
    settings = manager.home / ".config/easeback/config.toml"
    manager.do("mkdir", "-p", str(settings.parent).replace(str(manager.home), "/home/runner"))
    settings.write_text("[voice]\nenabled = false\n")
    manager.easeback("service", "install")
    yield manager
    manager.easeback("service", "uninstall")


def main_process(manager: UserManager) -> int:
    return int(manager.shown(UNIT, "MainPID"))


def started_again(manager: UserManager, before: int) -> bool:
    active = manager.shown(UNIT, "ActiveState") == "active"
    return active and main_process(manager) not in (0, before)


def test_it_is_ready_when_it_is_installed_and_gone_when_removed(manager: UserManager) -> None:
    assert "not installed" in manager.easeback("service", "status").stdout
    manager.easeback("service", "install")
    assert manager.shown(UNIT, "SubState") == "running"
    # Told by the first look, which comes after READY.
    wait_for(lambda: manager.shown(UNIT, "StatusText"))
    second = manager.easeback("run", check=False)
    assert second.returncode == 3
    assert f"process {main_process(manager)}" in second.stderr
    assert "The service is active." in manager.easeback("service", "status").stdout
    manager.easeback("service", "install")
    assert manager.shown(UNIT, "SubState") == "running"
    manager.do("systemctl", "--user", "stop", UNIT)
    assert manager.shown(UNIT, "Result") == "success"
    manager.easeback("service", "uninstall")
    assert manager.shown(UNIT, "LoadState") == "not-found"
    assert not (manager.home / ".config/systemd/user" / UNIT).exists()


def test_a_daemon_that_is_killed_is_started_again(installed: UserManager) -> None:
    installed.configure("soon", "RestartSec=0")
    before = main_process(installed)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: started_again(installed, before))
    assert "started again after a fault 1 time" in installed.easeback("service", "status").stdout


def test_a_daemon_that_hangs_is_killed_and_started_again(installed: UserManager) -> None:
    installed.configure("soon", "RestartSec=0\nWatchdogSec=2\nTimeoutAbortSec=1")
    installed.do("systemctl", "--user", "restart", UNIT)
    before = main_process(installed)
    # A loop that works feeds the watchdog for longer than that takes to bite.
    time.sleep(3)
    assert main_process(installed) == before
    os.kill(before, signal.SIGSTOP)
    wait_for(lambda: started_again(installed, before))


def test_wrong_settings_are_refused_before_anything_is_installed(manager: UserManager) -> None:
    settings = manager.home / ".config/easeback/config.toml"
    manager.do("mkdir", "-p", "/home/runner/.config/easeback")
    settings.write_text("[plan]\neasy_weeks = 1\n")
    done = manager.easeback("service", "install", check=False)
    settings.unlink()
    assert done.returncode == 2
    assert "easy_weeks" in done.stderr
    assert manager.shown(UNIT, "LoadState") == "not-found"


@contextmanager
def replaced_by(manager: UserManager, script: str, settings: str) -> Iterator[None]:
    """The unit as installed, running a script in place of the daemon."""
    manager.easeback("service", "install")
    manager.do("systemctl", "--user", "stop", UNIT)
    (manager.home / ".cache/easeback/script").write_text(script)
    manager.configure(
        "script",
        "Type=oneshot\nRestart=no\nExecStart=\n"
        f"ExecStart=/bin/sh /home/runner/.cache/easeback/script\n{settings}",
    )
    try:
        yield
    finally:
        (manager.home / f".config/systemd/user/{UNIT}.d/script.conf").unlink()
        manager.easeback("service", "uninstall")


@pytest.mark.parametrize("kind", SERVERS)
def test_voice_and_sound_work_under_its_restrictions(manager: UserManager, kind: str) -> None:
    program = Path(sys.executable).with_name("easeback")
    script = f'"{program}" doctor --json >/home/runner/.cache/easeback/doctor.json; true\n'
    # A service's folder is the home, which may be full of other things.
    set_traps(manager.home, "/home/runner/.cache/easeback/sprung")
    with ExitStack() as stack:
        folder = manager.home.parent / kind
        folder.mkdir()
        sound = stack.enter_context(sound_server(folder, kind))
        server = f"unix:{sound.socket}"
        environment = {**os.environ, "PULSE_SERVER": server}
        noise = stack.enter_context(started(NOISE, env=environment))
        stack.callback(noise.kill)
        variable = f"Environment=PULSE_SERVER={server}"
        # What a desktop session may have exported.
        manager.do("systemctl", "--user", "set-environment", "PYTHONPATH=:/nowhere")
        stack.callback(manager.do, "systemctl", "--user", "unset-environment", "PYTHONPATH")
        stack.enter_context(replaced_by(manager, script, variable))
        manager.do("systemctl", "--user", "start", UNIT)
    found = json.loads((manager.home / ".cache/easeback/doctor.json").read_text())
    for part in ("settings", "diary", "mouth", "ears", "speaker", "microphone"):
        assert found[part]["state"] == "present", found[part]
    assert not (manager.home / ".cache/easeback/sprung").exists()


def test_its_log_is_shown_or_what_is_missing_is_said(manager: UserManager) -> None:
    need("journalctl")
    missing = manager.easeback("logs", check=False)
    assert missing.returncode == 3
    assert "not installed" in missing.stderr
