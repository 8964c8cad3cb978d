"""Two answers are compared by how they sound, not by how loud, how fast or how late."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from voice.base.sound import RATE
from voice.ears.features import FRAMES, NOISES, distances, features, in_noises


def glide(start: float, end: float, seconds: float = 0.5, level: float = 5000.0) -> bytes:
    """A buzz whose pitch goes from one frequency (hertz) to another."""
    times = np.arange(int(seconds * RATE)) / RATE
    turns = np.cumsum(np.linspace(start, end, len(times))) / RATE
    wave = sum(np.sin(2 * np.pi * n * turns) / n for n in range(1, 8))
    hiss = np.random.default_rng(0).standard_normal(len(times))
    return (level * (wave / 2 + 0.001 * hiss)).astype("<i2").tobytes()


UP, DOWN = glide(200, 900), glide(900, 200)


def away(one: bytes, other: bytes) -> float:
    first, second = features(one), features(other)
    assert first is not None
    assert second is not None
    return float(distances(first, second[None])[0])


def test_every_column_is_of_mean_0_and_deviation_1() -> None:
    found = features(UP)
    assert found is not None
    assert len(found) == FRAMES
    assert found.mean(axis=0) == pytest.approx(0, abs=1e-3)
    assert found.std(axis=0) == pytest.approx(1, abs=0.05)


@hypothesis_settings(max_examples=20)
@given(st.floats(0.3, 0.9), st.floats(800, 12_000))
def test_pace_and_loudness_matter_less_than_what_was_said(seconds: float, level: float) -> None:
    same = glide(200, 900, seconds, level)
    assert away(same, UP) < away(same, DOWN)


def test_a_sound_is_nowhere_from_itself_and_as_far_there_as_back() -> None:
    assert away(UP, UP) == 0
    assert away(UP, DOWN) == pytest.approx(away(DOWN, UP), rel=1e-3)


@pytest.mark.parametrize("sound", [b"", bytes(2 * RATE), UP[:800]])
def test_hardly_any_sound_has_none(sound: bytes) -> None:
    assert features(sound) is None
    assert in_noises(sound) is None


def test_in_noise_it_is_known_in_each_form() -> None:
    found = in_noises(UP)
    assert found is not None
    assert found.shape[:2] == (NOISES, FRAMES)
    clean = features(UP)
    assert clean is not None
    assert np.array_equal(found[0], clean)
