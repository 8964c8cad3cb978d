"""Fits what all opinions on a score are worth together: `python -m training.joint FOLDER`.

As `training.calibrate` does for the tiny network alone: on people kept aside, clean and with noise,
five times without a fifth of the speakers; the threshold is chosen on those left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.calibrate import CONDITIONS, FOLDS, WRONG, fold
from training.held_out import kept_aside, mixed, noises_aside, pieces
from voice.ears.both import BothEars
from voice.ears.joint import EVIDENCE, JOINT, SCORES, Doubles, Opinions, risk, said_by_two
from voice.ears.vosk_ears import MOMENT, VoskEars
from voice.language.answers import Value, parse
from voice.language.kinds import Kind

ACCEPT = 0.3
"""Below, the answer is not even worth the question whether it was meant."""
LEAST_SURE = 0.98
"""Whatever these people allow: others are heard worse."""
MISLABELLED = {
    "forward_f2e59fea_nohash_1": "one syllable, the same as 'four', and then nothing",
}
"""Recordings left out, by a part of their names, each with its reason."""
_CLOSE = 1e-6
NONE = len(SCORES)
"""The place of what is no score."""


@dataclass(frozen=True)
class Weighed:
    """One utterance: what was said, and the evidence for each score and for none."""

    condition: float | None
    speaker: str
    words: str
    opinions: Opinions
    alone: Value | None
    """The score of which the tiny network is sure by itself."""

    @cached_property
    def table(self) -> Doubles:
        """The evidence."""
        return self.opinions.table()

    @property
    def said(self) -> int:
        """The score that was said, or NONE."""
        value = parse(Kind.SCORE, self.words)
        return value if isinstance(value, int) else NONE


def fitted(tables: Doubles, said: NDArray[np.int64], decay: float = 1.0) -> Doubles:
    """The weights of a conditional logit, by Newton's method with a little decay."""

    def loss(weights: Doubles) -> float:
        likely = probabilities(tables, weights)[np.arange(len(said)), said]
        return decay * float(weights @ weights) / 2 - float(np.log(likely + 1e-300).sum())

    weights = np.zeros(tables.shape[2])
    for _ in range(40):
        likely = probabilities(tables, weights)
        expected = np.einsum("ns,nsk->nk", likely, tables)
        slope = (tables[np.arange(len(said)), said] - expected).sum(axis=0) - decay * weights
        bend = np.einsum("ns,nsk,nsl->kl", likely, tables, tables) - expected.T @ expected
        step = np.linalg.solve(bend + decay * np.eye(len(weights)), slope)
        # Far from its end a whole step may lead away from it.
        sizes = (0.5**halved for halved in range(20))
        size = next((one for one in sizes if loss(weights + one * step) < loss(weights)), 0.0)
        weights = weights + size * step
        if size * float(np.abs(step).max()) < _CLOSE:
            break
    return weights


def probabilities(tables: Doubles, weights: Doubles) -> Doubles:
    """(utterances, 12): of each score and of none."""
    sums = tables @ weights
    likely: Doubles = np.exp(sums - sums.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def left_out(tables: Doubles, said: NDArray[np.int64], speakers: Sequence[str]) -> Doubles:
    """Each utterance's probabilities by weights that never saw its speaker."""
    places = np.array([fold(speaker) for speaker in speakers])
    likely = np.zeros(tables.shape[:2])
    for place in range(FOLDS):
        aside = places == place
        likely[aside] = probabilities(tables[aside], fitted(tables[~aside], said[~aside]))
    return likely


def sure_from(found: Sequence[Weighed], likely: Doubles) -> float:
    """The lowest probability from which nothing goes wrong too often, in any condition."""
    said = np.array([one.said for one in found])
    wrong = likely[:, :NONE].argmax(axis=1) != said
    risks = np.array([risk(one) for one in likely])
    conditions = np.array([str(one.condition) for one in found])
    for thousandths in range(round(1000 * LEAST_SURE), 1000):
        stored_wrong = wrong & (risks <= 1 - thousandths / 1000)
        groups = (
            stored_wrong[(conditions == name) & ((said < NONE) == scores)]
            for name in set(conditions)
            for scores in (True, False)
        )
        if all(group.mean() <= WRONG for group in groups if len(group)):
            return thousandths / 1000
    return 0.9999


def utterances(folder: Path, ears: BothEars, draw: int = 0) -> Iterator[Weighed]:
    """Every kept-aside recording under every condition; `draw` chooses the noises."""
    noises, rng = noises_aside(folder), np.random.default_rng(draw)
    for row in kept_aside(folder):
        if any(name in row.path.name for name in MISLABELLED):
            continue
        for samples in pieces(row):
            for condition in CONDITIONS:
                sound = samples
                if condition is not None:
                    noise = noises[int(rng.integers(len(noises)))]
                    sound = mixed(samples, noise.samples, condition)
                utterance = ears.tiny.utterance(Kind.SCORE)
                utterance.feed(MOMENT + sound.astype("<i2").tobytes() + MOMENT)
                heard = utterance.heard()
                opinions = ears.opinions(utterance.read, utterance.sound)
                alone = heard.value if heard.sure else None
                yield Weighed(condition, row.speaker, row.said, opinions, alone)


def main() -> None:
    """`python -m training.joint`."""
    parser = argparse.ArgumentParser(prog="python -m training.joint", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with manifest.tsv and noise.tsv")
    parser.add_argument("--out", type=Path, default=JOINT)
    given = parser.parse_args()
    fit(list(utterances(given.folder, BothEars(VoskEars()))), given.out)


def fit(found: Sequence[Weighed], out: Path) -> None:
    """Write the weights and the thresholds, and say what they are worth."""
    tables = np.stack([one.table for one in found])
    said = np.array([one.said for one in found])
    likely = left_out(tables, said, [one.speaker for one in found])
    weights = fitted(tables, said)
    sure = max(sure_from(found, likely), sure_from(found, probabilities(tables, weights)))
    content = {
        "weights": {
            name: round(float(weight), 4) for name, weight in zip(EVIDENCE, weights, strict=True)
        },
        "accept": ACCEPT,
        "sure": sure,
    }
    out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content))
    for line in told(found, likely, sure):
        print(line)


def told(found: Sequence[Weighed], likely: Doubles, sure: float) -> Iterator[str]:
    """What becomes of scores and of other speech in each condition, in per cent."""
    said = np.array([one.said for one in found])
    best = likely[:, :NONE].argmax(axis=1)
    asked = likely[np.arange(len(said)), best] >= ACCEPT
    stored = np.array(
        [
            risk(of_all) <= 1 - sure and said_by_two(int(score), one.opinions, one.alone)
            for one, of_all, score in zip(found, likely, best, strict=True)
        ]
    )
    conditions = np.array([str(one.condition) for one in found])
    for name in dict.fromkeys(conditions):
        scores, others = ((conditions == name) & which for which in (said < NONE, said == NONE))
        right = (best == said) & (asked | stored)
        shares = {
            "right": right[scores].mean(),
            "sure and right": (right & stored)[scores].mean(),
            "sure and wrong": (stored & (best != said))[scores].mean(),
            "other speech stored": stored[others].mean(),
            "asked back": (asked & ~stored)[others].mean(),
        }
        yield f"{name}: " + ", ".join(f"{what} {100 * share:.2f}" for what, share in shares.items())


if __name__ == "__main__":
    main()
