"""Who is kept aside, how noise is mixed in, and how evidence becomes a probability."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.calibrate import (
    ACCEPT,
    WRONG,
    Case,
    fitted,
    left_out,
    probabilities,
    right_at_first,
    sure_from,
)
from training.data import Row
from training.folds import fold_of
from training.held_out import kept_aside, mixed, pieces
from voice.base.sound import RATE
from voice.ears.decision import FARTHEST, Evidence, Finding

SURE = Evidence(FARTHEST, FARTHEST, FARTHEST, 1.0)


def test_only_speakers_kept_aside_and_what_is_for_measuring_are_read(tmp_path: Path) -> None:
    speakers = [f"speaker {number}" for number in range(60)]
    rows = [f"{n}.wav\tsource\tCC0\t{name}\tThree\t16000\ttrain" for n, name in enumerate(speakers)]
    rows.append("x.wav\tsource\tCC BY-SA\tsomebody\tfour\t8000\tdev")
    head = "path\tsource\tlicence\tspeaker\ttranscript\tsample_rate\tsplit"
    (tmp_path / "manifest.tsv").write_text("\n".join([head, *rows]) + "\n")
    aside = {name for name in speakers if fold_of(name) != "train"}
    found = kept_aside(tmp_path)
    assert aside
    assert {row.speaker for row in found} == {*aside, "somebody"}
    assert {row.said for row in found} == {"three", "four"}
    parts = [{row.speaker for row in kept_aside(tmp_path, fold)} for fold in ("dev", "test")]
    assert parts[0] & parts[1] == {"somebody"}


def test_noise_is_as_far_below_the_loud_half_of_the_speech_as_asked() -> None:
    rng = np.random.default_rng(0)
    speech = np.zeros(RATE, np.int16)
    speech[: RATE // 2] = rng.normal(0, 3000, RATE // 2)
    noise = rng.normal(0, 50, RATE).astype(np.int16)
    added = mixed(speech, noise, 10.0).astype(float) - speech
    assert 20 * np.log10(3000 / added.std()) == pytest.approx(10.0, abs=0.2)


def test_long_speech_of_unknown_words_is_cut_up_and_an_answer_is_not(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros(10 * RATE, np.int16), RATE)

    def recording(transcript: str) -> Row:
        return Row(path, "", "", "", transcript, RATE, "test")

    assert len(list(pieces(recording("three")))) == 1
    cut = list(pieces(recording("")))
    assert len(cut) > 1
    assert {len(piece) for piece in cut} == {RATE * 3 // 2}


def test_the_curve_finds_the_probabilities_that_made_the_cases() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(0, 2, (6000, 3))
    inputs, truth = np.c_[np.ones(len(features)), features], np.array([-0.5, 1.0, 0.3, 0.0])
    right = (rng.random(len(features)) < probabilities(inputs, truth)).astype(float)
    assert fitted(features, right) == pytest.approx(truth, abs=0.15)
    likely = left_out(features, right, [f"speaker {number % 40}" for number in range(6000)])
    assert likely == pytest.approx(probabilities(inputs, truth), abs=0.1)


def test_an_answer_is_stored_only_from_where_few_are_wrong() -> None:
    right = Case(None, "a", "three", Finding("three", SURE, 0.0, ()))
    wrong = Case(None, "b", "three", Finding("tree", SURE, 0.0, ()))
    found = [right] * 1000 + [wrong] * 10
    likely = np.r_[np.full(1000, 0.99), np.full(10, 0.95)]
    assert 0.95 < sure_from(found, likely) <= 0.99
    likely[-10:] = 0.9985
    assert sure_from(found, likely) == 0.999
    few = int(WRONG * 1000)
    assert sure_from(found[: 1000 + few], likely[: 1000 + few]) == 0.9


def test_right_is_what_would_at_least_be_asked_back() -> None:
    right = Case(10.0, "a", "three", Finding("three", SURE, 0.0, ()))
    wrong = Case(10.0, "b", "two", Finding("three", SURE, 0.0, ()))
    other = Case(10.0, "c", "tree", Finding("three", SURE, 0.0, ()))
    found = [right, right, right, wrong, other]
    likely = np.array([0.9, ACCEPT, ACCEPT - 0.01, 0.9, 0.9])
    assert right_at_first(found, likely) == {10.0: 0.5}
