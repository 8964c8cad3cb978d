"""Coming sessions for a calendar program, read back with a library of its own."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from daemon.base import clock, paths
from daemon.base.errors import CannotRun
from daemon.cli import main
from daemon.commands.diary import diary
from daemon.exchange.calendar_file import keep_fresh


def exported(capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert main(["export", "--format", "ics"]) == 0
    return Calendar.from_ical(capsys.readouterr().out)


def runs(calendar: Any) -> dict[str, date]:
    """The day of each run that is not called off, by the part of its UID that counts."""
    return {
        str(event["uid"]).rpartition("-")[0]: event["dtstart"].dt
        for event in calendar.walk("VEVENT")
        if event["uid"].startswith("run") and event["status"] != "CANCELLED"
    }


def read_into(mine: dict[str, Any], calendar: Any) -> None:
    """What a calendar program keeps after it read the file once more."""
    for event in calendar.walk("VEVENT"):
        mine[str(event["uid"])] = event
        if event["status"] == "CANCELLED":
            del mine[str(event["uid"])]


def test_a_run_that_moves_keeps_its_uid(capsys: pytest.CaptureFixture[str]) -> None:
    today = clock.now().date()
    main(f"log --day {today} --warmup 0 --late 0".split())
    before = exported(capsys)
    main("log --amend --warmup 3 --faded no".split())
    after = exported(capsys)
    assert runs(before)["run-2"] == today + timedelta(days=2)
    assert runs(after)["run-2"] == today + timedelta(days=3)
    for old, new in zip(before.walk("VEVENT"), after.walk("VEVENT"), strict=False):
        assert new["sequence"] >= old["sequence"]


def entered(command: str) -> None:
    assert main(command.split()) == 0


def test_two_runners_have_no_event_in_common(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = {str(event["uid"]) for event in exported(capsys).walk("VEVENT")}
    again = {str(event["uid"]) for event in exported(capsys).walk("VEVENT")}
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another"))
    theirs = {str(event["uid"]) for event in exported(capsys).walk("VEVENT")}
    assert mine == again
    assert not mine & theirs


@pytest.mark.parametrize(
    "commands",
    [
        ["log --at 2026-03-03 --warmup 0 --late 0 --minutes 20", "strength done"],
        ["log --warmup 0 --late 0 --minutes 20", "undo"],
        ["log --warmup 8"],
        ["log --warmup 8", "undo", "skip"],
        ["strength done", "undo"],
    ],
)
def test_no_old_event_is_left_behind(
    commands: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    entered("log --at 2026-03-01 --warmup 0 --late 0 --next-day 0")
    mine: dict[str, Any] = {}
    read_into(mine, exported(capsys))
    for command in commands:
        entered(command)
        read_into(mine, calendar := exported(capsys))
        shown = [e for e in calendar.walk("VEVENT") if e["status"] != "CANCELLED"]
        assert sorted(mine) == sorted(str(event["uid"]) for event in shown)
        assert {uid: event["dtstart"].dt for uid, event in mine.items()} == {
            str(event["uid"]): event["dtstart"].dt for event in shown
        }


def test_a_run_made_early_stands_on_the_day_on_which_it_was_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    today = clock.now().date()
    yesterday = today - timedelta(days=1)
    entered(f"log --at {yesterday} --warmup 0 --late 0 --next-day 0")
    assert runs(exported(capsys))["run-2"] > today
    entered("log --warmup 0 --minutes 20")
    assert runs(exported(capsys))["run-2"] == today


def test_a_memory_that_is_damaged_is_begun_anew(capsys: pytest.CaptureFixture[str]) -> None:
    exported(capsys)
    paths.issued_file().write_text('{"runner": 1, "days": []}')
    assert exported(capsys).walk("VEVENT")
    paths.issued_file().unlink()
    paths.issued_file().mkdir()
    assert main(["export", "--format", "ics"]) == 3
    assert "calendar.json" in capsys.readouterr().err


def test_what_the_format_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    calendar = exported(capsys)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    events = calendar.walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events) > 10
    for event in events:
        assert isinstance(event["dtstamp"].dt, datetime)
        assert event["dtstamp"].dt.utcoffset() == timedelta(0)
        assert type(event["dtstart"].dt) is date
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert event["summary"].startswith(("Run: ", "Ran: ", "Strength: "))
        assert event["status"] == "CONFIRMED"


def test_a_hold_is_said_on_each_of_its_days(capsys: pytest.CaptureFixture[str]) -> None:
    """They had strength work alone, and a note "if all goes well"."""
    today = clock.now().date()
    main(f"log --day {today - timedelta(days=1)} --warmup 0 --late 8 --next-day 0".split())
    events = exported(capsys).walk("VEVENT")
    (hold,) = [event for event in events if event["uid"].startswith("hold-")]
    assert hold["summary"] == "Running is on hold"
    assert (hold["dtstart"].dt, hold["dtend"].dt) == (today, today + timedelta(days=28))
    for event in events:
        if event["dtstart"].dt >= today:
            assert event["description"].startswith("Running is on hold: please talk to")
    main(["cleared"])
    (over,) = [each for each in exported(capsys).walk("VEVENT") if each["uid"] == hold["uid"]]
    assert over["status"] == "CANCELLED"


@pytest.mark.parametrize("told", ["pause --why ill", "pause --why away", "skip"])
def test_a_day_on_which_nothing_is_planned_has_no_event(
    capsys: pytest.CaptureFixture[str], told: str
) -> None:
    """Its kind was looked up among those of runs and strength work, and was not there."""
    today = clock.now().date()
    entered(f"log --day {today - timedelta(days=7)} --warmup 0 --late 0 --next-day 0")
    assert today in runs(exported(capsys)).values()
    entered(told)
    assert today not in runs(exported(capsys)).values()


def test_lines_end_and_fold_as_the_format_says(tmp_path: Path) -> None:
    file = tmp_path / "easeback.ics"
    assert main(["export", "--format", "ics", "--to", str(file)]) == 0
    lines = file.read_bytes().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def keep(wanted: str) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(f"[calendar]\nkeep = {wanted}\n")


def test_it_is_written_anew_only_where_something_changed() -> None:
    keep("true")
    file, now = paths.calendar_file(), clock.now()
    with diary() as book:
        keep_fresh(book.read(), now)
        first = file.read_bytes()
        keep_fresh(book.read(), now + timedelta(minutes=5))
        assert file.read_bytes() == first
        book.begin(now)
        keep_fresh(book.read(), now + timedelta(minutes=5))
    assert file.read_bytes() != first
    assert [path.name for path in file.parent.glob("*ics*")] == [file.name]


def test_a_place_that_is_taken_is_named() -> None:
    keep("true")
    with diary() as book:
        paths.calendar_file().mkdir()
        with pytest.raises(CannotRun, match=r"calendar\.keep"):
            keep_fresh(book.read(), clock.now())


def test_nothing_is_written_that_nobody_asked_for() -> None:
    with diary() as book:
        keep_fresh(book.read(), clock.now())
    assert not paths.calendar_file().exists()


def test_advice_stands_in_the_calendar_too(capsys: pytest.CaptureFixture[str]) -> None:
    today = clock.now().date()
    for ago in (9, 6, 3):
        day = (today - timedelta(days=ago)).isoformat()
        main(f"log --day {day} --warmup 0 --late 0 --next-day 6".split())
    capsys.readouterr()
    assert main(["export", "--format", "ics"]) == 0
    assert "Please talk to" in capsys.readouterr().out.replace("\r\n ", "").replace("\n ", "")
