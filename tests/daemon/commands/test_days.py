"""Pain on any day, and pauses: what is said of them, and what they lead to."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main

TODAY = clock.now().date()


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def answer(capsys: pytest.CaptureFixture[str], command: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*command.split(), "--json"]) == 0
    values: dict[str, Any] = json.loads(capsys.readouterr().out)
    return values


def said(capsys: pytest.CaptureFixture[str], command: str) -> str:
    capsys.readouterr()
    assert main(command.split()) == 0
    return " ".join(capsys.readouterr().out.split())


def refused(capsys: pytest.CaptureFixture[str], command: str) -> str:
    capsys.readouterr()
    code: object
    try:
        code = main(command.split())
    except SystemExit as left:
        code = left.code
    assert code == 2
    return capsys.readouterr().err


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> None:
    """A clear run three days ago; the next one has been due since yesterday."""
    assert main(f"log --day {day(-3)} --warmup 0 --late 0 --next-day 0".split()) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("ran")
def test_pain_is_owed_the_day_after_it_was_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "next")["verdict"] == "go"
    told = answer(capsys, "pain 2")
    assert (told["score"], told["during"], told["changed"]) == (2, "day", True)
    assert (told["next"]["day"], told["next"]["verdict"]) == (day(1).isoformat(), "rest")
    assert "pain: 2" in said(capsys, "undo")
    assert answer(capsys, "next")["verdict"] == "go"


@pytest.mark.usefixtures("ran")
def test_a_red_flag_on_any_day_holds_running_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = said(capsys, "pain 8 --at yesterday")
    assert "eight" in text
    assert "Running is on hold" in text
    assert "easeback cleared" in text
    assert answer(capsys, "next")["held"] is True


@pytest.mark.usefixtures("ran")
def test_no_pain_changes_nothing_and_is_said_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "next")
    assert "good to hear" in said(capsys, "pain 0")
    assert answer(capsys, "next") == before


@pytest.mark.usefixtures("ran")
def test_pain_in_strength_work_counts_for_running_where_it_is_serious(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = answer(capsys, "next")
    told = answer(capsys, "pain 3 --strength")
    assert (told["during"], told["changed"], told["next"]) == ("strength", False, before)
    assert answer(capsys, "pain 7 --strength")["next"]["held"] is True


def test_pain_is_judged_by_the_settings_of_its_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first run, too."""
    assert answer(capsys, "pain 8 --at yesterday")["next"]["held"] is True
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[rules]\nred_flag_score = 10\n")
    assert answer(capsys, "next")["held"] is True


@pytest.mark.usefixtures("ran")
def test_a_pause_until_a_day_and_back_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "pause until in 5 days --why away")
    assert (told["from"], told["until"]) == (TODAY.isoformat(), day(5).isoformat())
    assert (told["next"]["verdict"], told["next"]["day"]) == ("away", day(5).isoformat())
    # Told anew, it has its new end, be it sooner or later.
    assert answer(capsys, "pause until in 3 days --why away")["next"]["day"] == day(3).isoformat()
    assert "Good to have you back" in said(capsys, "back")
    assert answer(capsys, "next")["verdict"] == "go"
    assert f"back on {TODAY}" in said(capsys, "undo")
    assert answer(capsys, "next")["day"] == day(3).isoformat()


@pytest.mark.usefixtures("ran")
def test_a_pause_without_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert "easeback back" in said(capsys, "pause --why ill")
    following = answer(capsys, "next")
    assert (following["verdict"], following["day"]) == ("away", None)
    # A journey within it does not end it; its own end does.
    assert answer(capsys, "pause until tomorrow --why away")["next"]["day"] is None
    assert answer(capsys, "pause until in 4 days --why ill")["next"]["day"] == day(4).isoformat()


@pytest.mark.usefixtures("ran")
def test_a_pause_that_is_to_come(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "pause until in 9 days --why away --from tomorrow")
    assert told["next"]["verdict"] == "go"
    # It is not on yet, so nobody can be back from it.
    assert "undo" in refused(capsys, "back")


