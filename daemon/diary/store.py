"""Facts on disk: appended, never changed. An answer is stored before it is acknowledged."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from daemon.base.errors import CannotRun
from daemon.base.words import words
from daemon.diary.codec import FactRow, Unfit, about_nothing, row_of, told_by
from daemon.diary.comeback_facts import FEW
from daemon.diary.fact import Fact
from daemon.diary.facts import Damaged, Reminded, Undone
from daemon.diary.forms import NUMBERS

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
# SQLite's own number goes on from the highest, which a flipped bit may have put out of reach.
_INSERT = """
    INSERT INTO facts (id, at, kind, data)
    SELECT ifnull(max(id), 0) + 1, ?, ?, ? FROM facts WHERE id BETWEEN 0 AND ?
"""
# All rows up to one, each with the lengths of its texts, so that no other rows give the same bytes.
# SQLite puts them together many times as fast as they could be read one by one.
_ALL_BYTES = """
    SELECT CAST(group_concat(
        id || ' ' || length(CAST(at AS BLOB)) || ' ' || length(CAST(kind AS BLOB)) || ' '
        || length(CAST(data AS BLOB)) || ' ' || at || kind || data, '') AS BLOB)
    FROM (SELECT * FROM facts WHERE id <= ? ORDER BY id)
"""
_FEW = tuple(each.kind for each in (*FEW, Undone))
_IS_ONE_OF_FEW = " OR ".join(["kind = ?"] * len(_FEW))
APPLICATION_ID = 0x65617365


class Store:
    """The fact table in one SQLite file. Every method raises CannotRun with a plain reason."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _open(path)
        self._whole = False

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def append(self, at: datetime, fact: Fact) -> int:
        """Store a fact durably and return its number. Raises Unfit where it could not be read back.

        A reminder that was shown already raises sqlite3.IntegrityError.
        """
        row = row_of(at, fact)
        try:
            self.check()
            # Within `together` the transaction is the whole of it.
            with nullcontext() if self._db.in_transaction else self._db:
                self._look_up(fact)
                cursor = self._db.execute(_INSERT, (*row[1:], NUMBERS[-1]))
                number = int(cursor.lastrowid or 0)
                if number not in NUMBERS:
                    raise CannotRun(words("diary.no_number", file=self.path))
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise CannotRun(words("diary.unstored", file=self.path, reason=error)) from None
        return number

    def _look_up(self, fact: Fact) -> None:
        """Raises Unfit where there is nothing that such a fact can be about."""
        if fact.about is not None and not fact.fits(self._told(fact.about)):
            raise Unfit(f"{fact.kind}: there is no fact {fact.about} for it; nothing was stored")

    def _told(self, number: int) -> Fact | Damaged | None:
        row = self.row(number)
        if row is None:
            return None
        fact = told_by(row)
        if isinstance(fact, Damaged) or fact.about is None:
            return fact
        earlier = self._told(fact.about) if fact.about < number else None
        return fact if fact.fits(earlier) else about_nothing(row, fact.about)

    def row(self, number: int) -> FactRow | None:
        """The row of this number."""
        return next(iter(self._rows("id = ?", number)), None)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is appended within is stored, or none of it; one within another is one."""
        if self._db.in_transaction:
            yield
            return
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise CannotRun(words("diary.unstored", file=self.path, reason=error)) from None

    def check(self) -> None:
        """Look through the whole file once: nothing is written into a damaged one."""
        if self._whole:
            return
        try:
            found = self._db.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.Error as error:
            found = error
        if found != "ok":
            raise CannotRun(words("diary.damaged", file=self.path, reason=found))
        self._whole = True

    def remember_reminder(self, at: datetime, key: str) -> bool:
        """Record that a reminder is being shown; False where it already was."""
        try:
            self.append(at, Reminded(key))
        except sqlite3.IntegrityError:
            return False
        return True

    def rows(self, after: int | None = None) -> Sequence[FactRow]:
        """Every row, or those after this number, oldest first."""
        return self._rows("TRUE") if after is None else self._rows("id > ?", after)

    def few(self) -> Sequence[FactRow]:
        """The rows of the kinds that are always read whole, and of what was taken back."""
        return self._rows(_IS_ONE_OF_FEW, *_FEW)

    def _rows(self, which: str, *values: int | str) -> Sequence[FactRow]:
        select = f"SELECT id, at, kind, data FROM facts WHERE {which} ORDER BY id"  # noqa: S608 - the conditions are written in this class
        try:
            try:
                rows = self._db.execute(select, values).fetchall()
            except sqlite3.OperationalError:
                # A flipped bit is no text any more; only its own row may suffer from it.
                rows = self._undecoded().execute(select, values).fetchall()
        except sqlite3.Error as error:
            raise CannotRun(words("diary.unread", file=self.path, reason=error)) from None
        return [*map(FactRow._make, rows)]

    def digest(self, newest: int) -> bytes:
        """One for all that is stored up to this row: other bytes in any of it make it another."""
        try:
            (whole,) = self._db.execute(_ALL_BYTES, (newest,)).fetchone()
        except sqlite3.Error as error:
            raise CannotRun(words("diary.unread", file=self.path, reason=error)) from None
        return blake2b(whole or b"").digest()

    def _undecoded(self) -> sqlite3.Connection:
        self._db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        return self._db


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
            raise CannotRun(words("diary.newer", file=path, version=version, known=len(MIGRATIONS)))
        if version < len(MIGRATIONS):
            _migrate(db, version)
        if os.access(path.parent, os.W_OK):
            db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(words("diary.unusable", file=path, reason=error)) from None


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
