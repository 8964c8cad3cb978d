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
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    wrong: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place in refused(capsys, wrong)
    # The newest entry is still the run's.
    assert "pain on the day after" in said(capsys, "undo")
