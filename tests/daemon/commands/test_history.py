"""The history at a glance."""

import os
import pty
import re
import sys

import pytest

from daemon.cli import main
from tests.processes import started

COLOUR = re.compile(r"\x1b\[\d+m")


def at_a_terminal(**environment: str) -> str:
    """What `easeback history` writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "daemon.cli", "history"]
    env = {**os.environ, **environment}
    with started(command, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        text = b""
        # Linux ends the reading of a terminal that nobody holds any more with an error.
        try:
            while part := os.read(ours, 4096):
                text += part
        except OSError:
            pass
        assert process.wait() == 0
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for day, answers in (
        ("05", "--warmup 3 --faded no --late 3 --next-day unknown"),
        ("08", "--warmup 0 --late 0 --next-day 0 --minutes 15"),
    ):
        main(["log", "--day", f"2026-01-{day}", *answers.split()])


@pytest.mark.usefixtures("runs")
def test_a_terminal_shows_a_curve_in_colour() -> None:
    text = at_a_terminal()
    assert "\x1b[31m▼" in text
    assert "\x1b[32m▲" in text
    plain = at_a_terminal(NO_COLOR="1")
    assert COLOUR.search(plain) is None
    assert COLOUR.sub("", text) == plain
    assert "2026-01-05    ? min  3 3 ?     ▼ drop     rest 2  persistent, unknown" in plain
    assert all(len(line) <= 80 for line in plain.splitlines())
    assert plain.count("▲") == 2
    assert plain.count("▼") == 1


@pytest.mark.usefixtures("runs")
def test_years_are_told_apart() -> None:
    main("log --at 2024-03-05 --late 0 --minutes 20".split())
    assert "Mar 2024" in at_a_terminal(NO_COLOR="1")


@pytest.mark.usefixtures("runs")
def test_a_file_has_the_lines_alone(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines.index("") == 3
    assert COLOUR.search("".join(lines)) is None


def test_before_the_first_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history"]) == 0
    assert "No runs yet" in capsys.readouterr().out


@pytest.mark.usefixtures("runs")
def test_weeks_have_their_totals_and_planned_minutes_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main("log --amend --distance 2.5mi".split())
    capsys.readouterr()
    assert main(["history"]) == 0
    out = capsys.readouterr().out
    assert "    ? min  3 3 ?" in out
    assert out.endswith("Mon 05 Jan   2 runs      15 min  4 kilometers  (1 run without minutes)\n")
