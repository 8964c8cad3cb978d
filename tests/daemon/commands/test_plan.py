"""`easeback plan`: four weeks ahead, and what one answer would change."""

import json
import sys
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_four_weeks_every_other_day_and_longer_each_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = answer(capsys, "plan")
    days = [row["what"] for row in plan["days"]]
    assert len(days) == 28
    assert days[0] == "run"
    assert all(now != then for now, then in pairwise(days) if now == "run")
    minutes = [row["minutes"] for row in plan["days"] if row["what"] == "run"]
    assert minutes[:3] == [20, 22, 24]
    assert minutes == sorted(minutes)
    assert "strength" in days


def test_the_plan_follows_the_diary(capsys: pytest.CaptureFixture[str]) -> None:
    today = clock.now().date().isoformat()
    main(f"log --day {today} --warmup 3 --faded no --late 3".split())
    capsys.readouterr()
    plan = answer(capsys, "plan")
    (ran,) = plan["past"]
    assert (ran["day"], ran["what"], ran["done"], ran["minutes"]) == (today, "run", True, 20)
    assert [row["what"] == "run" for row in plan["days"][:3]] == [False, False, True]
    assert plan["days"][2]["minutes"] == 15
    assert plan["easy_until"]
    assert plan["strength_stage"] == 1


def test_what_one_answer_would_change(capsys: pytest.CaptureFixture[str]) -> None:
    supposed = answer(capsys, "plan", "--if", "warmup=3,faded=no,late=0,next_day=0")
    assert supposed["supposed"]["decision"]["rules"] == ["persistent"]
    assert supposed["all_well"]["decision"]["rules"] == ["clear"]
    assert main(["plan", "--if", "warmup=3"]) == 0
    assert "With these answers: 2 rest days" in capsys.readouterr().out
    assert answer(capsys, "history") == []


@pytest.mark.parametrize("text", ["warmup", "warmup=11", "pain=3", "faded=maybe"])
def test_bad_answers_are_named(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--if", text]) == 2
    assert "plan --if" in capsys.readouterr().err


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan"]) == 0
    out = capsys.readouterr().out
    today, heading, *_ = out.splitlines()
    assert "First run: 20 minutes easy" in today
    assert heading.startswith("If all goes well")
    assert "20 min easy" in out


def test_it_begins_with_today_and_fits_a_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(
        "[runner]\ninjury_weeks = 12\nbone_stress = true\n[reminders]\n"
        'strength_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n'
    )
    for ago in range(7, 0, -1):
        main(["log", "--at", f"{ago} days ago", "--warmup", "0", "--minutes", "30"])
    main(["strength", "done"])
    capsys.readouterr()
    # As at a terminal.
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["plan"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith(f"{clock.now():%A}")
    assert " ".join(lines[-3:]).count("✓ 30 min") == 7
    assert main(["plan", "--weeks", "4"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(lines) + 14


def test_a_day_on_hold_is_never_named_as_a_day_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --warmup 0 --late 9".split())
    capsys.readouterr()
    assert answer(capsys, "plan", "--if", "warmup=0,late=0,next_day=0") == {"run": None}
    assert main(["plan", "--if", "warmup=0,late=0,next_day=0"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Running is on hold")
    assert "Run on" not in told


def test_a_first_stage_without_running_is_planned_as_a_walk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[runner]\nsevere = true\n")
    assert main(["plan"]) == 0
    runs = [row for row in capsys.readouterr().out.splitlines() if "30 min easy" in row]
    assert [row.endswith("all of it a walk") for row in runs[:3]] == [True, True, False]


def test_it_begins_with_what_was_said_of_today(capsys: pytest.CaptureFixture[str]) -> None:
    """It said "Run today" above a table in which today's run was let be."""
    before = clock.now().date() - timedelta(days=4)
    main(f"log --day {before} --warmup 0 --late 0 --next-day 0".split())
    main(["skip"])
    capsys.readouterr()
    main(["plan"])
    assert "No run today, as you said." in capsys.readouterr().out
