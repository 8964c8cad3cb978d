"""The real detector: speech is likely speech, and it forgets what was before."""

from pathlib import Path

import pytest

from voice.audio.recordings import read_recording
from voice.ears.activity import FRAME, SileroActivity
from voice.mouth.espeak import EspeakMouth


def likelihoods(activity: SileroActivity, sound: bytes) -> list[float]:
    whole = range(0, len(sound) - FRAME + 1, FRAME)
    return [activity(sound[start : start + FRAME]) for start in whole]


def test_speech_is_likely_and_silence_is_not(tmp_path: Path) -> None:
    activity = SileroActivity()
    assert activity.probe().works
    activity.begin()
    assert max(likelihoods(activity, bytes(20 * FRAME))) < 0.3
    speech = read_recording(EspeakMouth(tmp_path, "en-us", 140).render("seven"))
    assert max(likelihoods(activity, speech.astype("<i2").tobytes())) > 0.5


def test_a_new_stream_is_heard_as_if_it_were_the_first(tmp_path: Path) -> None:
    sound = read_recording(EspeakMouth(tmp_path, "en-us", 140).render("seven"))
    activity = SileroActivity()
    heard = []
    for _ in range(2):
        activity.begin()
        heard.append(likelihoods(activity, sound.astype("<i2").tobytes()))
    assert heard[0] == pytest.approx(heard[1])
