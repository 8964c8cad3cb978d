"""When an answer is over. With sound: test_listening.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.endpoint import (
    BEGINS,
    COMPLETE_SECONDS,
    GOES_ON,
    INCOMPLETE_SECONDS,
    LONGEST_SECONDS,
    Endpoint,
)

STEP = 0.1


def moments_until_over(likelihoods: list[float], *, complete: bool) -> int | None:
    endpoint = Endpoint(STEP)
    for number, likelihood in enumerate(likelihoods, 1):
        endpoint.hear(likelihood)
        if endpoint.over(lambda: complete):
            return number
    return None


@pytest.mark.parametrize(
    ("complete", "seconds"), [(True, COMPLETE_SECONDS), (False, INCOMPLETE_SECONDS)]
)
def test_the_silence_after_it_is_short_only_where_it_makes_sense(
    complete: bool, seconds: float
) -> None:
    found = moments_until_over([0.9] * 5 + [0.0] * 50, complete=complete)
    assert found == pytest.approx(5 + seconds / STEP, abs=1)


def test_speech_goes_on_more_softly_than_it_begins() -> None:
    between = (BEGINS + GOES_ON) / 2
    endpoint = Endpoint(STEP)
    endpoint.hear(between)
    assert not endpoint.began
    assert moments_until_over([BEGINS, *[between] * 20], complete=True) is None


@given(st.lists(st.floats(0, 1), max_size=120), st.booleans())
def test_nobody_is_listened_to_for_ever_and_silence_is_no_answer(
    likelihoods: list[float], complete: bool
) -> None:
    found = moments_until_over(likelihoods, complete=complete)
    began = next((n for n, likely in enumerate(likelihoods) if likely >= BEGINS), None)
    if began is None:
        assert found is None
    elif len(likelihoods) - began > LONGEST_SECONDS / STEP + 2:
        assert found is not None


def test_after_a_cough_it_waits_anew() -> None:
    endpoint = Endpoint(STEP)
    for likelihood in (0.9, 0.0, 0.0):
        endpoint.hear(likelihood)
    endpoint.begin_anew()
    for _ in range(100):
        endpoint.hear(0.0)
    assert not endpoint.began
    assert not endpoint.over(lambda: True)
