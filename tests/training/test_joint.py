"""Fitting the joint opinion: known weights are found again, and no mistake is let through."""

import json
from pathlib import Path

import numpy as np
import pytest

from training.joint import NONE, Weighed, fit, fitted, left_out, probabilities, sure_from
from voice.ears.joint import EVIDENCE, Doubles, Opinions, load_joint
from voice.ears.moonshine.engine import Text

WEIGHTS = np.linspace(-1.0, 1.5, len(EVIDENCE))


def utterances(count: int) -> tuple[Doubles, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Evidence at random, and what was said drawn by the probabilities that WEIGHTS make of it."""
    rng = np.random.default_rng(0)
    tables = rng.standard_normal((count, NONE + 1, len(EVIDENCE)))
    likely = probabilities(tables, WEIGHTS)
    return tables, np.array([int(rng.choice(NONE + 1, p=one)) for one in likely])


class Made(Opinions):
    """Opinions of nothing but their evidence."""

    def __init__(self, table: Doubles) -> None:
        super().__init__([], [-9.0] * NONE, Text("", 0.0))
        object.__setattr__(self, "made", table)

    def table(self) -> Doubles:
        made: Doubles = self.__dict__["made"]
        return made


def cases(count: int) -> list[Weighed]:
    tables, said = utterances(count)
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return [
        Weighed(
            (None, 10.0)[n % 2], f"speaker {n % 17}", [*words, "umbrella"][score], Made(table), None
        )
        for n, (table, score) in enumerate(zip(tables, said.tolist(), strict=True))
    ]


def test_the_weights_that_made_the_answers_are_found() -> None:
    assert fitted(*utterances(4000)) == pytest.approx(WEIGHTS, abs=0.15)


def test_who_is_judged_was_never_seen() -> None:
    """A speaker whose every answer is another's evidence is judged as by all the others."""
    tables, said = utterances(600)
    speakers = [f"speaker {n % 17}" for n in range(600)]
    before = left_out(tables, said, speakers)
    changed = said.copy()
    first = np.array([name == "speaker 0" for name in speakers])
    changed[first] = (changed[first] + 1) % NONE
    assert left_out(tables, changed, speakers)[first] == pytest.approx(before[first])


def test_the_threshold_lets_through_no_more_wrong_ones_than_it_may() -> None:
    found = cases(3000)
    likely = probabilities(np.stack([one.table for one in found]), 3 * WEIGHTS)
    threshold = sure_from(found, likely)
    said = np.array([one.said for one in found])
    best = likely[:, :NONE].argmax(axis=1)
    stored = likely[np.arange(len(said)), best] >= threshold + 0.05
    assert np.mean(stored & (best != said)) <= 0.004


def test_what_is_written_is_read_by_the_ears(tmp_path: Path) -> None:
    file = tmp_path / "joint.json"
    fit(cases(800), file)
    joint = load_joint(file)
    assert set(joint.weights) == set(EVIDENCE) == set(json.loads(file.read_text())["weights"])
    assert 0.9 <= joint.sure < 1
