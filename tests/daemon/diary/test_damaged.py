"""A diary of which one fact is damaged: it opens, the others count, the one is named."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daemon.base import paths
from daemon.cli import main
from daemon.commands.doctor import diary_parts
from daemon.diary.codec import FactRow
from daemon.diary.facts import Answer, AttemptBegun, By, Undone
from daemon.diary.ledger import Ledger, ledger_of
from daemon.diary.opened import opened_here
from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.diary.store import Store
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.scheduler import Watch
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.daemon.diary import kept

NOW = datetime(2026, 3, 16, 8, tzinfo=UTC)
SAME_HOME = [HealthCheck.function_scoped_fixture]


def damage(data: st.DataObject) -> FactRow:
    """Some bytes of one row of the kept diary are others; returns the row as it was."""
    path = kept.put()
    row = data.draw(st.sampled_from(kept.rows(path)), "row")
    column = data.draw(st.sampled_from(kept.COLUMNS), "column")
    text = getattr(row, column).encode()
    if data.draw(st.booleans(), "a bit"):
        at = data.draw(st.integers(0, len(text) - 1), "place")
        new = bytes([text[at] ^ 1 << data.draw(st.integers(0, 7), "bit")])
    elif data.draw(st.booleans(), "a character"):
        at = data.draw(st.integers(0, len(text) - 1), "place")
        new = data.draw(st.sampled_from(b"0123456789{}\"',: e-\0\xff").map(lambda c: bytes([c])))
    else:
        at, new = 0, data.draw(st.binary(min_size=len(text), max_size=len(text)), "text")
    kept.overwrite(path, row, column, at, new)
    return row


def without(row: FactRow) -> Snapshot:
    """What the diary says where that fact never was."""
    path = kept.put()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM facts WHERE id = ?", (row.id,))
    return read()


def read() -> Snapshot:
    with opened_here() as diary:
        now, recent = diary.read(), diary.recent(NOW.date())
    assert recent == now.recent(NOW.date())
    return now


def decided(read: Snapshot) -> Iterator[Any]:
    yield read.history
    yield read.course(NOW.date())
    yield read.broken_off
    yield replace(read.standing(NOW), damaged=())
    yield read.recent(NOW.date()).waiting(NOW)
    yield read.ahead(NOW.date())


@settings(suppress_health_check=SAME_HOME, max_examples=300)
@given(data=st.data())
def test_the_others_decide_as_if_it_never_was(data: st.DataObject) -> None:
    row = damage(data)
    found = read()
    if row.id in {each.id for each in found.ledger.damaged}:
        assert [*decided(found)] == [*decided(without(row))]


COMMANDS = (
    *("next", "status", "history", "plan", "plan --if warmup=3", "export", "report", "backup"),
    *("export --format csv", "export --format ics", "skip", "snooze 45m", "strength done"),
    *("log --warmup 0", "log --amend --late 0", "undo", "restore", "next --json"),
)


@settings(suppress_health_check=SAME_HOME, max_examples=12)
@given(data=st.data())
def test_no_command_refuses_it_and_neither_does_the_daemon(data: st.DataObject) -> None:
    row = damage(data)
    for command in COMMANDS:
        assert main(command.split()) == 0, command
    watch = Watch(LiveSettings(Config(), table_in_force()), now=lambda: NOW)
    asyncio.run(watch.look())
    assert watch.fault == ""
    while damaged := read().ledger.damaged:
        assert main(["undo", "--fact", str(damaged[0].id)]) == 0
    assert len(kept.rows(paths.store_file())) > row.id


def spoil(number: int, column: str, text: str) -> None:
    """The row of this number with another text."""
    with closing(sqlite3.connect(paths.store_file())) as db, db:
        db.execute("DROP INDEX IF EXISTS reminder_once")
        db.execute(f"UPDATE facts SET {column} = ? WHERE id = ?", (text, number))


@pytest.mark.parametrize(
    ("number", "column", "text", "why"),
    [
        (42, "kind", "mood", "knows no such kind of fact: 'mood'"),
        (42, "data", '{"attempt": 41', "expected a JSON object"),
        (42, "data", '{"attempt":41,"by":"typed","question":"warmup","value":11}', "0 to 10"),
        (42, "data", '{"attempt":3,"by":"typed","question":"warmup","value":1}', "fact 3"),
        (42, "data", '{"attempt":99,"by":"typed","question":"warmup","value":1}', "fact 99"),
        (42, "data", '{"attempt":41,"by":"typed","question":"warmup","v":1}', "'v': unknown key"),
        (42, "at", "yesterday", "at: expected a time"),
        (41, "data", '{"day": "2126-03-14"}', "day: 2126-03-14 is in the future"),
        (38, "data", '{"fact": 35}', "fact 35"),
        (10, "data", "{", "expected a JSON object"),
    ],
)
def test_it_is_named_and_can_be_taken_back(
    number: int, column: str, text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.put()
    spoil(number, column, text)
    told = diary_parts()["damaged entries"].detail
    assert why in told
    assert f"easeback undo --fact {number}" in told
    # The answers of a run that is lost are counted with it.
    assert told.count("undo --fact") == 1
    assert ("5 answers hang on it" in told) == (number == 41)
    matters = number != 10
    for command in ("next", "status"):
        assert main([command]) == 0
        assert ("easeback doctor" in capsys.readouterr().out) == matters
    assert main(["undo", "--fact", str(number)]) == 0
    assert f"entry {number}" in capsys.readouterr().out
    assert read().ledger.damaged == ()
    assert main(["undo", "--fact", str(number)]) == 2
    assert main(["undo", "--fact", "1"]) == 2


def test_doctor_finds_it_and_nothing_amiss_with_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept.put()
    spoil(42, "data", "{")
    assert main(["doctor", "--json"]) == 0
    parts = json.loads(capsys.readouterr().out)
    assert parts["diary"]["state"] == "present"
    assert parts["damaged entries"]["state"] == "broken"


def test_the_run_that_an_older_version_stored_and_then_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It wrote 1,112 km out of a watch's file; `undo` takes exactly that back."""
    assert main("log --warmup 0 --minutes 25".split()) == 0
    (record,) = read().history.records
    spike = {"attempt": record.id, "by": "imported", "question": "distance"}
    data = json.dumps({**spike, "value": {"unit": "km", "value": 1111.96}})
    with closing(sqlite3.connect(paths.store_file())) as db, db:
        db.execute(
            "INSERT INTO facts (at, kind, data) VALUES (?, 'answer', ?)", (NOW.isoformat(), data)
        )
    capsys.readouterr()
    assert main(["next"]) == 0
    assert "1 entry of your diary cannot be read" in capsys.readouterr().out
    assert main(["undo"]) == 0
    assert f"entry {record.id + 3}" in capsys.readouterr().out
    assert main(["next"]) == 0
    assert "cannot be read" not in capsys.readouterr().out
    (record,) = read().history.records
    assert (record.attempt.warmup, record.attempt.minutes) == (0, 25)


