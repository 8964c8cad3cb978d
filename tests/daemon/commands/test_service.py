"""The service commands, with a `systemctl` that writes down what it is told."""

import json
import sys
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main


@pytest.fixture
def told(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    programs = home / "bin"
    programs.mkdir()
    log = home / "told"
    systemctl = programs / "systemctl"
    systemctl.write_text(
        f'#!/bin/sh\necho "$*" >> {log}\n[ "$2" = is-active ] && echo active\n'
        f'[ "$2" != "$(cat {home}/fails 2>/dev/null)" ] || {{ echo "no bus" >&2; exit 1; }}\n'
    )
    systemctl.chmod(0o755)
    (programs / "systemd-run").write_text(f"#!/bin/sh\n[ ! -e {home}/no-namespaces ]\n")
    (programs / "systemd-run").chmod(0o755)
    (programs / "easeback").touch()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "executable", str(programs / "python"))
    return log


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_installed_and_removed_without_a_trace(
    home: Path, told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(home)
    assert main(["service", "install"]) == 0
    unit = paths.unit_file().read_text()
    assert f'ExecStart="{home}/bin/easeback" run\n' in unit
    assert "RestrictAddressFamilies=AF_UNIX" in unit
    assert main(["service", "status"]) == 0
    assert "The service is active." in capsys.readouterr().out
    assert main(["service", "uninstall"]) == 0
    assert [line.split()[1] for line in told.read_text().splitlines()] == [
        "show-environment",
        "daemon-reload",
        "enable",
        "is-active",
        "show",
        "disable",
        "daemon-reload",
        "reset-failed",
    ]
    assert files(home) == before | {told}
    assert main(["service", "uninstall"]) == 0
    assert "not installed" in capsys.readouterr().out


def test_without_a_user_manager_nothing_is_written(
    home: Path, told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "fails").write_text("show-environment")
    assert main(["service", "install"]) == 3
    assert "no bus" in capsys.readouterr().err
    assert not paths.unit_file().exists()


def test_what_does_not_start_is_not_left_installed(
    home: Path, told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "fails").write_text("enable")
    assert main(["service", "install"]) == 3
    assert "enable" in capsys.readouterr().err
    assert not paths.unit_file().exists()


def test_without_user_namespaces_it_is_installed_without_what_needs_them(
    home: Path, told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["service", "install"]) == 0
    assert "PrivateUsers=yes" in paths.unit_file().read_text()
    (home / "no-namespaces").touch()
    assert main(["service", "install"]) == 0
    assert "forbids user namespaces" in capsys.readouterr().out
    unit = paths.unit_file().read_text()
    assert not any(key in unit for key in ("Private", "Protect", "ReadWritePaths"))
    assert "RestrictAddressFamilies=AF_UNIX" in unit


def test_a_diary_kept_elsewhere_is_the_one_that_the_service_keeps(
    home: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", f"{home}/my data")
    assert main(["service", "install"]) == 0
    unit = paths.unit_file().read_text()
    assert f'Environment="XDG_DATA_HOME={home}/my data"\n' in unit
    assert f'ReadWritePaths="{home}/my data/easeback" ' in unit


def test_the_log_is_the_journals(home: Path, told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    journalctl = home / "bin" / "journalctl"
    journalctl.write_text('#!/bin/sh\necho "$*"\n')
    journalctl.chmod(0o755)
    assert main(["logs"]) == 3
    assert "easeback service install" in capfd.readouterr().err
    assert main(["service", "install"]) == 0
    assert main(["logs", "--follow"]) == 0
    asked = "--user --unit=easeback.service --lines=200 --follow"
    assert asked in capfd.readouterr().out.splitlines()
    journalctl.unlink()


def test_without_systemd(
    home: Path, told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(home))
    assert main(["service", "install"]) == 3
    assert "easeback run" in capsys.readouterr().err


def test_odd_characters_in_the_path_reach_systemd_whole(
    home: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = home / 'a "b" 100%'
    odd.mkdir()
    (odd / "easeback").touch()
    monkeypatch.setattr(sys, "executable", str(odd / "python"))
    assert main(["service", "install"]) == 0
    assert f'ExecStart="{home}/a \\"b\\" 100%%/easeback" run\n' in paths.unit_file().read_text()


@pytest.mark.usefixtures("told")
def test_a_program_is_told_as_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for action in ("status", "install", "status", "uninstall", "uninstall"):
        assert main(["service", action, "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers == [
        {"state": "not installed", "detail": "", "restarts": 0},
        {"unit": str(paths.unit_file()), "walled_off": True},
        {"state": "active", "detail": "", "restarts": 0},
        {"removed": True},
        {"removed": False},
    ]
