"""The doctor, with the real voice child."""

import json
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main


def parts(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_the_parts_that_ship_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    found = parts(capsys)
    for name in ("settings", "rules", "diary", "mouth", "ears"):
        assert found[name]["state"] == "present", found[name]
    for part in found.values():
        assert part["state"] == "present" or part["detail"]


def test_what_keeps_the_main_job_from_running_is_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("[plan]\neasy_weeks = 1\n")
    paths.store_file().parent.mkdir(parents=True)
    paths.store_file().write_bytes(b"no diary, far from it" * 99)
    assert main(["doctor", "--json"]) == 3
    found = parts(capsys)
    assert "easy_weeks" in found["settings"]["detail"]
    assert found["diary"]["state"] == "broken"
    assert main(["doctor"]) == 3
    assert "broken   diary" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("manager", "command"),
    [("apt", "sudo apt install pulseaudio-utils"), ("pacman", "sudo pacman -S libpulse")],
)
def test_what_is_missing_is_installed_as_this_distribution_does(
    manager: str,
    command: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (home / manager).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(home))
    assert main(["doctor", "--json"]) == 0
    found = parts(capsys)
    for name in ("speaker", "microphone"):
        assert found[name]["state"] == "missing"
        assert found[name]["detail"].endswith(command)


def test_a_time_zone_that_nobody_knows_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TZ", "Mars/Phobos")
    main(["doctor", "--json"])
    zone = parts(capsys)["time zone"]
    assert zone["state"] == "broken"
    assert "Mars/Phobos" in zone["detail"]
