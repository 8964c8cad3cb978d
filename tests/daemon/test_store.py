"""The store: durable facts, and files it must refuse and leave alone."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.errors import CannotRun
from daemon.store import Store

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_facts_come_back_after_reopening(tmp_path: Path) -> None:
    store = Store(tmp_path / "a" / "b.db")
    store.append(NOW, "answer", value=3)
    store.close()
    (fact,) = Store(tmp_path / "a" / "b.db").facts()
    assert (fact.at, fact.kind, fact.data) == (NOW.isoformat(), "answer", {"value": 3})


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
    for _ in range(500):
        store.append(NOW, "answer", value="x" * 100)
    store.close()
    data = bytearray(path.read_bytes())
    data[12288:20480] = b"\xff" * 8192
    path.write_bytes(data)
    for use in (Store.facts, lambda damaged: damaged.append(NOW, "answer", value=1)):
        damaged = Store(path)
        with pytest.raises(CannotRun, match="nothing was"):
            use(damaged)
        damaged.close()
        assert path.read_bytes() == data
