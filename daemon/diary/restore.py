"""A backup comes back: made ready beside the diary, and put in its place in one step."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daemon.base.errors import CannotRun
from daemon.base.words import words
from daemon.diary.backup import readable
from daemon.diary.database import MIGRATIONS, migrate
from daemon.diary.forms import NUMBERS
from voice.base.whole_file import whole

# A row takes no less of the file: no more of them can have been lost with a page.
_LEAST_BYTES = 40
_CARRY = (
    "INSERT OR IGNORE INTO facts (id, at, kind, data) "
    "VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))"
)
_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'facts'"

_Row = tuple[int, bytes, bytes, bytes]


@dataclass(frozen=True)
class Change:
    """What `restore` makes of the diary, in entries.

    `facts` come from the backup, `saved` are newer ones of the diary that stay, `lost` are those of
    it that can be read and are not in what takes its place.
    """

    facts: int
    saved: int
    lost: int


@dataclass(frozen=True)
class Restored:
    """Whether it was `done`, and where what was there before is `kept`."""

    done: bool
    change: Change
    kept: Path | None = None


def restore(
    backup: Path,
    store: Path,
    now: datetime,
    agree: Callable[[Change], bool] = lambda _change: True,
) -> Restored:
    """Put a backup in the diary's place unless `agree` declines.

    Facts that are newer than the backup and can still be read are carried over. Raises CannotRun
    where the backup is no good, and then nothing is changed. Killed at any moment it leaves the old
    diary or the new one. The locks are the caller's business.
    """
    store = Path(os.path.realpath(store))
    try:
        with whole(store) as new:
            change = _made(backup, store, new)
            if not agree(change):
                raise _Declined
            kept = _kept(store, now)
            _fold_log(store)
    except _Declined:
        return Restored(done=False, change=change)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("backup.unrestored", file=store, reason=error)) from None
    return Restored(done=True, change=change, kept=kept)


class _Declined(Exception):
    """It is not to be done after all: what was made ready goes."""


def _made(backup: Path, store: Path, new: Path) -> Change:
    """Fill `new` row by row: nothing else of a file that may be anybody's comes along."""
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        migrate(db)
        _add(db, _rows_of(backup))
        facts = _count(db)
        newest = "SELECT ifnull(max(id), 0) FROM facts WHERE id BETWEEN 0 AND ?"
        last = db.execute(newest, (NUMBERS[-1],)).fetchone()[0]
        old = list(_legible(store))
        _add(db, (row for row in old if row[0] > last))
        db.text_factory = bytes
        there = set(db.execute("SELECT * FROM facts"))
        return Change(facts, _count(db) - facts, len(set(old) - there))


def _add(db: sqlite3.Connection, rows: Iterable[_Row]) -> None:
    with db:
        db.execute("BEGIN")
        for row in rows:
            # Damaged text comes along, to be named and taken back.
            try:
                db.execute(_CARRY, row)
            except sqlite3.OperationalError as error:
                # That of a reminder cannot: it is read for its key. It may be shown once more.
                if "malformed JSON" not in str(error):
                    raise


def _count(db: sqlite3.Connection) -> int:
    count: int = db.execute("SELECT count(*) FROM facts").fetchone()[0]
    return count


def _rows_of(backup: Path) -> Iterator[_Row]:
    with readable(backup) as db:
        db.text_factory = bytes
        if not _is_ours(db):
            raise sqlite3.DatabaseError(words("backup.of_another"))
        # The thorough check would also read each reminder's JSON, and end at one that is damaged.
        if (found := db.execute("PRAGMA quick_check(facts)").fetchone()[0]) != b"ok":
            raise sqlite3.DatabaseError(words("backup.of_damage", reason=found.decode()))
        yield from db.execute("SELECT id, at, kind, data FROM facts ORDER BY id")


def _is_ours(db: sqlite3.Connection) -> bool:
    """Whether its facts are a table as ours: a view or another's could take for ever to be read."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as known:
        known.text_factory = bytes
        migrate(known)
        ours = known.execute(_TABLE).fetchone()
    return version in range(1, len(MIGRATIONS) + 1) and bool(db.execute(_TABLE).fetchone() == ours)


def _legible(store: Path) -> Iterator[_Row]:
    """Rows one by one: a page that is gone takes only its own with it."""
    if not store.exists():
        return
    with suppress(sqlite3.Error), readable(store) as db:
        # As it stands, be it text or not.
        db.text_factory = bytes
        if not _is_ours(db):
            return
        top = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'facts'").fetchone()
        number, select = 1, "SELECT * FROM facts WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1"
        # As many as there is room for, should the highest number be a flipped bit's.
        lost = store.stat().st_size // _LEAST_BYTES
        while number <= (top[0] if top else 0) and lost:
            try:
                row = db.execute(select, (number, NUMBERS[-1])).fetchone()
            except sqlite3.Error:
                number, lost = number + 1, lost - 1
                continue
            if row is None:
                return
            yield row
            number = row[0] + 1


def _kept(store: Path, now: datetime) -> Path | None:
    """The old diary under another name too: its own stays until the new one takes it."""
    if not store.exists():
        return None
    kept = store.with_name(f"{store.name}.damaged-{now:%Y-%m-%dT%H%M%S}")
    for end in ("", "-wal"):
        old, other = (path.with_name(f"{path.name}{end}") for path in (store, kept))
        if not old.exists():
            continue
        try:
            other.hardlink_to(old)
        except FileExistsError:
            raise
        except OSError:
            # Not every file system has links.
            shutil.copy2(old, other)
    return kept


def _fold_log(store: Path) -> None:
    """What stands in SQLite's log comes into the file, so that the log can go before the file does.

    A log beside another file than its own would be taken for that file's.
    """
    if store.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(store)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for end in ("-wal", "-shm"):
        store.with_name(f"{store.name}{end}").unlink(missing_ok=True)
