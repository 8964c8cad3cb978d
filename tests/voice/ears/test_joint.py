"""Evidence to one probability for each score: what speaks for it makes it likelier."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.joint import (
    EVIDENCE,
    SCORES,
    Joint,
    Opinions,
    load_joint,
    ranked,
    risk,
    said_by_two,
)
from voice.ears.moonshine.engine import Text
from voice.language.answers import UNKNOWN
from voice.language.numbers import SCORE_WORDS

NONE = len(SCORES)
READING = [("three", 0.0), ("[unk]", -7.0), ("four", -7.5)]


def decoder(score: int, lead: float = 8.0) -> list[float]:
    return [-0.05 if one == score else -0.05 - lead for one in SCORES]


THREE = Opinions([READING] * 3, decoder(3), Text("Three.", -0.1))


@pytest.fixture(scope="module")
def joint() -> Joint:
    return load_joint()


def test_what_all_say_is_sure(joint: Joint) -> None:
    likely = joint.probabilities(THREE)
    assert int(likely.argmax()) == 3
    assert joint.is_sure(likely)


@pytest.mark.parametrize("text", ["Tree.", "Four.", "Right, sir.", "Forward."])
def test_a_text_that_says_something_else_is_a_doubt(joint: Joint, text: str) -> None:
    agreed, doubted = (
        joint.probabilities(THREE),
        joint.probabilities(replace(THREE, written=Text(text, -0.3))),
    )
    assert doubted[3] < agreed[3]


def test_every_score_is_a_candidate_whoever_thinks_of_it(joint: Joint) -> None:
    """Also one that the tiny network has not in its list."""
    unheard = Opinions([[("[unk]", 0.0), ("four", -7.0)]] * 3, decoder(9, 11), Text("Nine.", -0.05))
    likely = joint.probabilities(unheard)
    assert int(likely[:NONE].argmax()) == 9
    assert not joint.is_sure(likely)


def test_what_nobody_says_is_none(joint: Joint) -> None:
    other = Opinions([[(UNKNOWN, 0.0), ("two", -6.0)]] * 3, [-9.0] * 11, Text("Umbrella.", -0.2))
    likely = joint.probabilities(other)
    assert int(likely.argmax()) == NONE
    assert likely[:NONE].max() < joint.accept


READINGS = st.lists(
    st.lists(
        st.tuples(st.sampled_from([*SCORE_WORDS, UNKNOWN, "", "stop"]), st.floats(-20, 0)),
        max_size=6,
    ),
    min_size=1,
    max_size=3,
)


@given(
    READINGS,
    st.lists(st.floats(-60, 0), min_size=11, max_size=11),
    st.sampled_from(["", "Three.", "You.", "10.", "Three miles."]),
    st.floats(-20, 0),
)
def test_whatever_is_said_makes_probabilities(
    readings: list[list[tuple[str, float]]], likely: list[float], text: str, certainty: float
) -> None:
    opinions = Opinions(readings, likely, Text(text, certainty))
    table = opinions.table()
    assert table.shape == (NONE + 1, len(EVIDENCE))
    assert np.isfinite(table).all()
    found = load_joint().probabilities(opinions)
    assert found.sum() == pytest.approx(1)
    assert 0 <= risk(found) <= 1.5
    order = ranked(found) or [("", 0.0)]
    assert order[0][1] == 0
    assert all(-8 <= after <= before for (_, before), (_, after) in pairwise(order))


def test_what_is_far_behind_no_score_at_all_is_not_ranked() -> None:
    """Else every word of other speech could be a score to who only asks which is the nearest."""
    likely = np.full(NONE + 1, 1e-6)
    likely[[3, 4, NONE]] = 0.1, 0.05, 0.85
    assert [text for text, _ in ranked(likely)] == ["three", "four"]


@pytest.mark.parametrize(
    ("text", "alone", "two"),
    [
        ("Three.", None, True),
        ("Tree.", 3, True),
        ("", 3, True),
        ("Tree.", None, False),
        ("", None, False),
        ("Four.", 3, False),
        ("Tree.", 4, False),
    ],
)
def test_two_must_say_a_score(text: str, alone: int | None, two: bool) -> None:
    assert said_by_two(3, replace(THREE, written=Text(text, -0.1)), alone) is two


def test_no_pain_is_dearer_than_a_neighbour() -> None:
    near, zero = np.zeros(NONE + 1), np.zeros(NONE + 1)
    near[[3, 4]] = zero[[3, 0]] = 0.99, 0.01
    assert risk(zero) > risk(near)
