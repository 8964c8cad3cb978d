"""The store: durable facts, and files it must refuse and leave alone."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.base.errors import CannotRun
from daemon.diary import database
from daemon.diary.codec import Unfit
from daemon.diary.database import MIGRATIONS
from daemon.diary.facts import AttemptBegun, Reminded, Undone
from daemon.diary.store import Store

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_facts_come_back_after_reopening(tmp_path: Path) -> None:
    store = Store(tmp_path / "a" / "b.db")
    number = store.append(NOW, AttemptBegun(NOW.date()))
    store.close()
    (row,) = Store(tmp_path / "a" / "b.db").rows()
    assert row == (number, NOW.isoformat(), "attempt", '{"day": "2026-11-24"}')


def test_a_diary_is_for_its_owners_eyes(tmp_path: Path) -> None:
    store = Store(tmp_path / "b.db")
    store.append(NOW, AttemptBegun(NOW.date()))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("b.db*")}
    store.close()
    assert modes == dict.fromkeys(("b.db", "b.db-wal", "b.db-shm", "b.db.use.lock"), 0o600)


def test_a_reminder_is_remembered_once(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "b.db"), Store(tmp_path / "b.db")
    assert first.remember_reminder(NOW, "2026-11-24:run")
    assert not second.remember_reminder(NOW, "2026-11-24:run")


def test_a_store_from_the_future_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(CannotRun, match="newer easeback"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_store_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    path.write_bytes(b"this is not a database, far from it" * 99)
    before = path.read_bytes()
    with pytest.raises(CannotRun, match="nothing was changed"):
        Store(path)
    assert path.read_bytes() == before


def test_a_damaged_page_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    store = Store(path)
    for number in range(500):
        store.append(NOW, Reminded(f"{number} {'x' * 100}"))
    store.close()
    data = bytearray(path.read_bytes())
    data[12288:20480] = b"\xff" * 8192
    path.write_bytes(data)
    for use in (Store.rows, lambda damaged: damaged.append(NOW, Reminded("a"))):
        damaged = Store(path)
        with pytest.raises(CannotRun, match="nothing was"):
            use(damaged)
        damaged.close()
        assert path.read_bytes() == data


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_earlier_version_is_taken_over(tmp_path: Path, version: int) -> None:
    """Version 0 is an empty file; each later one as its own program left it."""
    path = tmp_path / "b.db"
    with closing(sqlite3.connect(path)) as db, db:
        for number, statement in enumerate(MIGRATIONS[:version], 1):
            db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")
        if version:
            rows = [(NOW.isoformat(), kind, '{"key": "a"}') for kind in ("reminded", "answer")]
            db.executemany("INSERT INTO facts (at, kind, data) VALUES (?, ?, ?)", rows)
    for _ in range(2):
        store = Store(path)
        assert [row.kind for row in store.rows()] == ["reminded", "answer"][: 2 * version]
        store.close()
    store = Store(path)
    assert store.remember_reminder(NOW, "a") == (version == 0)
    store.check()
    store.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.db"
    store = Store(path)
    store.append(NOW, AttemptBegun(NOW.date()))
    store.close()
    broken = (*MIGRATIONS, "CREATE TABLE more (id INTEGER)", "this is no SQL")
    monkeypatch.setattr(database, "MIGRATIONS", broken)
    with pytest.raises(CannotRun, match="nothing was changed"):
        Store(path)
    monkeypatch.undo()
    store = Store(path)
    assert len(store.rows()) == 1
    store.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (
            0,
        )


def test_a_number_that_no_row_has_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "b.db")
    store.append(NOW, AttemptBegun(NOW.date()))
    store._db.execute("UPDATE facts SET id = 5")
    assert store.row(3) is None
    with pytest.raises(Unfit, match="no fact 3"):
        store.append(NOW, Undone(3))


def test_who_writes_is_alone_and_a_block_in_a_block_is_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    with closing(Store(tmp_path / "a.db")) as one, closing(Store(tmp_path / "a.db")) as other:
        with one.together():
            with one.together():
                one.append(NOW, Reminded("a"))
            with pytest.raises(CannotRun, match="nothing was stored"):
                other.append(NOW, Reminded("b"))
            assert other.rows() == []
        assert other.append(NOW, Reminded("c")) == 2


def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "a.db")) as store:
        store.append(NOW, Reminded("b"))

        def twice() -> None:
            with store.together():
                store.append(NOW, Reminded("c"))
                store.append(NOW, Reminded("b"))

        with pytest.raises(sqlite3.IntegrityError):
            twice()
        assert len(store.rows()) == 1
