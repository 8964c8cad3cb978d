"""Running on hold: no run is named anywhere until a professional's yes."""

import json
from datetime import timedelta
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def red_flag(days_ago: int) -> None:
    day = clock.now().date() - timedelta(days=days_ago)
    main(["log", "--day", day.isoformat(), *"--warmup 0 --late 8".split()])
    if days_ago:
        main(["log", "--amend", "--day", day.isoformat(), "--next-day", "0"])


def test_nothing_that_tells_of_runs_names_one(capsys: pytest.CaptureFixture[str]) -> None:
    red_flag(4)
    following = answer(capsys, "next")
    assert (following["day"], following["verdict"], following["held"]) == (None, "hold", True)
    assert following["advice"] == ["see_professional"]
    assert answer(capsys, "status")["next"] == following
    plan = answer(capsys, "plan")
    assert (plan["verdict"], plan["held"]) == ("hold", True)
    assert [row["what"] for row in plan["past"]] == ["run", "rest", "rest", "rest"]
    assert "run" not in [row["what"] for row in plan["days"]]
    assert [row["next"]["day"] for row in answer(capsys, "history")] == [None]
    assert answer(capsys, "skip")["skipped"] is False
    for command in ("export --format ics", "export --format csv"):
        capsys.readouterr()
        main(command.split())
        told = capsys.readouterr().out
        assert "Run:" not in told
    assert told.splitlines()[1].endswith(",")
    for command in ("next", "status", "plan"):
        capsys.readouterr()
        main([command])
        told = " ".join(capsys.readouterr().out.split())
        assert "talked to a doctor or a physiotherapist, and may you run again?" in told
    assert main(["report"]) == 0
    text = paths.report_file().read_text()
    assert "Have you talked to a doctor or a physiotherapist" in text
    assert "planned" in text
    assert "○ run" not in text


def test_a_yes_releases_it_and_can_be_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    red_flag(4)
    due = (clock.now().date() - timedelta(days=1)).isoformat()
    released = answer(capsys, "cleared")
    assert released["day"] == clock.now().date().isoformat()
    # Two rest days after a drop; the advice stands until a clear run.
    assert (released["next"]["day"], released["next"]["verdict"]) == (due, "go")
    assert (released["next"]["minutes"], released["next"]["held"]) == (15, False)
    assert released["next"]["advice"] == ["see_professional"]
    assert main(["cleared"]) == 2
    taken = answer(capsys, "undo")
    assert taken["taken_back"].startswith("that you may run again")
    assert taken["next"]["held"]


@pytest.mark.parametrize("days_ago", [0, None])
def test_a_yes_to_nothing_is_refused_and_not_stored(
    days_ago: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if days_ago is not None:
        red_flag(days_ago)
    capsys.readouterr()
    assert main(["cleared"]) == 2
    told = capsys.readouterr().err
    assert ("counts from tomorrow" if days_ago == 0 else "not on hold") in told
    if days_ago is None:
        assert main(["undo"]) == 2


def test_holds_can_be_turned_off(capsys: pytest.CaptureFixture[str]) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[rules]\nhold = false\n")
    red_flag(4)
    following = answer(capsys, "next")
    assert (following["verdict"], following["held"]) == ("go", False)
    assert following["advice"] == ["see_professional"]


def test_longer_steps_are_taken_as_ten_per_cent_and_said_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[plan]\nincrease_percent = 20\n")
    main(["log", "--at", "2 days ago", *"--warmup 0 --late 0 --next-day 0".split()])
    told = capsys.readouterr()
    assert "22 minutes easy, a little longer" in " ".join(told.out.split())
    assert told.err.count("plan.increase_percent: 20 is taken as 10") == 1
