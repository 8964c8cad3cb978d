"""The diary's file as SQLite has it: opened, made, brought to the newest version."""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from daemon.base.errors import CannotRun
from daemon.base.words import words
from voice.base.own_folder import folder_at

# Each migration is applied in the transaction that records it as the new user_version.
MIGRATIONS = (
    """
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        data TEXT NOT NULL
    ) STRICT
    """,
    # A reminder is shown once, ever: its key cannot be stored twice.
    """
    CREATE UNIQUE INDEX reminder_once ON facts (json_extract(data, '$.key'))
        WHERE kind = 'reminded'
    """,
)
APPLICATION_ID = 0x65617365
BUSY_SECONDS = 5.0
"""How long another command is waited for."""
_LOOK_SECONDS = 0.02
# An entry and SQLite's notes beside the file take no more.
_NEEDED_BYTES = 64 * 1024


def open_file(path: Path) -> tuple[sqlite3.Connection, str]:
    """The file, and why it can only be read; "" where it can be written. Raises CannotRun."""
    try:
        folder_at(Path(os.path.realpath(path)).parent)
        if not path.exists():
            # Nobody else's business; what SQLite puts beside it takes the mode over.
            path.touch(mode=0o600)
        try:
            return _opened(path), ""
        except sqlite3.OperationalError as error:
            return _to_look_at(path, error), reason(error, path)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("diary.unusable", file=path, reason=reason(error, path))) from None


def reason(error: Exception, path: Path) -> str:
    """Why something failed; SQLite itself does not always say that the disk is full."""
    with suppress(OSError):
        disk = os.statvfs(Path(os.path.realpath(path)).parent)
        if disk.f_bavail * disk.f_frsize < _NEEDED_BYTES:
            return words("diary.full")
    return str(error)


def _to_look_at(path: Path, error: sqlite3.OperationalError) -> sqlite3.Connection:
    """For a full disk: what SQLite notes beside the file while it reads is held in memory.

    Raises the error where it cannot be read in this way either, or not as it is.
    """
    db = sqlite3.connect(_uri(path), uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        db.execute("PRAGMA query_only=ON")
        if _version(db) == len(MIGRATIONS):
            return db
    except sqlite3.Error:
        pass
    db.close()
    raise error


def _opened(path: Path) -> sqlite3.Connection:
    end = time.monotonic() + BUSY_SECONDS
    while True:
        # Transactions are begun and ended here alone, not by the module at its own times.
        db = sqlite3.connect(_uri(path), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _make_ready(db, path)
            return db
        except BaseException as error:
            db.close()
            # While another first one changes the way of writing, SQLite does not wait by itself.
            busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() >= end:
                raise
        time.sleep(_LOOK_SECONDS)


def _make_ready(db: sqlite3.Connection, path: Path) -> None:
    version = _version(db)
    if version > len(MIGRATIONS):
        raise CannotRun(words("diary.newer", file=path, version=version, known=len(MIGRATIONS)))
    if version < len(MIGRATIONS):
        migrate(db)
    if os.access(path.parent, os.W_OK):
        db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def read_only(path: Path) -> sqlite3.Connection:
    """The file to look at, whatever its state."""
    uri = f"{Path(os.path.realpath(path)).as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _uri(path: Path) -> str:
    """Where nothing can be written, not even SQLite's own notes, the file is read as it stands."""
    path = Path(os.path.realpath(path))
    plain = path.as_uri()
    if not path.exists() or os.access(path.parent, os.W_OK):
        return plain
    log = path.with_name(f"{path.name}-wal")
    unfinished = log.exists() and log.stat().st_size
    return plain if unfinished else f"{plain}?mode=ro&immutable=1"


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    with db:
        # Looked at again: somebody else may have done it meanwhile.
        version = _version(db)
        for number, statement in enumerate(MIGRATIONS[version:], version + 1):
            db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
