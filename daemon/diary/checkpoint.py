"""Where the comeback stood some runs ago, so that the next run is told without reading every fact.

Only a cache: other rules, other code, any change in the rows that it covers or a fact that touches
those make it void, and everything is read again.
"""

import json
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import rules
from daemon.diary.codec import FactRow
from daemon.diary.course import course_of, with_records
from daemon.diary.facts import AttemptBegun, Undone
from daemon.diary.forms import NUMBERS
from daemon.diary.history import History, Record, fold
from daemon.diary.ledger import ledger_of
from daemon.diary.questions import Question
from daemon.settings.config import Config
from rules.attempt_json import attempt_from_json, attempt_to_json
from rules.comeback import PlanSettings
from rules.lengths import Lengths
from rules.rulebook import Rulebook
from rules.rungs import Target
from rules.standing import State
from rules.trend import Trend
from rules.weeks import Weeks
from rules.windows import Peaks
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole

# The newest attempts may still be answered and corrected without making the checkpoint void.
OPEN_RECORDS = 5
# The code whose result is remembered, and its numbers.
_RULES = Path(rules.__file__).parent


@dataclass(frozen=True)
class Checkpoint:
    """`state` is before the first of `records`; `fact` is the newest fact that is in them.

    `covered` is the day of the last attempt that only `state` knows, `cleared` the days on which
    running was allowed again.
    """

    key: str
    fact: int
    covered: date
    state: State
    records: tuple[Record, ...]
    cleared: frozenset[date] = frozenset()

    @classmethod
    def after(
        cls,
        config: Config,
        table: Rulebook,
        newest: int,
        covered: bytes,
        history: History,
        today: date,
        start: State | None,
    ) -> "Checkpoint | None":
        """One that leaves the newest attempts open; None where there are no others.

        `newest` is the newest fact that is in the history, `covered` the digest of all up to it;
        `start` is where the comeback stood before those of the history.
        """
        records = history.records
        cut = len(records) - OPEN_RECORDS
        # The attempts of a day are decided together.
        while cut > 0 and records[cut - 1].day == records[cut].day:
            cut -= 1
        changed = any(fact.settings != config.plan_settings for fact in history.settings)
        # Runs that were decided by other settings are decided anew each time.
        if cut <= 0 or records[-1].day > today or changed:
            return None
        covered_alone = with_records(history, records[:cut])
        before = course_of(config, table, covered_alone, today, start)
        return cls(
            key_of(config, table, covered),
            newest,
            records[cut - 1].day,
            before.standing.state,
            records[cut:],
            history.cleared,
        )

    def resume(
        self, newer: Sequence[FactRow], today: date, settings: PlanSettings
    ) -> History | None:
        """The open records with newer facts; None where those touch what is covered."""
        if self.covered >= today or any(row.kind == Undone.kind for row in newer):
            return None
        # What is about a covered attempt counts as damaged here.
        ledger = ledger_of(newer, {record.id for record in self.records})
        begun = (stored.fact for stored in ledger.facts if isinstance(stored.fact, AttemptBegun))
        if ledger.damaged or any(fact.day <= self.covered for fact in begun):
            return None
        history = fold(ledger, self.records)
        if any(fact.settings != settings for fact in history.settings):
            return None
        earlier = any(day <= self.covered for day in history.cleared)
        return None if earlier else _with_cleared(history, self.cleared)


def _with_cleared(history: History, cleared: Set[date]) -> History:
    return History(records=history.records, cleared=history.cleared | cleared)


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
        "covered": checkpoint.covered.isoformat(),
        "state": checkpoint.state,
        "cleared": sorted(day.isoformat() for day in checkpoint.cleared),
        "records": [
            {
                "id": record.id,
                "day": record.day.isoformat(),
                "attempt": attempt_to_json(record.attempt),
                "answered": sorted(record.answered),
            }
            for record in checkpoint.records
        ],
    }


def _from_json(values: Mapping[str, Any]) -> Checkpoint:
    records = (
        Record(
            row["id"],
            date.fromisoformat(row["day"]),
            attempt_from_json(row["attempt"]),
            frozenset(map(Question, row["answered"])),
        )
        for row in values["records"]
    )
    # A range looks through itself for what is no int.
    if type(values["fact"]) is not int or values["fact"] not in NUMBERS:
        raise ValueError(values["fact"])
    return Checkpoint(
        values["key"],
        values["fact"],
        date.fromisoformat(values["covered"]),
        _state(values["state"]),
        tuple(records),
        frozenset(map(date.fromisoformat, values["cleared"])),
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
