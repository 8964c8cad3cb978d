"""Facts on disk: appended, never changed. An answer is stored before it is acknowledged."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from daemon.base.errors import CannotRun
from daemon.base.lock import in_use
from daemon.base.words import words
from daemon.diary.codec import FactRow, Unfit, about_nothing, row_of, told_by
from daemon.diary.comeback_facts import FEW
from daemon.diary.database import open_file, read_only, reason
from daemon.diary.fact import Fact
from daemon.diary.facts import Damaged, Reminded, RunSkipped, Undone
from daemon.diary.forms import NUMBERS

# SQLite's own number goes on from the highest, which a flipped bit may have put out of reach.
_INSERT = """
    INSERT INTO facts (id, at, kind, data)
    SELECT ifnull(max(id), 0) + 1, ?, ?, ? FROM facts WHERE id BETWEEN 0 AND ?
"""
# All rows up to one, each with the lengths of its texts, so that no other rows give the same bytes.
# SQLite puts them together many times as fast as they could be read one by one, and in the order
# of their numbers, by which it finds them.
_ALL_BYTES = """
    SELECT CAST(group_concat(
        printf('%d %d %d %d ', id, length(CAST(at AS BLOB)), length(CAST(kind AS BLOB)),
        length(CAST(data AS BLOB))) || at || kind || data, '') AS BLOB)
    FROM facts WHERE id <= ?
"""
_FEW = tuple(each.kind for each in (*FEW, RunSkipped, Undone))
_IS_ONE_OF_FEW = " OR ".join(["kind = ?"] * len(_FEW))


class Store:
    """The fact table in one SQLite file. Every method raises CannotRun with a plain reason.

    `appended` is the number of the newest fact that was stored by this object, 0 before.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._whole = False
        self.appended = 0
        # While it is open nobody puts another file in its place.
        with ExitStack() as held:
            if (lock := in_use(path)) is not None:
                held.callback(os.close, lock)
            self._db, self._why = open_file(path)
            self._held = held.pop_all()

    def close(self) -> None:
        """Close the file."""
        with self._held:
            self._db.close()

    def append(self, at: datetime, fact: Fact) -> int:
        """Store a fact durably and return its number. Raises Unfit where it could not be read back.

        A reminder that was shown already raises sqlite3.IntegrityError.
        """
        row = row_of(at, fact)
        with self.together():
            self._look_up(fact)
            cursor = self._db.execute(_INSERT, (*row[1:], NUMBERS[-1]))
            number = int(cursor.lastrowid or 0)
            if number not in NUMBERS:
                raise CannotRun(words("diary.no_number", file=self.path))
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

    def newest(self) -> int:
        """The number of the newest fact; 0 where there is none."""
        newest = "SELECT ifnull(max(id), 0) FROM facts WHERE id BETWEEN 0 AND ?"
        with self._explained("diary.unread"):
            number: int = self._db.execute(newest, (NUMBERS[-1],)).fetchone()[0]
        return number

    def row(self, number: int) -> FactRow | None:
        """The row of this number."""
        return next(iter(self._rows("id = ?", number)), None)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is appended within is stored, or none of it; meanwhile nobody else writes.

        Within another such block it is part of that one.
        """
        if self._db.in_transaction:
            yield
            return
        self.check_writable()
        self.check()
        with self._explained("diary.unstored"):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                # SQLite may have rolled back by itself, as it does where the disk is full.
                if self._db.in_transaction:
                    self._db.rollback()
                raise
            self._commit()
            self.appended = self.newest()

    def _commit(self) -> None:
        last = self.row(self.newest())
        try:
            self._db.commit()
        except sqlite3.Error as error:
            if last and self._may_be_there(last):
                raise CannotRun(
                    words("diary.unsure", file=self.path, reason=reason(error, self.path))
                ) from None
            raise

    def _may_be_there(self, row: FactRow) -> bool:
        """The bytes may have reached the file although the disk did not confirm them."""
        self._db.close()
        try:
            self._db, self._why = open_file(self.path)
        except CannotRun:
            self._db = read_only(self.path)
        try:
            return self.row(row.id) == row
        except CannotRun:
            return True

    @contextmanager
    def _explained(self, how: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            why = reason(error, self.path)
            raise CannotRun(words(how, file=self.path, reason=why)) from None

    def check_writable(self) -> None:
        """Raises CannotRun where it can only be read, as on a full disk."""
        if self._why:
            raise CannotRun(words("diary.unstored", file=self.path, reason=self._why))

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
