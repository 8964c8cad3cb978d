"""A text as an answer: what counts is its meaning, and other speech has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.heard import judged, makes_sense
from voice.language.answers import UNKNOWN
from voice.language.kinds import Kind


@pytest.mark.parametrize(
    ("kind", "text", "value", "command"),
    [
        (Kind.SCORE, "three", 3, ""),
        (Kind.SCORE, "no pain", 0, ""),
        (Kind.YESNO, "no", False, ""),
        (Kind.SCORE, "stop", None, "stop"),
        (Kind.SCORE, "good morning", None, ""),
        (Kind.SCORE, f"{UNKNOWN} three", None, ""),
    ],
)
def test_what_it_means(kind: Kind, text: str, value: object, command: str) -> None:
    heard = judged(kind, text, sure=True)
    assert (heard.value, heard.command) == (value, command)
    # No pain and a no are answers, though they are false.
    assert heard.accepted is heard.sure is (value is not None or command != "")


@given(st.sampled_from(Kind), st.text(max_size=30), st.booleans())
def test_only_what_makes_sense_is_ever_sure(kind: Kind, text: str, sure: bool) -> None:
    heard = judged(kind, text, sure=sure)
    assert not heard.sure or (sure and makes_sense(kind, text))
