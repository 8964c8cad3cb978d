"""Injuries as the runner tells them, and what each begins."""

import json
from datetime import timedelta
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main

TODAY = clock.now().date()


def shown(capsys: pytest.CaptureFixture[str], command: str = "injury") -> dict[str, Any]:
    capsys.readouterr()
    assert main([*command.split(), "--json"]) == 0
    values: dict[str, Any] = json.loads(capsys.readouterr().out)
    return values


def test_all_that_init_was_told_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    told = "--kind bone --severe yes --weeks 12 --walks yes --usual 4,200,80"
    more = [
        "--site",
        "shin",
        "--side",
        "left",
        "--cause",
        "too many hills",
        "--cause-minutes",
        "60",
    ]
    assert main(["init", "--defaults", *told.split(), *more]) == 0
    (injury,) = shown(capsys)["injuries"]
    assert injury == {
        "day": TODAY.isoformat(),
        "injury": "bone",
        "severe": True,
        "injury_weeks": 12,
        "walks": True,
        "not_before": None,
        "usual": {"runs": 4, "minutes": 200, "longest": 80},
        "site": "shin",
        "side": "left",
        "cause": "too many hills",
        "cause_minutes": 60,
        "corrects": None,
    }
    assert main(["injury"]) == 0
    out = capsys.readouterr().out
    for text in ("left shin", "severe", "12 weeks", "4 runs", "too many hills", "60 minutes"):
        assert text in out
    assert main(["report"]) == 0
    page = paths.report_file().read_text()
    assert "left shin" in page
    assert "too many hills" in page


def test_a_fresh_stress_fracture_does_not_begin_with_the_minutes_of_an_old_comeback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It did: an old comeback was replayed up to 30 minutes of running."""
    for ago in range(40, 0, -2):
        assert main(f"log --day {TODAY - timedelta(days=ago)} --warmup 0 --late 0".split()) == 0
    assert shown(capsys, "next")["running_minutes"] > 0
    assert main(["injury", "new", "--kind", "bone", "--walks", "no"]) == 0
    following = shown(capsys, "next")
    assert (following["running_minutes"], following["stage"]) == (0, 0)


def test_a_relapse_is_of_the_same_injury_and_begins_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main("init --defaults --kind bone --walks yes --site shin".split()) == 0
    assert main(["injury", "relapse"]) == 0
    first, second = shown(capsys)["injuries"]
    assert (second["injury"], second["site"]) == ("bone", "shin")
    # How it is now was not told yet.
    assert (first["walks"], second["walks"]) == (True, None)
    assert main(["undo"]) == 0
    assert len(shown(capsys)["injuries"]) == 1
    # What init was told is corrected, not taken back.
    assert main(["undo"]) == 2


def test_a_correction_counts_from_the_day_of_the_injury(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main("init --defaults --kind bone --walks yes".split()) == 0
    assert shown(capsys, "next")["stage"] == 1
    assert main(["injury", "correct", "--walks", "no"]) == 0
    (injury,) = shown(capsys)["injuries"]
    assert injury["walks"] is False
    assert shown(capsys, "next")["stage"] == 0
    assert main(["injury", "correct", "--walks", "unknown", "--weeks", "3"]) == 0
    (injury,) = shown(capsys)["injuries"]
    assert (injury["walks"], injury["injury_weeks"]) == (None, 3)
    assert main(["undo"]) == 0
    assert main(["undo"]) == 0
    assert shown(capsys, "next")["stage"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "new",
        "new --kind muscle",
        "new --kind soft --day 2026-01-01",
        "new --kind soft --usual 3",
        "new --kind soft --usual 3,30,29",
        "new --kind soft --not-before yesterday",
        "new --kind soft --not-before 2199-01-01",
        "correct",
        "--walks yes",
    ],
)
def test_what_does_not_fit_changes_nothing(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--defaults"]) == 0
    before = shown(capsys)
    assert main(["injury", *wrong.split()]) == 2
    assert capsys.readouterr().err.startswith("easeback: ")
    assert shown(capsys) == before


def test_a_setting_that_tells_of_another_injury_is_not_left_unsaid(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["init", "--defaults"]) == 0
    paths.config_file().write_text("[runner]\nbone_stress = true\n")
    assert main(["next"]) == 0
    assert "runner.bone_stress" in capsys.readouterr().err


def test_before_anything_was_told_it_shows_what_the_settings_tell(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It said that the diary cannot be read."""
    (injury,) = shown(capsys)["injuries"]
    assert injury["injury"] == "soft"
