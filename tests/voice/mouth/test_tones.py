"""Tones are told apart, soft at their edges, and made once."""

import wave
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from voice.mouth.tones import MELODIES, RATE, render_tone


def samples(path: Path) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    with wave.open(str(path), "rb") as file:
        assert file.getframerate() == RATE
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


@pytest.mark.parametrize("name", MELODIES)
def test_it_is_heard_and_does_not_click(name: str, tmp_path: Path) -> None:
    sound = samples(render_tone(name, tmp_path))
    assert 0.1 < np.abs(sound).max() < 0.9
    assert max(abs(sound[0]), abs(sound[-1])) < 0.01
    played = sum(seconds for _, seconds in MELODIES[name])
    assert (np.abs(sound) > 0.001).sum() / RATE == pytest.approx(played, rel=0.1)


def test_no_two_melodies_are_alike() -> None:
    for one, other in combinations(MELODIES.values(), 2):
        assert [hertz for hertz, _ in one] != [hertz for hertz, _ in other] or one != other


def test_it_is_made_once(tmp_path: Path) -> None:
    made = render_tone("start", tmp_path).stat().st_mtime_ns
    assert render_tone("start", tmp_path).stat().st_mtime_ns == made


def test_another_name_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        render_tone("fanfare", tmp_path)
