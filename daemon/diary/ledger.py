"""Which facts hold: read from rows, without those taken back and those that cannot be read. Pure.

One row that is damaged never keeps the others from being read.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daemon.diary.codec import FactRow, about_nothing, fact_of, json_of
from daemon.diary.fact import Fact, Stored
from daemon.diary.facts import AttemptBegun, Damaged, Undone

# Of what an earlier row holds no more is needed than that it is an attempt.
_EARLIER = AttemptBegun(date.min)


@dataclass(frozen=True)
class Ledger:
    """What the rows tell, oldest first.

    `facts` hold, `taken_back` never happened. `damaged` count for nothing, and were not taken back.
    """

    facts: tuple[Stored, ...] = ()
    taken_back: tuple[Stored, ...] = ()
    damaged: tuple[Damaged, ...] = ()

    @property
    def newest_entry(self) -> tuple[Stored | Damaged, ...]:
        """All that the runner entered last at once, in its order; what one command stored.

        One that cannot be read stands alone.
        """
        newest = self._newest
        if not isinstance(newest, Stored):
            return (newest,) if newest else ()
        return tuple(each for each in self.facts if each.fact.entry and each.at == newest.at)

    @property
    def _newest(self) -> Stored | Damaged | None:
        read = next((stored for stored in reversed(self.facts) if stored.fact.entry), None)
        named = (each for each in reversed(self.damaged) if each.can_be_named)
        damaged = next((each for each in named if each.entry), None)
        if read is None or damaged is None:
            return read or damaged
        return read if read.id > damaged.id else damaged


def ledger_of(rows: Sequence[FactRow], attempts: Collection[int] = ()) -> Ledger:
    """What these rows tell. `attempts` are the numbers of attempts that earlier rows hold."""
    told: dict[int, Fact | Damaged] = dict.fromkeys(attempts, _EARLIER)
    read, damaged, undone = [], {}, set()
    for row, data in zip(rows, _parsed(rows), strict=True):
        found = fact_of(row, data)
        if isinstance(found, Stored):
            fact = found.fact
            about = fact.about
            if about is not None and not fact.fits(told.get(about)):
                found = about_nothing(row, about)
        if isinstance(found, Damaged):
            damaged[row.id] = told[row.id] = found
            continue
        told[row.id] = fact
        if isinstance(fact, Undone):
            undone.add(fact.fact)
        else:
            read.append(found)
    # With an attempt that cannot be read its answers are taken back.
    gone = undone | {each.id for each in damaged.values() if each.about in undone & set(damaged)}
    return Ledger(
        tuple([stored for stored in read if stored.id not in undone]),
        tuple([stored for stored in read if stored.id in undone]),
        tuple(each for each in damaged.values() if each.id not in gone),
    )


def _parsed(rows: Sequence[FactRow]) -> Sequence[Any]:
    """The JSON of each row; None of one that has none."""
    # One text parsed at once is read several times as fast as many small ones.
    try:
        values = json.loads(f"[{','.join([row.data for row in rows])}]")
    except (ValueError, RecursionError):
        values = []
    if len(values) == len(rows) and all(type(value) is dict for value in values):
        return list(values)
    return [json_of(row) for row in rows]
