"""What comes back from a backup: rows, and nothing else of a file that may be anybody's."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.base.errors import CannotRun
from daemon.diary.backup import back_up
from daemon.diary.facts import Reminded
from daemon.diary.restore import Change, restore
from daemon.diary.store import Store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n"


def fill(path: Path, *keys: str) -> None:
    with closing(Store(path)) as store:
        for key in keys:
            store.append(NOW, Reminded(key))


def keys(path: Path) -> list[str]:
    with closing(Store(path)) as store:
        return [row.data for row in store.rows()]


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def test_a_trigger_and_a_sequence_out_of_reach_do_not_come_along(tmp_path: Path) -> None:
    diary, copy = tmp_path / "a.db", tmp_path / "copy.db"
    fill(diary, "a", "b")
    back_up(diary, copy)
    change(
        copy,
        "CREATE TRIGGER t AFTER INSERT ON facts BEGIN DELETE FROM facts; END",
        "CREATE VIEW v AS SELECT 1",
        f"UPDATE sqlite_sequence SET seq = {2**50}",
    )
    assert restore(copy, diary, NOW).change == Change(2, 0, 0)
    fill(diary, "c")
    assert len(keys(diary)) == 3
    with closing(sqlite3.connect(diary)) as db:
        assert db.execute("SELECT seq FROM sqlite_sequence").fetchone() == (3,)
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert names == {"facts", "sqlite_sequence", "reminder_once"}


def test_facts_that_are_no_table_of_ours_are_refused_unread(tmp_path: Path) -> None:
    """A view may be endless."""
    diary, copy = tmp_path / "a.db", tmp_path / "copy.db"
    fill(diary, "a")
    back_up(diary, copy)
    change(
        copy,
        "DROP TABLE facts",
        f"CREATE VIEW facts AS SELECT i AS id, '' AS at, '' AS kind, '' AS data FROM ({ENDLESS})",
    )
    before = keys(diary)
    with pytest.raises(CannotRun, match="no diary of this easeback"):
        restore(copy, diary, NOW)
    assert keys(diary) == before


def test_an_endless_diary_is_replaced_all_the_same(tmp_path: Path) -> None:
    diary, copy = tmp_path / "a.db", tmp_path / "copy.db"
    fill(diary, "a")
    back_up(diary, copy)
    change(diary, "DROP TABLE facts", f"CREATE VIEW facts AS {ENDLESS}")
    assert restore(copy, diary, NOW).change == Change(1, 0, 0)
    assert len(keys(diary)) == 1


def test_what_it_would_change_is_told_before(tmp_path: Path) -> None:
    diary, copy, other = (tmp_path / name for name in ("a.db", "copy.db", "other.db"))
    fill(diary, "a", "b")
    back_up(diary, copy)
    fill(diary, "c")
    fill(other, "x", "y", "z", "u")
    told: list[Change] = []

    def declined(change: Change) -> bool:
        told.append(change)
        return False

    for source in (copy, other):
        assert not restore(source, diary, NOW, declined).done
    assert told == [Change(2, 1, 0), Change(4, 0, 3)]
    assert len(keys(diary)) == 3
    assert {path.name for path in tmp_path.iterdir() if "new" in path.name} == set()


def test_what_a_killed_process_left_in_the_log_is_carried_over(tmp_path: Path) -> None:
    diary, copy = tmp_path / "a.db", tmp_path / "copy.db"
    fill(diary, "a")
    back_up(diary, copy)
    with closing(Store(diary)) as store:
        store.append(NOW, Reminded("b"))
        killed = {path: path.read_bytes() for path in tmp_path.glob("a.db*")}
    for path, data in killed.items():
        path.write_bytes(data)
    done = restore(copy, diary, NOW)
    assert done.change == Change(1, 1, 0)
    assert done.kept is not None
    assert len(keys(done.kept)) == len(keys(diary)) == 2
