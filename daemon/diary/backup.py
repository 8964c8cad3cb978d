"""Copies of the diary: made whole or not at all, and looked through before they count."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import words
from daemon.diary.copies import copies, copy_at, named, staying
from daemon.diary.database import MIGRATIONS
from daemon.diary.snapshot import Snapshot
from voice.base.own_folder import folder_at, own_folder
from voice.base.whole_file import whole


def back_up(source: Path, to: Path) -> None:
    """Copy the diary to a file of its own. Raises CannotRun, and then leaves nothing behind."""
    try:
        own_folder(to.parent) if to.parent == paths.backup_folder() else folder_at(to.parent)
        with (
            whole(to) as made,
            readable(source) as old,
            closing(sqlite3.connect(made)) as new,
        ):
            old.backup(new)
            # A copy stands for itself: no log beside it that could be forgotten.
            new.execute("PRAGMA journal_mode=DELETE")
            _look_through(new)
            _check_richer(new, to)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("backup.unmade", file=to, reason=error)) from None


def back_up_daily(_read: Snapshot, now: datetime) -> None:
    """A copy in the backup folder where there is none of today; older ones go as `staying` says."""
    folder = paths.backup_folder()
    to = file_of(folder, now.date())
    if to.exists():
        return
    back_up(paths.store_file(), to)
    stay = staying(copies(folder), now.date())
    for path in named(folder):
        if path not in stay:
            path.unlink(missing_ok=True)


def file_of(folder: Path, day: date) -> Path:
    """Where the copy of a day lies."""
    return folder / f"easeback-{day}.db"


def readable(path: Path) -> "closing[sqlite3.Connection]":
    """A file to read and not to write. Raises EasebackError where there is none."""
    if not path.exists():
        raise EasebackError(f"{path}: there is no such file")
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5))


def _check_richer(db: sqlite3.Connection, to: Path) -> None:
    """Raises CannotRun where the copy that is there has more in it."""
    there, facts = copy_at(to), db.execute("SELECT count(*) FROM facts").fetchone()[0]
    if there and there.facts > facts:
        raise CannotRun(words("backup.poorer", file=to, there=there.facts, n=facts))


def _look_through(db: sqlite3.Connection) -> None:
    # The thorough check would also read each reminder's JSON, and end at one that is damaged.
    found = db.execute("PRAGMA quick_check").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(words("backup.of_damage", reason=found))
    if not 0 < version <= len(MIGRATIONS):
        raise sqlite3.DatabaseError(words("backup.of_another"))
    db.execute("SELECT count(*) FROM facts").fetchone()
