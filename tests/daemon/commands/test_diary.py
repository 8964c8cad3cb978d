"""From the command line: log and undo (daemon/commands/log.py), next, history, strength."""

import json
import shlex
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def following(capsys: pytest.CaptureFixture[str]) -> tuple[str | None, int, bool]:
    told = answer(capsys, "next")
    return told["day"], told["minutes"], told["easy"]


def test_a_week_by_typing(capsys: pytest.CaptureFixture[str]) -> None:
    assert following(capsys) == (None, 20, True)
    persistent = "--day 2026-01-05 --warmup 3 --faded no --late 3 --next-day 0"
    assert main(f"log {persistent}".split()) == 0
    assert "shorter than before" in capsys.readouterr().out
    assert following(capsys) == ("2026-01-08", 15, True)
    assert main("log --day 2026-01-08 --warmup 0 --late 0 --minutes 15".split()) == 0
    assert "Not known: the pain of the day after" in capsys.readouterr().out
    assert answer(capsys, "status")["open"] == "after_run"
    assert main("log --amend --day 2026-01-08 --next-day 0 --distance 2.5mi".split()) == 0
    assert "This changes what comes next" in capsys.readouterr().out
    assert main("log --amend --day 2026-01-05 --warmup 3".split()) == 0
    assert "This changes" not in capsys.readouterr().out
    assert following(capsys) == ("2026-01-10", 16, True)
    assert [row["decision"]["load"] for row in answer(capsys, "history")] == ["drop", "increase"]


def test_undo_takes_back_what_one_command_entered(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --day 2026-01-05 --warmup 0 --late 0".split())
    main("log --amend --at 2026-01-05 --next-day 0".split())
    assert main(["undo"]) == 0
    assert "Taken back: pain on the day after: 0\n" in capsys.readouterr().out
    assert answer(capsys, "history")[0]["decision"]["missing"] == ["next_day"]
    assert main(["undo"]) == 0
    taken = "run of 2026-01-05, pain in the warm-up: 0 and pain later in the run: 0"
    assert f"Taken back: {taken}\n" in capsys.readouterr().out
    assert answer(capsys, "history") == []
    assert main(["undo"]) == 2


@pytest.mark.parametrize(
    "command",
    [
        "log --warmup 11",
        "log --amend --late 1",
        "log --amend --day 2026-01-05",
    ],
)
def test_bad_input_stores_nothing(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split()) == 2
    assert capsys.readouterr().err
    assert answer(capsys, "history") == []


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--at=2999-01-01", "in the future"),
        ("--day=someday", "yesterday"),
        ("--warmup=much", "0 to 10"),
        ("--faded=perhaps", "yes, no or unknown"),
        ("--distance=5ft", "like 5k, 2.5 mi"),
        ("--distance=.", "like 5k, 2.5 mi"),
        ("--minutes=long", "--minutes"),
    ],
)
def test_a_bad_option_says_what_is_expected(
    option: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", option]) == 2
    assert expected in capsys.readouterr().err
    assert answer(capsys, "history") == []


def test_strength_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["strength", "done"]) == 0
    assert main(["undo"]) == 0
    assert "strength" in capsys.readouterr().out


