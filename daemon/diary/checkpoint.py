"""Where the comeback stood some runs ago, so that the next run is told without reading every fact.

Only a cache: other rules, other code, any change in the rows that it covers or a fact that touches
those make it void, and everything is read again.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import rules
from daemon.diary.codec import FactRow
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    PainTold,
    PauseBegun,
    PauseEnded,
    SettingsChanged,
)
from daemon.diary.course import history_of
from daemon.diary.fact import Stored
from daemon.diary.facts import AttemptBegun, Undone
from daemon.diary.forms import NUMBERS
from daemon.diary.history import History, Record, fold
from daemon.diary.ledger import ledger_of
from daemon.diary.questions import Question
from daemon.settings.config import Config
from rules.attempt_json import attempt_from_json, attempt_to_json
from rules.course import Waypoint, course
from rules.lengths import Lengths
from rules.rulebook import Rulebook
from rules.rungs import Target
from rules.standing import State
from rules.trend import Trend
from rules.weeks import Weeks
from rules.windows import Peaks
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole

# The newest days may still be answered and corrected without making the checkpoint void.
OPEN_DAYS = 5
# The code whose result is remembered, and its numbers.
_RULES = Path(rules.__file__).parent


@dataclass(frozen=True)
class Checkpoint:
    """`start` is where the comeback stood on the first day of `records`, before its runs.

    `fact` is the newest fact that is in them.
    """

    key: str
    fact: int
    start: Waypoint
    records: tuple[Record, ...]

    @classmethod
    def after(
        cls,
        config: Config,
        table: Rulebook,
        newest: int,
        covered: bytes,
        history: History,
        today: date,
        start: Waypoint | None,
    ) -> "Checkpoint | None":
        """One that leaves the newest attempts open; None where there are no others.

        `newest` is the newest fact that is in the history, `covered` the digest of all up to it;
        `start` is where the comeback stood before those of the history.
        """
        records = history.records
        days = sorted({record.day for record in records if not record.is_warm_up})
        if len(days) <= OPEN_DAYS:
            return None
        # The attempts of a day are decided together.
        day = days[-OPEN_DAYS]
        cut = sum(record.day < day for record in records)
        if records[-1].day > today:
            return None
        told = history_of(config, history, today)
        before = course(told, day - timedelta(days=1), table, start=start)
        begins = Waypoint(day, before.standing.state)
        return cls(key_of(config, table, covered), newest, begins, records[cut:])

    def resume(
        self, newer: Sequence[FactRow], sparse: Sequence[FactRow], today: date
    ) -> History | None:
        """The open records with newer facts; None where those touch what is covered.

        `sparse` are the rows of all the facts about the comeback itself, newer ones among them.
        """
        if self.start.day > today or any(row.kind == Undone.kind for row in newer):
            return None
        # What is about a covered attempt counts as damaged here.
        ledger = ledger_of(newer, {record.id for record in self.records})
        if ledger.damaged or any(_touches(stored, self.start.day) for stored in ledger.facts):
            return None
        of_the_comeback = fold(ledger_of(sparse))
        return replace(of_the_comeback, records=fold(ledger, self.records).records)


def _touches(stored: Stored, before: date) -> bool:
    """Whether a fact tells something of the days before this one."""
    match stored.fact:
        # The first of these count before their days too.
        case ComebackBegun() | SettingsChanged():
            return True
        case AttemptBegun(day=day) | Cleared(day=day) | PainTold(day=day):
            return day < before
        case PauseBegun(start=day) | PauseEnded(day=day):
            return day < before
    return False


def key_of(config: Config, table: Rulebook, covered: bytes) -> str:
    """What a checkpoint of rows with this digest depends on, as a digest."""
    told = [table, config.runner, config.plan, config.rules, covered]
    code = [path.read_bytes() for path in (*sorted(_RULES.glob("*.py")), _RULES / "data/plan.toml")]
    return sha256(b"".join([*code, repr(told).encode()])).hexdigest()


def load(path: Path) -> Checkpoint | None:
    """The checkpoint in this file; None where there is none that can be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _from_json(json.loads(path.read_text("utf-8")))
    return None


def save(path: Path, checkpoint: Checkpoint | None) -> None:
    """Write it whole or not at all; a cache that cannot be written is no fault."""
    if checkpoint is None:
        return
    with suppress(OSError):
        own_folder(path.parent)
        write_whole(path, json.dumps(_to_json(checkpoint), default=astuple))


def _to_json(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "key": checkpoint.key,
        "fact": checkpoint.fact,
        "day": checkpoint.start.day.isoformat(),
        "state": checkpoint.start.state,
        "records": [_record_to_json(record.own) for record in checkpoint.records],
    }


def _record_to_json(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "day": record.day.isoformat(),
        "attempt": attempt_to_json(record.attempt),
        "answered": sorted(record.answered),
        "at": record.at.isoformat() if record.at else None,
    }


def _from_json(values: Mapping[str, Any]) -> Checkpoint:
    records = (
        Record(
            row["id"],
            date.fromisoformat(row["day"]),
            attempt_from_json(row["attempt"]),
            frozenset(map(Question, row["answered"])),
            datetime.fromisoformat(row["at"]) if row["at"] else None,
        )
        for row in values["records"]
    )
    # A range looks through itself for what is no int.
    if type(values["fact"]) is not int or values["fact"] not in NUMBERS:
        raise ValueError(values["fact"])
    return Checkpoint(
        values["key"],
        values["fact"],
        Waypoint(date.fromisoformat(values["day"]), _state(values["state"])),
        tuple(records),
    )


def _state(values: Any) -> State:
    """JSON knows no tuples: what was one is one again."""
    target, due, last_day, lengths, trend, weeks = values
    last, clear, longest, reached, lowest, long_run, begun, early = lengths
    sore, *counts = trend
    full, week, in_week, ran, in_time = weeks
    return State(
        Target(*target),
        due,
        last_day,
        Lengths(
            last and Target(*last),
            clear,
            _peaks(longest),
            _peaks(reached),
            _peaks(lowest),
            long_run,
            begun,
            _peaks(early),
        ),
        Trend(tuple(sore), *counts),
        Weeks(full, week, in_week, tuple(ran), tuple(in_time)),
    )


def _peaks(values: Any) -> Peaks:
    return tuple((day, value) for day, value in values)
