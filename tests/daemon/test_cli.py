"""The command line as a whole: help, exit codes, no traceback, completion."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon import cli
from daemon.base import paths
from daemon.base.crash import note_crash
from daemon.cli import COMMANDS, main
from tests.every_command import every_command

EASEBACK = [sys.executable, "-m", "daemon"]


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("name", every_command())
def test_its_help_fits_a_screen_and_shows_an_example(name: str) -> None:
    lines = every_command()[name].format_help().splitlines()
    assert len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)
    assert f"easeback {name}" in lines[0]
    assert "example" in "".join(lines)


@pytest.mark.parametrize("name", every_command())
def test_everything_it_takes_is_explained(name: str) -> None:
    for action in every_command()[name]._actions:
        if action.option_strings:
            assert action.help, f"{name} {action.option_strings[0]}"


def test_the_first_help_fits_a_screen_and_names_every_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)
    named = {name for group in COMMANDS.values() for name in group}
    assert named == {name for name in every_command() if " " not in name}
    assert "does\nnot diagnose" in "\n".join(lines)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("easeback 0.")


def test_a_fault_of_our_own_becomes_a_note(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_arguments: argparse.Namespace) -> int:
        raise ZeroDivisionError("deep inside")

    class Parser:
        def parse_known_args(self, _argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
            return argparse.Namespace(run=broken), []

    monkeypatch.setattr(cli, "parser", lambda _command: Parser())
    assert main(["log", "--warmup", "9"]) == 1
    error = capsys.readouterr().err
    (note,) = paths.crash_folder().iterdir()
    assert str(note) in error
    assert "Traceback" not in error
    text = note.read_text()
    assert text.startswith("easeback log\n")
    assert text.endswith("ZeroDivisionError\n")
    assert "--warmup" not in text


def test_the_notes_are_forgotten_too() -> None:
    note_crash(ValueError("x"), [])
    assert list(paths.crash_folder().iterdir())
    assert main(["forget", "--yes"]) == 0
    assert not paths.crash_folder().exists()


def test_what_an_output_still_holds_and_cannot_write_is_told_in_a_line() -> None:
    """A kept answer that met a full disk was written once more, and ended in a traceback."""
    held = "import sys, daemon.cli as c; sys.stdout.write('held'); sys.exit(c.main(['next']))"
    # What is written at once is never held.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", held],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=buffered,
        )
    assert (done.returncode, done.stderr) == (3, "easeback: No space left on device\n")


@pytest.mark.parametrize("command", ["rules show", "next", "log --warmup 1", "history --json"])
@pytest.mark.parametrize(
    ("redirection", "code"), [("| true", 0), ("> /dev/full", 3), (">&-", 0), ("2>&-", 0)]
)
def test_an_output_that_does_not_take_it(command: str, redirection: str, code: int) -> None:
    command = f"set -o pipefail; {' '.join(EASEBACK)} {command} {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code, done.stderr


def test_an_input_that_is_closed_is_one_that_has_ended() -> None:
    command = f"{' '.join(EASEBACK)} checkin --typed <&-"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr


def test_what_is_closed_is_never_the_diary_s_own_file() -> None:
    for closed in (">&-", "2>&- >&-", "<&- >&-"):
        command = f"{' '.join(EASEBACK)} log --warmup 1 {closed}"
        subprocess.run(["bash", "-c", command], check=False)
    assert main(["undo"]) == main(["undo"]) == main(["undo"]) == 0


def test_a_terminal_without_the_characters() -> None:
    main("log --at today --warmup 0 --late 0".split())
    for command in ("plan", "history"):
        done = subprocess.run(
            [*EASEBACK, command],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert done.returncode == 0, done.stderr
        assert b"?" in done.stdout


def completed(line: str, tmp_path: Path) -> set[str]:
    """What the shell would offer after this line."""
    out = tmp_path / "offered"
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(out),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run(EASEBACK, env=environment, check=False)
    return {word.strip() for word in out.read_text().splitlines()}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("easeback hi", {"history"}),
        ("easeback rules ", {"verify", "show", "-h", "--help"}),
        ("easeback export --format i", {"ics"}),
        ("easeback log --fa", {"--faded"}),
        ("easeback hear --for s", {"score"}),
    ],
)
def test_the_tab_key(line: str, offered: set[str], tmp_path: Path) -> None:
    assert completed(line, tmp_path) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "easeback" in capsys.readouterr().out


JSON_COMMANDS = [
    name
    for name, parser in every_command().items()
    if "--json" in parser._option_string_actions
    and name in ("next", "status", "plan", "history", "report", "undo", "skip", "snooze")
]


@pytest.mark.parametrize("name", JSON_COMMANDS)
def test_json_is_one_object_and_nothing_else(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main("log --at yesterday --warmup 1 --late 0".split())
    capsys.readouterr()
    assert main([name, "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    json.loads(out)


@pytest.mark.parametrize("faults", [3, 25])
def test_faults_are_told_one_a_line_and_no_more_than_fit_a_screen(
    faults: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.json"
    attempts = [{"day": "2026-01-01", "answers": {"warmup": 11}}] * faults
    wrong.write_text(json.dumps({"easeback": 1, "attempts": attempts}))
    assert main(["import", str(wrong)]) == 2
    rows = [{"warmup": 11}] * faults
    wrong.write_text(json.dumps(rows))
    assert main(["decide", str(wrong)]) == 2
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("\n".join(f"unknown{n} = 1" for n in range(faults)))
    assert main(["next"]) == 2
    lines = capsys.readouterr().err.splitlines()
    told = [f"and {faults - 20} more"] if faults > 20 else []
    assert len(lines) == 3 * (min(faults, 20) + len(told))
    assert all(line.startswith("easeback: ") for line in lines)
    assert sum(str(wrong) in line for line in lines) == min(faults, 20)
    assert sum(str(paths.config_file()) in line for line in lines) == min(faults, 20)
    assert sum(line.endswith(tuple(told)) for line in lines if told) == 3 * len(told)
