"""The real recogniser with the bundled model: synthetic speakers, silence, noise, other words."""

from pathlib import Path

import numpy as np
import pytest

from voice.audio.recordings import read_recording
from voice.base.errors import VoiceError
from voice.base.sound import silence
from voice.ears.heard import Heard
from voice.ears.protocol import Ears
from voice.ears.vosk_ears import VoskEars
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS
from voice.mouth.espeak import EspeakMouth

MOMENT = silence(0.5)


@pytest.fixture(scope="module")
def ears() -> Ears:
    return VoskEars()


def heard(ears: Ears, kind: Kind, sound: bytes) -> Heard:
    utterance = ears.utterance(kind)
    utterance.feed(MOMENT + sound + MOMENT)
    return utterance.heard()


def spoken(folder: Path, text: str, voice: str = "en-us", rate: int = 140) -> bytes:
    path = EspeakMouth(folder, voice, rate).render(text)
    return read_recording(path).astype("<i2").tobytes()


def test_the_bundled_model_is_complete_and_knows_every_phrase(ears: Ears) -> None:
    assert ears.probe().works, ears.probe()


def test_digits_of_synthetic_voices_are_heard_and_none_is_taken_for_another(
    ears: Ears, tmp_path: Path
) -> None:
    results = {
        (digit, voice): heard(ears, Kind.SCORE, spoken(tmp_path, word, voice)).value
        for voice in ("en-us", "en")
        for digit, word in enumerate(SCORE_WORDS)
    }
    right = sum(value == digit for (digit, _), value in results.items())
    wrong = [key for key, value in results.items() if value not in (None, key[0])]
    assert right >= 18
    assert len(wrong) <= 1


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.YESNO, "yes", True),
        (Kind.YESNO, "no", False),
        (Kind.MINUTES, "twenty minutes", 20),
        (Kind.DISTANCE, "two miles", {"value": 2, "unit": "mi"}),
        (Kind.COMMAND, "pause", "pause"),
        (Kind.SCORE, "no pain", 0),
    ],
)
def test_each_kind_of_answer_is_heard(
    ears: Ears, tmp_path: Path, kind: Kind, text: str, value: object
) -> None:
    assert heard(ears, kind, spoken(tmp_path, text)).value == value


@pytest.mark.parametrize("pause", [0, 32_000])
def test_what_was_spoken_is_the_sound_around_the_words(
    ears: Ears, tmp_path: Path, pause: int
) -> None:
    """Also of an answer with a pause in it, which is heard twice on one clock."""
    first, second = spoken(tmp_path, "seven"), spoken(tmp_path, "or eight")
    said = first + bytes(pause) + second
    utterance = ears.utterance(Kind.SCORE)
    for sound in (bytes(64_000), first, bytes(pause), second, bytes(64_000)):
        utterance.feed(sound)
    utterance.heard()
    loud = np.flatnonzero(np.abs(np.frombuffer(said, "<i2")) > 1000)
    assert said[2 * loud[0] : 2 * loud[-1]] in utterance.spoken
    assert len(utterance.spoken) < len(said) + 32_000


def test_where_nothing_may_be_words_all_was_spoken(ears: Ears) -> None:
    utterance = ears.utterance(Kind.SCORE)
    utterance.feed(MOMENT)
    utterance.heard()
    assert utterance.spoken == MOMENT


def test_other_speech_is_no_score(ears: Ears, tmp_path: Path) -> None:
    texts = ["hippopotamus", "the weather is nice", "umbrella", "telephone", "good morning"]
    taken = [t for t in texts if heard(ears, Kind.SCORE, spoken(tmp_path, t)).value is not None]
    assert len(taken) <= 1


@pytest.mark.parametrize("word", ["no", "low", "skin", "text"])
def test_what_is_only_like_a_command_is_none(ears: Ears, tmp_path: Path, word: str) -> None:
    assert not heard(ears, Kind.COMMAND, spoken(tmp_path, word)).accepted


def test_silence_and_hiss_are_no_answer(ears: Ears) -> None:
    hiss = (np.random.default_rng(0).standard_normal(32_000) * 300).astype("<i2").tobytes()
    for sound in (bytes(64_000), hiss, b""):
        result = heard(ears, Kind.SCORE, sound)
        assert (result.value, result.accepted, result.sure) == (None, False, False)


def test_a_model_that_is_not_there_is_said(tmp_path: Path) -> None:
    ears = VoskEars(tmp_path)
    assert ears.probe().state == "missing"
    with pytest.raises(VoiceError, match=r"final\.mdl"):
        ears.utterance(Kind.SCORE)