def test_a_pause_begins_after_the_run_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Else the run would be one of the pause, and early."""
    assert main("log --warmup 0 --late 0".split()) == 0
    assert answer(capsys, "pause --why ill")["from"] == day(1).isoformat()


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ("pain", "SCORE"),
        ("pain 11", "0 to 10"),
        ("pain two", "0 to 10"),
        ("pain 3 --at tomorrow", "expected"),
        ("pause", "--why"),
        ("pause --why bored", "--why"),
        ("pause until yesterday --why ill", "pause until: "),
        ("pause until today --why ill", "pause until: "),
        ("pause monday --why ill", "expected: until DAY"),
        ("pause until --why ill", "expected: until DAY"),
        ("pause until in 3 days --why ill --from 2199-01-01", "pause until: "),
        ("pause --why ill --from 2199-01-01", "more than a year"),
        ("back", "no pause is on"),
        ("back tomorrow", "expected"),
        ("move", "DAY"),
        ("move yesterday", "move: "),
        ("move soonish", "move: "),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    wrong: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place in refused(capsys, wrong)
    # The newest entry is still the run's.
    assert "pain on the day after" in said(capsys, "undo")


def plan_days(capsys: pytest.CaptureFixture[str], what: str = "run") -> list[str]:
    return [row["day"] for row in answer(capsys, "plan")["days"] if row["what"] == what]


@pytest.mark.usefixtures("ran")
def test_a_moved_run_is_announced_on_its_day_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    moved = answer(capsys, "move in 4 days")
    assert (moved["next"]["day"], moved["next"]["moved"]) == (day(4).isoformat(), True)
    # It may be run before; it is only not announced.
    assert moved["next"]["verdict"] == "go"
    assert "where you moved it" in said(capsys, "next")
    assert plan_days(capsys)[0] == day(4).isoformat()
    assert f"DTSTART;VALUE=DATE:{day(4):%Y%m%d}" in said(capsys, "export --format ics")
    assert answer(capsys, "skip")["skipped"] is False
    # A later move is the one that counts, and it can be moved back.
    assert answer(capsys, "move tomorrow")["next"]["day"] == day(1).isoformat()
    assert answer(capsys, "move today")["next"]["day"] == TODAY.isoformat()
    assert "run moved to" in said(capsys, "undo")
    assert answer(capsys, "next")["day"] == day(1).isoformat()


@pytest.mark.usefixtures("ran")
def test_a_run_made_before_its_day_ends_a_move(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("move in 9 days".split()) == 0
    # One of the past that was not told yet is no run made since.
    assert main(f"log --day {day(-9)} --warmup 0 --late 0".split()) == 0
    assert answer(capsys, "next")["day"] == day(9).isoformat()
    assert main("log --warmup 0 --late 0".split()) == 0
    following = answer(capsys, "next")
    assert (following["day"], following["moved"]) == (day(2).isoformat(), False)


def test_a_run_is_not_moved_before_it_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("log --warmup 0 --late 0".split()) == 0
    assert day(2).isoformat() in refused(capsys, "move tomorrow")


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize(
    ("before", "reason"), [("pain 8", "easeback cleared"), ("pause --why ill", "easeback back")]
)
def test_what_is_held_or_away_has_no_run_to_move(
    before: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(before.split()) == 0
    assert reason in refused(capsys, "move in 9 days")


@pytest.mark.usefixtures("ran")
def test_no_run_is_moved_into_a_pause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("pause until in 9 days --why away --from tomorrow".split()) == 0
    assert "no day for a run" in refused(capsys, "move in 3 days")


@pytest.mark.usefixtures("ran")
def test_the_days_of_a_pause_are_neutral(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("pause until in 5 days --why ill".split()) == 0
    told = said(capsys, "next")
    assert "Ill until" in told
    assert "Next run" in told
    plan = answer(capsys, "plan")
    assert [row["what"] for row in plan["days"][:5]] == ["ill"] * 5
    assert plan["days"][5]["what"] == "run"
    assert plan["verdict"] == "away"
    assert main(["report"]) == 0
    text = paths.report_file().read_text()
    assert text.count("· ill") == 5
    assert "Ill until" in text


def test_of_a_long_gap_one_run_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    """Every one of its days was marked as missed."""
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("[reminders]\nstrength_days = []\n")
    assert main(f"log --day {day(-7)} --warmup 0 --late 0 --next-day 0".split()) == 0
    past = answer(capsys, "plan")["past"]
    assert [(row["what"], row["done"]) for row in past] == [
        ("run", True),
        ("rest", True),
        ("run", False),
        *[("gap", True)] * 4,
    ]
    assert said(capsys, "plan").count("no run yet") == 4


@pytest.mark.usefixtures("ran")
def test_preferred_weekdays_are_those_of_the_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    wanted = day(3)
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(f'[plan]\nrun_days = ["{names[wanted.weekday()]}"]\n')
    following = answer(capsys, "next")
    assert (following["day"], following["verdict"]) == (wanted.isoformat(), "go")
    assert plan_days(capsys)[:2] == [wanted.isoformat(), day(10).isoformat()]
    # What was moved by hand stays where it was put.
    assert answer(capsys, "move tomorrow")["next"]["day"] == day(1).isoformat()