def test_restored_from_a_damaged_file_it_is_still_named(tmp_path: Path) -> None:
    """What came after the backup is carried over, damaged text as well."""
    kept.put()
    assert main(["backup", "--to", str(tmp_path / "copy.db")]) == 0
    assert main(["log", "--warmup", "2"]) == 0
    path = paths.store_file()
    *_, newest = kept.rows(path)
    kept.overwrite(path, newest, "data", 3, b"\xff\xfe")
    assert main(["restore", str(tmp_path / "copy.db")]) == 0
    assert [each.id for each in read().ledger.damaged] == [newest.id]


def test_a_lost_answer_is_said_with_a_reminder_of_the_run() -> None:
    kept.put()
    spoil(42, "data", "{")
    watch = Watch(LiveSettings(Config(), table_in_force()), now=lambda: NOW.replace(day=25))
    asyncio.run(watch.look())
    owed = [watch.owed.get_nowait() for _ in range(watch.owed.qsize())]
    texts = {reminder.kind: reminder.text for reminder in owed}
    assert "cannot be read" in texts[ReminderKind.RUN]


def test_an_injury_that_cannot_be_read_is_taken_for_the_worst(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A stress fracture that walked began with 20 minutes of running, and stayed so."""
    main("init --defaults --kind bone --weeks 12 --walks no".split())
    with closing(sqlite3.connect(paths.store_file())) as db, db:
        db.execute("UPDATE facts SET data = replace(data, 'bone', 'bonx')")
    for before in ("next --json", "log --warmup 0 --late 0", "next --json"):
        capsys.readouterr()
        assert main(before.split()) == 0
    following = json.loads(capsys.readouterr().out)
    assert (following["stage"], following["running_minutes"]) == (0, 0)
    main(["injury"])
    assert "cannot be read" in capsys.readouterr().out
    assert main(["undo", "--fact", "1"]) == 2
    for told in ("correct --kind soft --severe no", "new --kind soft"):
        assert main(["injury", *told.split()]) == 0
        assert main(["next", "--json"]) == 0
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["stage"] is None
    assert main(["undo", "--fact", "1"]) == 0


def test_pain_that_cannot_be_read_is_not_no_pain(capsys: pytest.CaptureFixture[str]) -> None:
    """The run after it was a longer one."""
    ran = datetime.now(UTC).date() - timedelta(days=1)
    main(f"log --day {ran} --warmup 0 --late 0 --next-day 0".split())
    main(["pain", "8"])
    with closing(sqlite3.connect(paths.store_file())) as db, db:
        db.execute("UPDATE facts SET data = replace(data, '8}', '88}') WHERE kind = 'pain'")
    capsys.readouterr()
    main(["next", "--json"])
    following = json.loads(capsys.readouterr().out)
    assert (following["minutes"], following["verdict"]) == (20, "rest")


def ledger(*facts: Any) -> Ledger:
    path = paths.store_file()
    store = Store(path)
    for fact in facts:
        store.append(NOW, fact)
    rows = store.rows()
    store.close()
    return ledger_of(rows)


def test_what_was_taken_back_is_no_fact_and_not_forgotten() -> None:
    day = date(2026, 3, 16)
    found = ledger(AttemptBegun(day), Answer(1, By.TYPED, Question.LATE, 2), Undone(2))
    assert [stored.id for stored in found.facts] == [1]
    assert [stored.id for stored in found.taken_back] == [2]
    assert [entry.id for entry in found.newest_entry] == [1]


@pytest.mark.parametrize(
    ("column", "new", "told"),
    [
        ("data", b"\xff\xfe", "42 (answer, 14 March 2026 at 08:11): data: expected a JSON object"),
        ("kind", b"\xff\n", "42 (��swer, 14 March 2026 at 08:11): "),
        ("at", b"\xff\xfe", "42 (answer, time unknown): at: expected a time"),
    ],
)
def test_doctor_tells_it_in_words(column: str, new: bytes, told: str) -> None:
    path = kept.put()
    row = next(row for row in kept.rows(path) if row.id == 42)
    kept.overwrite(path, row, column, 0, new)
    detail = diary_parts()["damaged entries"].detail
    assert told in detail
    assert detail.isprintable()
    assert "\\" not in detail


@pytest.mark.parametrize(
    "command",
    [
        *("export", "export --format csv", "export --format ics", "history", "history --json"),
        *("plan", "plan --json", "plan --if warmup=3"),
    ],
)
@pytest.mark.parametrize("number", [22, 41, 42])
def test_whoever_reads_the_whole_diary_is_told_what_it_lacks(
    command: str, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.put()
    assert main(["next"]) == 0
    assert "keeps your injury" in capsys.readouterr().err
    assert main(command.split()) == 0
    assert capsys.readouterr().err == ""
    spoil(number, "data", "{")
    assert main(command.split()) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be read" in line
    assert "easeback doctor" in line


def test_the_report_says_what_it_lacks() -> None:
    kept.put()
    assert main(["report"]) == 0
    assert "cannot be read" not in paths.report_file().read_text("utf-8")
    spoil(42, "data", "{")
    assert main(["report"]) == 0
    assert "1 entry of your diary cannot be read" in paths.report_file().read_text("utf-8")


def renumber(new: int, old: int = 42) -> None:
    """What a flipped bit makes of a row's number."""
    with closing(sqlite3.connect(paths.store_file())) as db, db:
        db.execute("UPDATE facts SET id = ? WHERE id = ?", (new, old))
        db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?)", (new,))


