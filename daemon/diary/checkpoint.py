"""Where the comeback stood some runs ago, so that the next run is told without reading every fact.

Only a cache: other rules, other code, any change in the rows that it covers or a fact that touches
those make it void, and everything is read again.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from daemon.diary.codec import FactRow
from daemon.diary.facts import AttemptBegun, Undone
from daemon.diary.forms import NUMBERS
from daemon.diary.history import Record, fold
from daemon.diary.ledger import ledger_of
from daemon.diary.questions import Question
from rules.attempt_json import attempt_from_json, attempt_to_json
from rules.ladder import Target
from rules.plan import Outcome, Program, State
from voice.base.whole_file import write_whole

# The newest attempts may still be answered and corrected without making the checkpoint void.
OPEN_RECORDS = 5
# The code whose result is remembered.
_CODE = ("engine.py", "ladder.py", "model.py", "plan.py")


@dataclass(frozen=True)
class Checkpoint:
    """`state` is before the first of `records`; `fact` is the newest fact that is in them.

    `covered` is the day of the last attempt that only `state` knows.
    """

    key: str
    fact: int
    covered: date
    state: State
    records: tuple[Record, ...]

    @classmethod
    def after(
        cls,
        program: Program,
        newest: int,
        covered: bytes,
        records: Sequence[Record],
        outcomes: Sequence[Outcome],
    ) -> "Checkpoint | None":
        """One that leaves the newest attempts open; None where there are no others.

        `newest` is the newest fact that is in the records, `covered` the digest of all up to it.
        """
        if len(records) <= OPEN_RECORDS:
            return None
        return cls(
            key_of(program, covered),
            newest,
            records[-OPEN_RECORDS - 1].day,
            outcomes[-OPEN_RECORDS].before,
            tuple(records[-OPEN_RECORDS:]),
        )

    def resume(self, newer: Sequence[FactRow]) -> tuple[Record, ...] | None:
        """The open records with newer facts; None where those touch what is covered."""
        if any(row.kind == Undone.kind for row in newer):
            return None
        # What is about a covered attempt counts as damaged here.
        ledger = ledger_of(newer, {record.id for record in self.records})
        begun = (stored.fact for stored in ledger.facts if isinstance(stored.fact, AttemptBegun))
        if ledger.damaged or any(fact.day < self.covered for fact in begun):
            return None
        return fold(ledger, self.records).records


def key_of(program: Program, covered: bytes) -> str:
    """What a checkpoint of rows with this digest depends on, as a digest."""
    code = [(files("rules") / name).read_bytes() for name in _CODE]
    told = [program.book, program.settings, program.ladder, program.easy_weeks, covered]
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
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(_to_json(checkpoint)))


def _to_json(checkpoint: Checkpoint) -> dict[str, Any]:
    state = asdict(checkpoint.state)
    return {
        "key": checkpoint.key,
        "fact": checkpoint.fact,
        "covered": checkpoint.covered.isoformat(),
        "state": {**state, **{name: _iso(state[name]) for name in ("next_day", "easy_until")}},
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
    state = dict(values["state"])
    for name in ("next_day", "easy_until"):
        state[name] = date.fromisoformat(state[name]) if state[name] else None
    state["target"] = Target(**state["target"])
    records = (
        Record(
            row["id"],
            date.fromisoformat(row["day"]),
            attempt_from_json(row["attempt"]),
            frozenset(map(Question, row["answered"])),
        )
        for row in values["records"]
    )
    covered = date.fromisoformat(values["covered"])
    # A range looks through itself for what is no int.
    if type(values["fact"]) is not int or values["fact"] not in NUMBERS:
        raise ValueError(values["fact"])
    return Checkpoint(values["key"], values["fact"], covered, State(**state), tuple(records))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
