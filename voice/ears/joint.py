"""One probability for each score, from all opinions on an utterance. Pure.

Every score is a candidate, whichever opinion thinks of it, and so is "no score at all". Each gets a
sum of weighted evidence, and the sums become probabilities together (a conditional logit, McFadden
1974). `training/joint.py` fitted the weights on people whom no training heard.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.ears.decision import FARTHEST, SILENCE, Reading, behind, firsts, price
from voice.ears.moonshine.engine import Text
from voice.language.answers import UNKNOWN, Value, parse
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS

Doubles = NDArray[np.float64]

JOINT = Path(__file__).parents[1] / "models" / "joint" / "joint.json"
SCORES = range(len(SCORE_WORDS))
_LEAST = -12.0
"""Log-probabilities below this tell no more."""
_DOUBTFUL = -3.0
"""The same, of the mean of a text's tokens."""
OF_SCORES = (
    "tiny",
    "tiny first",
    "decoder",
    "text",
    "certain text",
    "first of both",
    "all agree",
)
OF_NONE = (
    "none",
    "tiny unknown",
    "tiny silence",
    "no score's word",
    "other text",
    "other certain text",
    "other text of several words",
)
EVIDENCE = OF_SCORES + OF_NONE


@dataclass(frozen=True)
class Opinions:
    """What was made of one sound: readings of the tiny network, and what Moonshine says."""

    readings: Sequence[Reading]
    decoder: Sequence[float]
    """Log-probability that the text begins with each score's word."""
    written: Text
    """What the decoder writes of its own accord."""

    def table(self) -> Doubles:
        """(12, evidence): what speaks for each score, and in the last row for none."""
        tiny, leading = behind(Kind.SCORE, self.readings), firsts(Kind.SCORE, self.readings)
        decoder = np.maximum(self.decoder, _LEAST)
        value, best = parse(Kind.SCORE, self.written.text), int(decoder.argmax())
        certainty = max(self.written.certainty, _DOUBTFUL)
        rows = np.zeros((len(SCORES) + 1, len(EVIDENCE)))
        for score in SCORES:
            # The name of its meaning.
            name = json.dumps(score)
            share = leading.get(name, 0.0)
            rows[score, : len(OF_SCORES)] = (
                tiny.get(name, -FARTHEST),
                share,
                decoder[score],
                float(value == score),
                certainty * (value == score),
                share * (best == score),
                float(share == 1 and best == value == score),
            )
        other = float(bool(self.written.text) and value is None)
        rows[-1, len(OF_SCORES) :] = (
            1.0,
            tiny.get(UNKNOWN, -FARTHEST),
            tiny.get(SILENCE, -FARTHEST),
            # What the words of the scores leave of the probability.
            np.log(max(1.0 - float(np.exp(decoder).sum()), 1e-4)),
            other,
            other * certainty,
            other * (len(self.written.text.split()) > 1),
        )
        return rows


@dataclass(frozen=True)
class Joint:
    """The weight of each evidence, and from which probability on an answer is taken, or stored."""

    weights: Mapping[str, float]
    accept: float
    sure: float

    def probabilities(self, opinions: Opinions) -> Doubles:
        """(12,): of each score, and of none."""
        sums = opinions.table() @ [self.weights[name] for name in EVIDENCE]
        likely: Doubles = np.exp(sums - sums.max())
        likely /= likely.sum()
        return likely

    def is_sure(self, likely: Doubles) -> bool:
        """Whether the likeliest score may be stored, by what each confusion would cost."""
        return risk(likely) <= 1 - self.sure


def said_by_two(score: int, opinions: Opinions, alone: Value | None) -> bool:
    """Whether the score is written down, or nothing else is and the tiny network is sure `alone`.

    Whatever the figures: without that no answer is stored before it was asked back.
    """
    written = parse(Kind.SCORE, opinions.written.text)
    return written == score or (written is None and alone == score)


def risk(likely: Doubles) -> float:
    """What storing the likeliest score may cost: 1 for a plain mistake."""
    heard = int(likely[:-1].argmax())
    others = sum(
        float(likely[said]) * price(Kind.SCORE, heard, said) for said in SCORES if said != heard
    )
    return float(likely[-1]) + others


def ranked(likely: Doubles) -> tuple[tuple[str, float], ...]:
    """What it could have been, and how far behind the likeliest score (natural log), that first.

    Left out is what is FARTHEST behind what is likeliest of all, be it no score.
    """
    logs = np.log(np.maximum(likely, 1e-12))
    order = [n for n in np.argsort(-logs[:-1]) if logs[n] > logs.max() - FARTHEST]
    return tuple((SCORE_WORDS[n], float(logs[n] - logs[:-1].max())) for n in order)


def load_joint(file: Path = JOINT) -> Joint:
    """Read a `joint.json`. Raises OSError, ValueError, KeyError."""
    content = json.loads(file.read_text(encoding="utf-8"))
    weights = {name: float(content["weights"][name]) for name in EVIDENCE}
    return Joint(weights, float(content["accept"]), float(content["sure"]))