@pytest.mark.parametrize("number", [2**63 - 1, 2**53, 0, -1, -(2**63)])
def test_what_cannot_be_named_stands_in_nobodys_way(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.put()
    assert main(["backup", "--to", str(tmp_path / "copy.db")]) == 0
    renumber(number)
    assert [each.id for each in read().ledger.damaged] == [number]
    assert main(["next"]) == 0
    assert "1 entry of your diary cannot be read" in capsys.readouterr().out
    assert "easeback restore" in diary_parts()["damaged entries"].detail
    assert main(["undo", "--fact", str(number)]) == 2
    assert "easeback restore" in capsys.readouterr().err
    # The newest entry can be taken back, and others follow it.
    assert main(["undo"]) == 0
    assert "entry" not in capsys.readouterr().out.splitlines()[0]
    before = len(read().history.records)
    assert main(["log", "--warmup", "2"]) == 0
    assert len(read().history.records) == before + 1
    assert main(["restore", str(tmp_path / "copy.db")]) == 0
    assert len(read().history.records) == before + 1
    assert read().ledger.damaged == ()


def test_where_no_number_is_left_the_remedy_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.put()
    assert main(["backup", "--to", str(tmp_path / "copy.db")]) == 0
    renumber(2**53 - 1)
    assert main(["log", "--warmup", "2"]) == 3
    assert "easeback restore" in capsys.readouterr().err
