"""Copies of the diary: made whole or not at all, and looked through before they count."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import words
from daemon.diary.forms import NUMBERS
from daemon.diary.snapshot import Snapshot
from daemon.diary.store import MIGRATIONS
from voice.base.whole_file import whole

EVERY = timedelta(days=7)
KEPT = 5
_CARRY = (
    "INSERT OR IGNORE INTO facts (id, at, kind, data) "
    "VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))"
)


@dataclass(frozen=True)
class Restored:
    """What `restore` did: the facts of the backup, and those saved from the damaged file."""

    facts: int
    saved: int
    damaged: Path | None


def back_up(source: Path, to: Path) -> None:
    """Copy the diary to a file of its own. Raises CannotRun, and then leaves nothing behind."""
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            whole(to) as made,
            _readable(source) as old,
            closing(sqlite3.connect(made)) as new,
        ):
            old.backup(new)
            # A copy stands for itself: no log beside it that could be forgotten.
            new.execute("PRAGMA journal_mode=DELETE")
            _look_through(new)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("backup.unmade", file=to, reason=error)) from None


def back_up_weekly(_read: Snapshot, now: datetime) -> None:
    """A copy in the backup folder where the newest is a week old; the oldest ones go."""
    source, folder = paths.store_file(), paths.backup_folder()
    made = backups(folder)
    days = [day for path in made if (day := _day(path)) <= now.date()]
    if days and now.date() - max(days) < EVERY:
        return
    back_up(source, folder / f"easeback-{now:%Y-%m-%d}.db")
    for path in backups(folder)[:-KEPT]:
        path.unlink(missing_ok=True)


def backups(folder: Path) -> list[Path]:
    """The copies that were made by themselves, oldest first."""
    return sorted(path for path in folder.glob("easeback-????-??-??.db") if _day(path) > date.min)


def restore(backup: Path, store: Path, now: datetime) -> Restored:
    """Put a backup in the diary's place; what was there is kept beside it.

    Facts that are newer than the backup and can still be read are carried over. Raises CannotRun
    where the backup is no good, and then nothing is changed. The locks are the caller's business.
    """
    store = store.resolve()
    try:
        with whole(store) as new:
            back_up(backup, new)
            facts, saved = _carry_over(store, new)
            damaged = _set_aside(store, now)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("backup.unrestored", file=store, reason=error)) from None
    return Restored(facts, saved, damaged)


def _carry_over(store: Path, new: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(new)) as db, db:
        facts = db.execute("SELECT count(*) FROM facts").fetchone()[0]
        newest = "SELECT ifnull(max(id), 0) FROM facts WHERE id BETWEEN 0 AND ?"
        last = db.execute(newest, (NUMBERS[-1],)).fetchone()[0]
        for row in list(_legible(store, last)) if store.exists() else []:
            # Damaged text comes along, to be named and taken back.
            try:
                db.execute(_CARRY, row)
            except sqlite3.OperationalError as error:
                # That of a reminder cannot: it is read for its key. It may be shown once more.
                if "malformed JSON" not in str(error):
                    raise
        saved = db.execute("SELECT count(*) FROM facts").fetchone()[0] - facts
    return facts, saved


def _legible(store: Path, last: int) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Rows after this id, one by one: a page that is gone takes only its own with it."""
    with suppress(sqlite3.Error), _readable(store) as db:
        # As it stands, be it text or not.
        db.text_factory = bytes
        top = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'facts'").fetchone()
        number = last + 1
        select = "SELECT * FROM facts WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1"
        # As many as there is room for, should the highest number be a flipped bit's.
        lost = store.stat().st_size
        while number <= (top[0] if top else last) and lost:
            try:
                row = db.execute(select, (number, NUMBERS[-1])).fetchone()
            except sqlite3.Error:
                number, lost = number + 1, lost - 1
                continue
            if row is None:
                return
            yield row
            number = row[0] + 1


def _set_aside(store: Path, now: datetime) -> Path | None:
    if not store.exists():
        return None
    kept = store.with_name(f"{store.name}.damaged-{now:%Y-%m-%dT%H%M%S}")
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            store.with_name(f"{store.name}{end}").rename(kept.with_name(f"{kept.name}{end}"))
    return kept


def _readable(path: Path) -> "closing[sqlite3.Connection]":
    if not path.exists():
        raise EasebackError(f"{path}: there is no such file")
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5))


def _look_through(db: sqlite3.Connection) -> None:
    # The thorough check would also read each reminder's JSON, and end at one that is damaged.
    found = db.execute("PRAGMA quick_check").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(words("backup.of_damage", reason=found))
    if not 0 < version <= len(MIGRATIONS):
        raise sqlite3.DatabaseError(words("backup.of_another"))
    db.execute("SELECT count(*) FROM facts").fetchone()


def _day(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem.removeprefix("easeback-"))
    except ValueError:
        return date.min
