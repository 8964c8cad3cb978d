"""Copies of the diary: made whole or not at all, and looked through before they count."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import words
from daemon.diary.snapshot import Snapshot
from daemon.diary.store import MIGRATIONS
from voice.base.whole_file import whole

EVERY = timedelta(days=7)
KEPT = 5


def back_up(source: Path, to: Path) -> None:
    """Copy the diary to a file of its own. Raises CannotRun, and then leaves nothing behind."""
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            whole(to) as made,
            readable(source) as old,
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


def readable(path: Path) -> "closing[sqlite3.Connection]":
    """A file to read and not to write. Raises EasebackError where there is none."""
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