def test_a_run_is_skipped_where_one_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["skip"]) == 0
    assert "stays due" in capsys.readouterr().out
    for command in ("next", "status"):
        main([command])
        told = capsys.readouterr().out
        assert told.startswith("No run today, as you said. It stays due: 20 minutes easy.")
    main(["plan"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].endswith("skipped")
    # From tomorrow on the plan is as it was.
    assert lines[3].split()[3:] == ["run", "20", "min", "easy"]
    main("log --warmup 0 --late 0".split())
    capsys.readouterr()
    assert main(["skip"]) == 0
    assert "No run is due today" in capsys.readouterr().out
    assert main(["undo"]) == 0
    assert main(["undo"]) == 0
    assert "skipped" in capsys.readouterr().out


def test_a_tolerated_score_is_for_the_session_and_is_shown_as_it_was_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It was: a tolerated score covers the next morning."""
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[rules]\ntolerated_score = 2\n")
    main("log --day 2026-01-05 --warmup 2 --faded yes --late 0 --next-day 0".split())
    main("log --day 2026-01-08 --warmup 0 --late 1 --next-day 2".split())
    capsys.readouterr()
    first, second = answer(capsys, "history")
    assert (first["decision"]["load"], first["attempt"]["warmup"]) == ("increase", 2)
    assert second["decision"]["rules"] == ["next_day"]
    assert (second["attempt"]["late"], second["attempt"]["next_day"]) == (1, 2)


@pytest.mark.parametrize("span", ["", "45m", "10", "2 hours", "1h30m", "12h", "2d", "7d"])
def test_a_snooze_of_a_length(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snooze", *span.split()]) == 0
    assert "No reminders until" in capsys.readouterr().out
    assert main(["undo"]) == 0
    assert "snooze until" in capsys.readouterr().out


@pytest.mark.parametrize("span", ["9m", "8d", "soon", "1h2h"])
def test_a_snooze_that_makes_no_sense(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snooze", span]) == 2
    assert "from 10m to 7d" in capsys.readouterr().err
    assert main(["undo"]) == 2


def test_a_distance_without_a_unit_is_in_the_runner_s(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for units, day in (("km", "yesterday"), ("mi", "today")):
        paths.config_file().parent.mkdir(parents=True, exist_ok=True)
        paths.config_file().write_text(f'[runner]\nunits = "{units}"\n')
        main(["log", "--day", day, "--distance", "2.5"])
    capsys.readouterr()
    told = [row["attempt"]["distance"] for row in answer(capsys, "history")]
    assert told == [{"value": 2.5, "unit": "km"}, {"value": 2.5, "unit": "mi"}]


def test_what_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    today = clock.now().date().isoformat()
    logged = answer(capsys, *"log --warmup 0 --late 0".split())
    assert set(logged) == {"changed", "decision", "next"}
    assert logged["decision"]["missing"] == ["next_day"]
    amended = answer(capsys, *"log --amend --at today --late 3".split())
    assert (amended["changed"], amended["decision"]["load"]) == (True, "drop")
    assert answer(capsys, "strength", "done") == {"day": today}
    assert answer(capsys, "skip") == {"skipped": False, "next": amended["next"]}
    until = datetime.fromisoformat(answer(capsys, "snooze", "45m")["until"])
    assert until > clock.now()
    taken = answer(capsys, "undo")
    assert taken.pop("taken_back").startswith("snooze until")
    assert set(taken) == set(logged)
    told = {"open": "after_run", "next": amended["next"], "daemon": None}
    assert answer(capsys, "status") == told


def test_a_run_is_deleted_and_can_be_had_back(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --at 2026-01-05 --warmup 3 --faded no --late unknown --distance 2.5mi".split())
    main("log --amend --at 2026-01-05 --next-day 0 --minutes 20.5".split())
    main("log --at 2026-01-08 --warmup 0 --late 0".split())
    capsys.readouterr()
    before = answer(capsys, "history")
    assert main("log --delete --at 2026-01-05".split()) == 0
    out = capsys.readouterr().out
    assert "The run of 2026-01-05 is deleted." in out
    assert [row["day"] for row in answer(capsys, "history")] == ["2026-01-08"]
    again = out.splitlines()[0].partition("To have it back: easeback ")[2]
    assert main(shlex.split(again)) == 0
    capsys.readouterr()
    assert answer(capsys, "history") == before


def test_which_run_is_to_be_deleted_has_to_be_clear(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        main("log --at 2026-01-05 --warmup 0 --late 0".split())
    for at in ("", "--at 2026-01-06", "--at 2026-01-05"):
        assert main(["log", "--delete", *at.split()]) == 2
    error = capsys.readouterr().err
    assert "say which run" in error
    assert "there are 0 runs on 2026-01-06" in error
    assert "there are 2 runs on 2026-01-05" in error


def test_the_morning_is_told_on_the_morning_or_with_its_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main("log --warmup 0 --late 0 --next-day 0".split()) == 2
    assert "can be told tomorrow from 03:00" in capsys.readouterr().err
    assert answer(capsys, "history") == []
    assert main("log --day 2026-01-05 --warmup 0 --late 0".split()) == 0
    assert main("log --amend --next-day 0".split()) == 2
    assert "--amend --at 2026-01-05 --next-day N" in capsys.readouterr().err
    assert main("log --amend --at 2026-01-05 --next-day 0".split()) == 0
    assert main("log --warmup 0 --late 0".split()) == 0
    capsys.readouterr()
    assert main("log --amend --at today --next-day 0".split()) == 2
    assert "tomorrow" in capsys.readouterr().err


def test_a_run_logged_after_its_warm_up_is_that_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("log --warmup 3".split()) == 0
    assert "a warm-up alone" in capsys.readouterr().out
    assert answer(capsys, "history") == []
    assert answer(capsys, "next")["verdict"] == "go"
    # What was told right after the warm-up is not taken back by what is remembered later.
    assert main("log --warmup 1 --faded yes --late 0".split()) == 0
    capsys.readouterr()
    (row,) = answer(capsys, "history")
    assert row["attempt"]["warmup"] == 3
    assert row["decision"]["rules"][0] == "faded"


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ("--warmup 0 --late 0 --minutes 12", True),
        ("--warmup 0 --late 0 --minutes 19", False),
        ("--warmup 0 --late 3 --minutes 12", False),
        ("--warmup 0 --late 0", False),
    ],
)
def test_a_run_cut_short_is_asked_for_its_reason(
    answers: str, asked: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(f"log {answers}".split()) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert ("12 minutes of 20: was it pain that ended it" in told) is asked


def test_no_minutes_at_all_are_no_run(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --warmup 0 --late 3 --minutes 20".split())
    capsys.readouterr()
    before = answer(capsys, "history")
    assert main("log --amend --minutes 0".split()) == 2
    assert "easeback undo" in capsys.readouterr().err
    assert answer(capsys, "history") == before


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_a_run_noted_by_a_clock_that_was_ahead_is_told_and_does_not_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    today = date(2026, 3, 5)
    at(monkeypatch, date(2026, 3, 2))
    assert main("log --warmup 0 --late 0 --minutes 20".split()) == 0
    at(monkeypatch, today)
    capsys.readouterr()
    before = following(capsys), answer(capsys, "status")["open"]
    at(monkeypatch, today + timedelta(days=365))
    assert main("log --warmup 7 --late 7 --minutes 5".split()) == 0
    at(monkeypatch, today)
    capsys.readouterr()
    assert main(["next"]) == 0
    told = capsys.readouterr().out
    assert "Friday 5 March 2027 is to come" in told
    assert (following(capsys), answer(capsys, "status")["open"]) == before
    command = told[told.index("undo --fact") :].split()[:3]
    assert main(command) == 0
    capsys.readouterr()
    assert main(["next"]) == 0
    assert "to come" not in capsys.readouterr().out
    assert len(answer(capsys, "history")) == 1


def test_a_run_of_tomorrow_counts_for_whoever_flew_west(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(monkeypatch, date(2026, 3, 3))
    assert main("log --warmup 0 --late 0".split()) == 0
    at(monkeypatch, date(2026, 3, 2))
    capsys.readouterr()
    assert main(["next"]) == 0
    assert "to come" not in capsys.readouterr().out
