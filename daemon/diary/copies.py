"""The copies that there are of a diary, and which of them stay."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path

MOST_BYTES = 20_000_000
"""What all copies together may take."""
_DAYS, _WEEKS, _MONTHS = 7, 5, 12


@dataclass(frozen=True)
class Copy:
    """A copy of the diary: of which day, its bytes, how many entries, the newest's time.

    One that cannot be read has no entries.
    """

    path: Path
    day: date
    size: int
    facts: int
    newest: str


def named(folder: Path) -> list[Path]:
    """The copies that were made without a name of the runner's, oldest first. None is read."""
    return sorted(path for path in folder.glob("easeback-????-??-??.db") if _day(path))


def copies(folder: Path) -> list[Copy]:
    """The same, with what is in them."""
    return [copy for path in named(folder) if (copy := copy_at(path, _day(path) or date.min))]


def copy_at(path: Path, day: date = date.min) -> Copy | None:
    """What this file is as a copy; None where there is none."""
    try:
        size = path.stat().st_size
    except OSError:
        return None
    facts, newest = 0, ""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True)) as db:
        facts = db.execute("SELECT count(*) FROM facts").fetchone()[0]
        newest = db.execute("SELECT ifnull(max(at), '') FROM facts").fetchone()[0]
    return Copy(path, day, size, facts, newest)


def richest(all_: Iterable[Copy]) -> Copy | None:
    """The one with the most entries, of several the newest."""
    return max(all_, key=lambda copy: (copy.facts, copy.day), default=None)


def staying(all_: Sequence[Copy], today: date, most: int = MOST_BYTES) -> set[Path]:
    """Which stay: of the last days, weeks and months one each, as many as there is room for.

    The newest stays in any case, and the one with the most entries: no other takes its place.
    """
    by_day = sorted((each for each in all_ if each.day <= today), key=_of_day, reverse=True)
    held = [each for each in (richest(all_), *by_day[:1]) if each]
    rows = zip_longest(
        _newest_each(by_day, _of_day, _DAYS),
        _newest_each(by_day, lambda copy: copy.day.isocalendar()[:2], _WEEKS),
        _newest_each(by_day, lambda copy: (copy.day.year, copy.day.month), _MONTHS),
    )
    kept = {each.path: each.size for each in held}
    for copy in (each for row in rows for each in row if each):
        if copy.path not in kept and sum(kept.values()) + copy.size <= most:
            kept[copy.path] = copy.size
    return set(kept)


def _newest_each(
    by_day: Iterable[Copy], span: Callable[[Copy], Hashable], count: int
) -> Iterator[Copy]:
    first: dict[Hashable, Copy] = {}
    for copy in by_day:
        first.setdefault(span(copy), copy)
    return islice(iter(first.values()), count)


def _of_day(copy: Copy) -> date:
    return copy.day


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix("easeback-"))
    except ValueError:
        return None
