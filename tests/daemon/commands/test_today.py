"""`easeback` alone."""

import subprocess
import sys

import pytest

from daemon.cli import main


def test_who_is_new_is_told_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Welcome.")
    assert "  easeback init      a few questions" in out


def test_what_today_is_and_what_is_open_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --warmup 0 --late 0".split())
    capsys.readouterr()
    assert main([]) == 0
    opened, following, nothing, *commands = capsys.readouterr().out.splitlines()
    assert opened == "Open questions (about the run): easeback checkin"
    assert following.startswith("Next run ")
    assert nothing == ""
    assert [line.split()[1] for line in commands] == [
        *("warmup", "go", "checkin", "log", "plan", "--help")
    ]


def test_the_program_without_a_command_ends_well() -> None:
    done = subprocess.run([sys.executable, "-m", "daemon"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
