"""Sure, ask or reject: what several readings of one utterance are worth together. Pure.

A reading is what the recogniser makes of the sound once: texts with weights (natural log of the
path, only differences count). The same sound at several speeds gives several readings; where they
differ, the answer is asked back. Their evidence becomes a probability by a calibration that
`training/calibrate.py` fitted on people kept aside; what a mistake costs is a table of its own.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import tomli

from voice.ears.heard import makes_sense
from voice.language.answers import UNKNOWN, Value, parse
from voice.language.kinds import Kind

Reading = Sequence[tuple[str, float]]
"""Texts and weights, best first; a text may be empty or hold [unk]."""

SILENCE = ""
FARTHEST = 8.0
"""What a reading does not list counts as this far behind its best (natural log)."""


@dataclass(frozen=True)
class Evidence:
    """How far the best answer is ahead, in natural log, averaged over the readings."""

    rival: float
    """Of the best answer that means something else."""
    unknown: float
    """Of speech that is no answer."""
    silence: float
    """Of nothing said."""
    agreement: float
    """Share of readings (0-1) whose best answer it is."""

    def features(self) -> tuple[float, ...]:
        """What the calibration weighs; a lead over one does not make up for none over the other."""
        return (min(self.rival, self.unknown), self.unknown, self.silence, self.agreement)


@dataclass(frozen=True)
class Finding:
    """The likeliest answer, the evidence for it, and the rivals with their weights."""

    text: str
    evidence: Evidence
    weight: float
    rivals: tuple[tuple[str, float], ...]
    """The likeliest first."""

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """What it could have been, and how far behind the likeliest (natural log, at most 0)."""
        return ((self.text, 0.0), *((text, w - self.weight) for text, w in self.rivals))


@dataclass(frozen=True)
class Calibration:
    """Evidence to a probability; from which probability on an answer is taken, or stored."""

    bias: float
    weights: tuple[float, ...]
    accept: float
    sure: float

    def probability(self, evidence: Evidence) -> float:
        """That the answer is what was said (0-1)."""
        pairs = zip(self.weights, evidence.features(), strict=True)
        total = self.bias + sum(weight * value for weight, value in pairs)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def load_calibration(path: Path) -> Calibration:
    """Read a `calibration.json`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    weights = tuple(float(weight) for weight in content["weights"])
    return Calibration(content["bias"], weights, content["accept"], content["sure"])


def finding(kind: Kind, readings: Sequence[Reading]) -> Finding | None:
    """The likeliest answer of all readings together; None where none of them has one."""
    tables = [_by_meaning(kind, reading) for reading in readings]
    texts: dict[str, str] = {}
    for table in tables:
        for name, (text, _) in table.items():
            texts.setdefault(name, text)
    together = behind(kind, readings)
    answers = {m: weight for m, weight in together.items() if m not in (SILENCE, UNKNOWN)}
    if not answers:
        return None
    best = max(answers, key=answers.__getitem__)
    rivals = {m: weight for m, weight in answers.items() if m != best}
    firsts = [_first(table) for table in tables]
    evidence = Evidence(
        answers[best] - max(rivals.values(), default=-FARTHEST),
        answers[best] - together.get(UNKNOWN, -FARTHEST),
        answers[best] - together.get(SILENCE, -FARTHEST),
        sum(first == best for first in firsts) / len(firsts),
    )
    ranked = sorted(rivals.items(), key=lambda rival: -rival[1])
    others = tuple((texts[m], weight) for m, weight in ranked)
    return Finding(texts[best], evidence, answers[best], others)


def behind(kind: Kind, readings: Sequence[Reading]) -> dict[str, float]:
    """How far each meaning is behind the best of its reading, on average (natural log, at most 0).

    What is in none of the readings is FARTHEST behind, and not in the table.
    """
    tables = [_by_meaning(kind, reading) for reading in readings]
    return {name: _mean(tables, name) for table in tables for name in table}


def firsts(kind: Kind, readings: Sequence[Reading]) -> dict[str, float]:
    """The share of readings (0-1) whose best answer has each meaning."""
    best = [_first(_by_meaning(kind, reading)) for reading in readings]
    return {name: best.count(name) / len(best) for name in best if name is not None}


@lru_cache(4096)
def meaning(kind: Kind, text: str) -> str:
    """What a text means, as a name: the same for all texts that mean the same."""
    if not text:
        return SILENCE
    if UNKNOWN in text.split() or not makes_sense(kind, text):
        return UNKNOWN
    value = parse(kind, text)
    return f"command {text}" if value is None else json.dumps(value)


def any_words(readings: Sequence[Reading]) -> bool:
    """Whether most readings are of speech rather than of silence."""
    spoken = sum(bool(reading) and bool(reading[0][0]) for reading in readings)
    return 2 * spoken > len(readings)


def risk(kind: Kind, found: Finding, probability: float) -> float:
    """What storing the answer without a question may cost: 1 for a plain mistake.

    The doubt is shared out among the rivals by their weights, and each confusion has its price.
    """
    value = parse(kind, found.text)
    shares = [(text, math.exp(weight - found.weight)) for text, weight in found.rivals]
    total = sum(share for _, share in shares)
    doubt = 1 - probability
    if not total:
        return doubt
    prices = sum(share * price(kind, value, parse(kind, text)) for text, share in shares)
    return doubt * prices / total


def price(kind: Kind, heard: Value | None, said: Value | None) -> float:
    """Of storing `heard` where `said` was said, by the table of costs."""
    if kind is not Kind.SCORE or not (isinstance(heard, int) and isinstance(said, int)):
        return 1.0
    costs = _costs()
    if heard == 0 or said == 0:
        return costs["zero"]
    return costs["near"] if abs(heard - said) == 1 else costs["far"]


@cache
def _costs() -> dict[str, float]:
    file = resources.files("voice") / "data" / "costs.toml"
    table = tomli.loads(file.read_text(encoding="utf-8"))["score"]
    return {name: float(value) for name, value in table.items()}


def _by_meaning(kind: Kind, reading: Reading) -> dict[str, tuple[str, float]]:
    """Best text of each meaning, and how far it is behind the reading's best."""
    table: dict[str, tuple[str, float]] = {}
    top = max((weight for _, weight in reading), default=0.0)
    for text, weight in reading:
        behind, name = max(weight - top, -FARTHEST), meaning(kind, text)
        if name not in table or table[name][1] < behind:
            table[name] = (text, behind)
    return table


def _mean(tables: Sequence[Mapping[str, tuple[str, float]]], name: str) -> float:
    return sum(t[name][1] if name in t else -FARTHEST for t in tables) / len(tables)


def _first(table: Mapping[str, tuple[str, float]]) -> str | None:
    answers = {m: weight for m, (_, weight) in table.items() if m not in (SILENCE, UNKNOWN)}
    return max(answers, key=answers.__getitem__) if answers else None
