"""Tones are told apart, soft at their edges, made once, and said in words by who wants none."""

import wave
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from daemon.base.words import words
from voice.base.sound import SPEAKER_RATE
from voice.base.tone import ToneName
from voice.mouth.tones import MELODIES, render_tone


def samples(path: Path) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    with wave.open(str(path), "rb") as file:
        assert file.getframerate() == SPEAKER_RATE
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


@pytest.mark.parametrize("name", ToneName)
def test_it_is_heard_and_does_not_click(name: ToneName, tmp_path: Path) -> None:
    sound = samples(render_tone(name, tmp_path))
    assert 0.1 < np.abs(sound).max() < 0.9
    assert max(abs(sound[0]), abs(sound[-1])) < 0.01
    played = sum(seconds for _, seconds in MELODIES[name])
    assert (np.abs(sound) > 0.001).sum() / SPEAKER_RATE == pytest.approx(played, rel=0.1)


def test_no_two_melodies_are_alike() -> None:
    for one, other in combinations(MELODIES.values(), 2):
        assert [hertz for hertz, _ in one] != [hertz for hertz, _ in other] or one != other


def test_it_is_made_once(tmp_path: Path) -> None:
    made = render_tone(ToneName.START, tmp_path).stat().st_mtime_ns
    assert render_tone(ToneName.START, tmp_path).stat().st_mtime_ns == made


def test_every_tone_of_a_routine_can_be_said_instead() -> None:
    said = [words(f"tone.{tone}") for tone in ToneName if tone is not ToneName.LISTEN]
    assert len(set(said)) == len(said)
