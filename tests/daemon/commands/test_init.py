"""The first questions."""

import os
import pty
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.base import clock, paths
from daemon.base.dates import spoken_day
from daemon.cli import main
from daemon.commands.init import TOPICS
from daemon.commands.injury_options import DETAILS
from daemon.diary.comeback_facts import Side
from daemon.diary.opened import opened_here
from daemon.settings.config import Config, load_config


def test_defaults_are_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--defaults"]) == 0
    assert load_config(paths.config_file()) == Config()
    out = capsys.readouterr().out
    assert out.startswith("easeback advises, it does not diagnose.")
    assert "6 weeks" in out
    assert "20 minutes easy" in out


def test_flags_answer(capsys: pytest.CaptureFixture[str]) -> None:
    day = clock.now().date() + timedelta(days=60)
    flags = f"--injury-weeks 12 --bone-stress yes --first-run {day} --goal-minutes 15"
    assert main(["init", "--defaults", *flags.split(), "--professional", 'Ann "the physio"']) == 0
    config = load_config(paths.config_file())
    assert config.runner.professional == 'Ann "the physio"'
    assert (config.plan.start_minutes, config.plan.goal_minutes) == (15, 15)
    out = capsys.readouterr().out
    for text in (
        "8 weeks",
        "48 weeks",
        f"First run {spoken_day(day, clock.now().date())}: a walk of 30 minutes, or later",
        "Any pain in a session ends it",
    ):
        assert text in out


def test_settings_are_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--defaults"]) == 0
    before = paths.config_file().read_bytes()
    assert main(["init", "--defaults", "--injury-weeks", "3"]) == 2
    assert "there already" in capsys.readouterr().err
    assert paths.config_file().read_bytes() == before


@pytest.mark.parametrize(
    "flag",
    [
        "--weeks=many",
        "--kind=perhaps",
        "--not-before=soon",
        "--run=25:00",
        "--units=m",
        "--strength-days=some",
    ],
)
def test_a_bad_answer_writes_nothing(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--defaults", flag]) == 2
    assert flag.partition("=")[0] in capsys.readouterr().err
    assert not paths.config_file().exists()


def test_without_a_terminal_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 2
    assert "no terminal" in capsys.readouterr().err
    assert not paths.config_file().exists()


def test_at_a_terminal_a_bad_answer_is_asked_again(home: Path) -> None:
    ours, theirs = pty.openpty()
    day = clock.now().date() + timedelta(days=3)
    injury = ["", "no", "lots", "6", "yes", day.isoformat(), "", "knee", "left", ""]
    typed = [*injury, "", "mi", "", "07:00", "", "Monday and Thu", "no"]
    # What would only follow from an answer that was not given is not asked for.
    assert len(typed) == len(DETAILS) - 1 + len(TOPICS) + 2
    os.write(ours, "".join(f"{line}\n" for line in typed).encode())
    done = subprocess.run(
        [sys.executable, "-m", "daemon.cli", "init"],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("How many weeks") == 2
    assert "expected a whole number" in done.stdout
    config = load_config(paths.config_file())
    assert config.reminders.run == "07:00"
    with opened_here() as diary:
        (comeback,) = diary.read().history.comebacks
    assert (comeback.injury_weeks, comeback.walks, comeback.not_before) == (6, True, day)
    assert (comeback.site, comeback.side, comeback.usual) == ("knee", Side.LEFT, None)
    assert (config.runner.units, config.reminders.strength_days) == ("mi", ("mon", "thu"))
    assert "Strength work on Monday and Thursday" in done.stdout


def test_one_answer_is_changed_later_and_the_others_stay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["init", "--change", "goal", "--goal-minutes", "60"]) == 2
    assert "first: easeback init" in capsys.readouterr().err
    assert main(["init", "--defaults", "--units", "mi"]) == 0
    capsys.readouterr()
    assert main(["init", "--change", "goal", "--goal-minutes", "an hour"]) == 0
    assert capsys.readouterr().out == "goal_minutes: 60 instead of 45.\n"
    assert main(["init", "--change", "mood"]) == 2
    assert "goal_minutes" in capsys.readouterr().err
    assert main(["init", "--change", "units", "--units", "ells"]) == 2
    config = load_config(paths.config_file())
    assert (config.plan.goal_minutes, config.runner.units) == (60, "mi")
