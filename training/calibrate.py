"""Fits what the ears' evidence is worth: `python -m training.calibrate FOLDER --model MODEL`.

Every person kept aside answers a question for a score, clean and with noise at 20 and 10 dB; other
speech stands for what is no answer. A logistic curve turns the evidence of `voice.decision` into a
probability, five times, each time without a fifth of the speakers, and the thresholds are chosen on
those left out: an answer is stored without a question from the lowest probability at which no
condition has more than `WRONG` of the answers stored wrong or of other speech stored; nor may it
with the curve that ships, fitted on all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.held_out import kept_aside, mixed, noises_aside, pieces
from voice.ears.decision import FARTHEST, Evidence, Finding, finding, meaning, risk
from voice.ears.vosk_ears import CALIBRATION, MOMENT, VoskEars
from voice.language.answers import parse
from voice.language.kinds import Kind

CONDITIONS = (None, 20.0, 10.0)
"""Clean, and decibels by which the noise is below the speech."""
FOLDS = 5
WRONG = 0.004
"""The bar is 0.005."""
ACCEPT = 0.2
"""Below, the answer is not even worth the question whether it was meant."""

NOTHING = Evidence(-FARTHEST, -FARTHEST, -FARTHEST, 0.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One utterance: what was said, what the ears think it was."""

    condition: float | None
    speaker: str
    words: str
    finding: Finding | None

    @property
    def features(self) -> tuple[float, ...]:
        """Of the evidence; that of nothing where the ears think of no answer."""
        return (self.finding.evidence if self.finding else NOTHING).features()

    @cached_property
    def is_score(self) -> bool:
        """Whether a score was said."""
        return parse(Kind.SCORE, self.words) is not None

    @cached_property
    def right(self) -> bool:
        """Whether the likeliest answer is what was said; "stop" is an answer to any question."""
        return self.finding is not None and (
            meaning(Kind.SCORE, self.finding.text) == meaning(Kind.SCORE, self.words)
        )


def cases(folder: Path, ears: VoskEars, conditions: Sequence[float | None]) -> Iterator[Case]:
    """Every kept-aside recording under every condition."""
    noises, rng = noises_aside(folder), np.random.default_rng(0)
    for row in kept_aside(folder):
        for samples in pieces(row):
            for condition in conditions:
                heard = samples
                if condition is not None:
                    noise = noises[int(rng.integers(len(noises)))]
                    heard = mixed(samples, noise.samples, condition)
                utterance = ears.utterance(Kind.SCORE)
                utterance.feed(MOMENT + heard.astype("<i2").tobytes() + MOMENT)
                found = finding(Kind.SCORE, utterance.readings())
                yield Case(condition, row.speaker, row.said, found)


def fitted(features: Floats, right: Floats, decay: float = 1.0) -> Floats:
    """Bias and weights of the logistic curve, by Newton's method with a little decay."""
    inputs = np.c_[np.ones(len(features)), features]
    curve = np.zeros(inputs.shape[1])
    shrink = decay * np.r_[0.0, np.ones(len(curve) - 1)]
    for _ in range(30):
        likely = probabilities(inputs, curve)
        slope = inputs.T @ (right - likely) - shrink * curve
        bend = (inputs * (likely * (1 - likely))[:, None]).T @ inputs
        curve = curve + np.linalg.solve(bend + np.diag(shrink + 1e-6), slope)
    return curve


def probabilities(inputs: Floats, curve: Floats) -> Floats:
    """Of each row of `inputs` (a leading 1, then the features)."""
    likely: Floats = 1 / (1 + np.exp(-np.clip(inputs @ curve, -50, 50)))
    return likely


def left_out(features: Floats, right: Floats, speakers: Sequence[str]) -> Floats:
    """Each case's probability by a curve that never saw its speaker."""
    places = np.array([fold(speaker) for speaker in speakers])
    likely = np.zeros(len(right))
    for number in range(FOLDS):
        kept_out = places == number
        curve = fitted(features[~kept_out], right[~kept_out])
        chosen = features[kept_out]
        likely[kept_out] = probabilities(np.c_[np.ones(len(chosen)), chosen], curve)
    return likely


def sure_from(found: Sequence[Case], likely: Floats) -> float:
    """The lowest probability from which nothing goes wrong too often."""
    for thousandths in range(900, 999, 2):
        threshold = thousandths / 1000
        if all(
            _stored_wrong(found, likely, condition, scores, threshold) <= WRONG
            for condition in {case.condition for case in found}
            for scores in (True, False)
        ):
            return threshold
    return 0.999


def _stored_wrong(
    found: Sequence[Case], likely: Floats, condition: float | None, scores: bool, threshold: float
) -> float:
    """Share of the scores (or of other speech) of a condition stored as what was not said."""
    group = [
        (case, probability)
        for case, probability in zip(found, likely, strict=True)
        if case.condition == condition and case.is_score == scores
    ]
    wrong = [one for one in group if not one[0].right and _stored(*one, threshold)]
    return len(wrong) / max(1, len(group))


def _stored(case: Case, probability: float, threshold: float) -> bool:
    """Whether the ears would not ask back: by what a mistake would cost, as they do."""
    found = case.finding
    return found is not None and risk(Kind.SCORE, found, probability) <= 1 - threshold


def right_at_first(found: Sequence[Case], likely: Floats) -> dict[float | None, float]:
    """Share of the scores of each condition that are heard right, asked back or not."""
    scores = [(case, chance) for case, chance in zip(found, likely, strict=True) if case.is_score]
    return {
        condition: float(
            np.mean([c.right and p >= ACCEPT for c, p in scores if c.condition == condition])
        )
        for condition in dict.fromkeys(case.condition for case, _ in scores)
    }


def fold(speaker: str) -> int:
    """Which fifth of the speakers this one is in."""
    return hashlib.sha256(speaker.encode()).digest()[0] % FOLDS


def main() -> None:
    """`python -m training.calibrate`."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with manifest.tsv and noise.tsv")
    parser.add_argument("--model", type=Path, required=True, help="model directory")
    given = parser.parse_args()
    found = list(cases(given.folder, VoskEars(given.model), CONDITIONS))
    features = np.array([case.features for case in found])
    right = np.array([case.right for case in found], float)
    likely = left_out(features, right, [case.speaker for case in found])
    curve = fitted(features, right)
    shipped = probabilities(np.c_[np.ones(len(found)), features], curve)
    content = {
        "bias": round(float(curve[0]), 4),
        "weights": [round(float(weight), 4) for weight in curve[1:]],
        "accept": ACCEPT,
        "sure": max(sure_from(found, likely), sure_from(found, shipped)),
    }
    (given.model / CALIBRATION).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content))
    for condition, share in right_at_first(found, likely).items():
        name = "clean" if condition is None else f"{condition:g} dB"
        print(f"right, by curves that never saw the speaker, {name}: {share:.3f}")


if __name__ == "__main__":
    main()
