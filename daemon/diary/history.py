"""Facts folded into attempts. Pure: the same facts always give the same history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from daemon.base.words import shown_answer, words
from daemon.diary.questions import Question
from daemon.diary.store import Fact
from rules.attempt_json import attempt_from_json
from rules.model import Attempt
from rules.plan import Run


@dataclass(frozen=True)
class Record:
    """One attempt as it stands: its answers, and which questions were answered at all."""

    id: int
    day: date
    attempt: Attempt = field(default_factory=Attempt)
    answered: frozenset[Question] = frozenset()


@dataclass(frozen=True)
class Noted:
    """An answer that is on disk: a JSON value, and the attempt it is about."""

    attempt: int
    question: Question
    value: Any


@dataclass(frozen=True)
class History:
    """Everything the facts say."""

    records: tuple[Record, ...] = ()
    strength_days: frozenset[date] = frozenset()
    skipped_days: frozenset[date] = frozenset()
    reminded: frozenset[str] = frozenset()
    voided: frozenset[str] = frozenset()
    snoozed: datetime | None = None

    @property
    def latest(self) -> Record | None:
        """The attempt made last."""
        return self.records[-1] if self.records else None

    @property
    def runs(self) -> tuple[Run, ...]:
        """The attempts as the plan reads them, in the order of their days."""
        return tuple(Run(record.day, record.attempt) for record in self.records)


def fold(facts: Iterable[Fact], before: Iterable[Record] = ()) -> History:
    """The history that the facts tell; a fact named by a later `undone` never happened.

    `before` are records that the facts go on from.
    """
    everything = tuple(facts)
    undone = {fact.data["fact"] for fact in everything if fact.kind == "undone"}
    kept = [fact for fact in everything if fact.id not in undone]
    records = {record.id: record for record in before}
    answers: dict[int, dict[str, Any]] = {}
    for fact in kept:
        if fact.kind == "attempt":
            records[fact.id] = Record(fact.id, date.fromisoformat(fact.data["day"]))
        elif fact.kind == "answer":
            answers.setdefault(fact.data["attempt"], {})[fact.data["question"]] = fact.data["value"]
    told = [_answered(record, answers.get(record.id, {})) for record in records.values()]
    return History(
        records=tuple(sorted(told, key=lambda record: (record.day, record.id))),
        strength_days=_days(kept, "strength"),
        skipped_days=_days(kept, "skipped"),
        snoozed=next(_snoozes(reversed(kept)), None),
        reminded=frozenset(fact.data["key"] for fact in kept if fact.kind == "reminded"),
        voided=frozenset(
            fact.data["key"] for fact in everything if fact.kind == "reminded" and fact.id in undone
        ),
    )


def _answered(record: Record, answers: Mapping[str, Any]) -> Record:
    if not answers:
        return record
    read = attempt_from_json(answers)
    attempt = read
    if record.answered:
        attempt = replace(record.attempt, **{name: getattr(read, name) for name in answers})
    answered = record.answered | {Question(name) for name in answers}
    return Record(record.id, record.day, attempt, answered)


def _days(facts: Iterable[Fact], kind: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(fact.data["day"]) for fact in facts if fact.kind == kind)


def _snoozes(facts: Iterable[Fact]) -> Iterator[datetime]:
    return (datetime.fromisoformat(fact.data["until"]) for fact in facts if fact.kind == "snoozed")


def in_words(fact: Fact) -> str:
    """What the runner entered: "pain in the warm-up: 3", "snooze until 12:30"."""
    data = fact.data
    if fact.kind == "answer":
        question, value = data["question"], data["value"]
        answer = getattr(attempt_from_json({question: value}), question)
        return words(f"undo.{question}", answer=shown_answer(answer))
    if fact.kind == "snoozed":
        return words("undo.snoozed", time=data["until"][11:16])
    return words(f"undo.{fact.kind}", day=data["day"])
