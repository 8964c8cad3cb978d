"""Facts on disk: appended, never changed. An answer is stored before it is acknowledged."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from daemon.base.errors import CannotRun

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
_RESTORE = "nothing was changed. The last backup is brought back with: easeback restore"


@dataclass(frozen=True)
class Fact:
    """One thing that happened. `at` is an aware time in ISO 8601, `data` holds JSON values."""

    id: int
    at: str
    kind: str
    data: Mapping[str, Any]


class Store:
    """The fact table in one SQLite file. Every method raises CannotRun with a plain reason."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _open(path)
        self._whole = False

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def append(self, at: datetime, kind: str, **data: Any) -> int:
        """Store a fact durably and return its id."""
        row = (at.isoformat(), kind, json.dumps(data, sort_keys=True))
        try:
            self.check()
            # Within `together` the transaction is the whole of it.
            with nullcontext() if self._db.in_transaction else self._db:
                cursor = self._db.execute("INSERT INTO facts (at, kind, data) VALUES (?,?,?)", row)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise CannotRun(f"{self.path}: nothing was stored: {error}") from None
        return int(cursor.lastrowid or 0)

    def fact(self, number: int) -> Fact | None:
        """The fact of this id."""
        return next(iter(self.facts(after=number - 1, most=1)), None)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is appended within is stored, or none of it."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise CannotRun(f"{self.path}: nothing was stored: {error}") from None

    def check(self) -> None:
        """Look through the whole file once: nothing is written into a damaged one."""
        if self._whole:
            return
        try:
            found = self._db.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.Error as error:
            found = error
        if found != "ok":
            raise CannotRun(f"{self.path}: the file is damaged: {found}; {_RESTORE}")
        self._whole = True

    def remember_reminder(self, at: datetime, key: str) -> bool:
        """Record that a reminder is being shown; False where it already was."""
        try:
            self.append(at, "reminded", key=key)
        except sqlite3.IntegrityError:
            return False
        return True

    def facts(self, after: int = 0, most: int = -1) -> tuple[Fact, ...]:
        """Every fact, or up to `most` of those after this id, oldest first."""
        select = "SELECT id, at, kind, data FROM facts WHERE id > ? ORDER BY id LIMIT ?"
        try:
            rows = self._db.execute(select, (after, most)).fetchall()
            # One text parsed at once is read several times as fast as many small ones.
            data = json.loads(f"[{','.join(row[3] for row in rows)}]")
            return tuple(
                Fact(id_, at, kind, read)
                for (id_, at, kind, _), read in zip(rows, data, strict=True)
            )
        except (sqlite3.Error, ValueError) as error:
            raise CannotRun(f"{self.path}: cannot be read: {error}; {_RESTORE}") from None


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            # Nobody else's business; what SQLite puts beside it takes the mode over.
            path.touch(mode=0o600)
        db = sqlite3.connect(_uri(path), uri=True, timeout=5)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            db.close()
            raise CannotRun(
                f"{path}: written by a newer easeback (version {version}, this one knows "
                f"{len(MIGRATIONS)}); update easeback. Nothing was changed"
            )
        if version < len(MIGRATIONS):
            _migrate(db, version)
        if os.access(path.parent, os.W_OK):
            db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(f"{path}: cannot be used: {error}; nothing was changed") from None


def _uri(path: Path) -> str:
    """Where nothing can be written, not even SQLite's own notes, the file is read as it stands."""
    plain = path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    unfinished = log.exists() and log.stat().st_size
    if path.exists() and not os.access(path.parent, os.W_OK) and not unfinished:
        return f"{plain}?mode=ro&immutable=1"
    return plain


def _migrate(db: sqlite3.Connection, version: int) -> None:
    db.execute("BEGIN IMMEDIATE")
    with db:
        for number, statement in enumerate(MIGRATIONS[version:], version + 1):
            db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
