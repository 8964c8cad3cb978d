"""What a changed settings file changes is said once, and from its day on."""

import pytest

from daemon.base import paths
from daemon.cli import main
from daemon.diary.settling import changes
from rules.comeback import PlanSettings


def settings(text: str) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(text)


def test_a_diary_that_had_none_gets_its_comeback_from_the_settings_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings("[runner]\nsevere = true\ninjury_weeks = 5\n")
    assert main("log --warmup 0".split()) == 0
    settings("")
    capsys.readouterr()
    assert main(["injury"]) == 0
    told = capsys.readouterr()
    assert "severe; lasted 5 weeks" in told.out
    assert told.err == ""


def test_what_changes_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("log --warmup 0 --late 0".split()) == 0
    settings('[plan]\ngoal_minutes = 60\nladder = "walk_run"\n')
    capsys.readouterr()
    assert main(["next"]) == 0
    said = capsys.readouterr().err
    assert "the goal is 60 minutes (before: 45)" in said
    assert "in stages of walking and running" in said
    assert main(["next"]) == 0
    assert capsys.readouterr().err == ""


def test_every_setting_has_its_words() -> None:
    other = PlanSettings(1, 8, False, 5, "walk_run", 21, 6, 46, 9, 26, 2, 7, ("mon", "sat"))
    said = changes(PlanSettings(), other)
    for value in ("1", "8", "no", "5", "21", "6", "46", "9", "26", "2", "7", "Monday and Saturday"):
        assert value in said
    assert "any day" in said
