"""What is wrong with a command line is one line in a runner's words, with what is allowed.

The readers of what is typed are in daemon/commands/typed.py.
"""

import pytest

from daemon.cli import main


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("lgo", "there is no command 'lgo'; did you mean log? (easeback --help)"),
        ("snoze", "there is no command 'snoze'; did you mean snooze? (easeback --help)"),
        ("xyzzy", "there is no command 'xyzzy' (easeback --help)"),
        ("log --minuts=3", "log: there is no option --minuts; did you mean --minutes? "),
        ("next --jsn", "next: there is no option --jsn; did you mean --json? "),
        ("rules verfy", "rules: 'verfy' is none of verify, show; did you mean verify? "),
        ("rules verify x y", "rules verify: it takes no 'y' (easeback rules verify --help)"),
        ("log 3", "log: it takes no '3' (easeback log --help)"),
        ("log --warmup", "log --warmup: it needs a value (easeback log --help)"),
        ("log --warmup 11", "log --warmup: '11': expected a whole number 0 to 10, or unknown ("),
        ("log --minutes long", "log --minutes: 'long': expected minutes up to a day, like 25, "),
        ("log --distance far", "log --distance: 'far': expected a distance up to 1000, like 5k, "),
        ("log --at tomorrow", "log --at: tomorrow is in the future; expected today, yesterday, "),
        ("export --format xls", "export --format: 'xls' is none of json, csv, ics ("),
        ("undo --fact x", "undo --fact: it does not take 'x' (easeback undo --help)"),
        ("service", "service: it needs install, status, uninstall (easeback service --help)"),
        ("answer", "answer: it needs text (easeback answer --help)"),
        ("plan --if minutes=long", "plan --if minutes: 'long': expected minutes up to a day, "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    line: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"easeback: {told}")
    assert error.count("\n") == 1


def test_amounts_are_typed_alike_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--minutes", "25:30", "--distance", "2,5 km", "--warmup", "three"]) == 0
    assert main(["log", "--amend", "--minutes", "1h05", "--distance", "5k", "--faded", "y"]) == 0
    assert main(["plan", "--if", "minutes=25:30,distance=2,5km,warmup=no pain,faded=?"]) == 0
    assert main(["log", "--amend", "--distance", "unknown"]) == 0
    assert capsys.readouterr().err == ""
