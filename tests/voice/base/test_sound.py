"""Silence of any length."""

from hypothesis import given
from hypothesis import strategies as st

from voice.base.sound import RATE, silence


@given(st.floats(0, 10))
def test_it_is_whole_samples_of_nothing(seconds: float) -> None:
    sound = silence(seconds)
    assert len(sound) % 2 == 0
    assert abs(len(sound) / 2 / RATE - seconds) <= 1 / RATE
    assert not any(sound)
