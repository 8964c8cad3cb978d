"""Two opinions at work: real engines on synthetic speech, and the tiny network where one fails."""

from pathlib import Path

import numpy as np
import pytest

from voice.audio.recordings import read_recording
from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.sound import silence
from voice.ears import both
from voice.ears.both import BothEars, ears_in_use
from voice.ears.heard import Heard
from voice.ears.moonshine.engine import Moonshine, Text
from voice.ears.moonshine.networks import Frames
from voice.ears.protocol import Ears, Utterance
from voice.ears.vosk_ears import VoskEars
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS
from voice.mouth.espeak import EspeakMouth

MOMENT = silence(0.5)


@pytest.fixture(scope="module")
def tiny() -> VoskEars:
    return VoskEars()


@pytest.fixture(scope="module")
def ears(tiny: VoskEars) -> BothEars:
    return BothEars(tiny)


def listened(ears: Ears, kind: Kind, sound: bytes) -> tuple[Utterance, Heard]:
    utterance = ears.utterance(kind)
    utterance.feed(MOMENT + sound + MOMENT)
    return utterance, utterance.heard()


def spoken(folder: Path, text: str, voice: str = "en-us") -> bytes:
    path = EspeakMouth(folder, voice, 140).render(text)
    return read_recording(path).astype("<i2").tobytes()


def test_no_score_of_a_synthetic_voice_is_stored_as_another(ears: BothEars, tmp_path: Path) -> None:
    found = {
        (score, voice): listened(ears, Kind.SCORE, spoken(tmp_path, word, voice))[1]
        for voice in ("en-us", "en")
        for score, word in enumerate(SCORE_WORDS)
    }
    assert sum(heard.value == score for (score, _), heard in found.items()) >= 19
    assert [key for key, heard in found.items() if heard.sure and heard.value != key[0]] == []


def test_what_it_was_sure_of_is_ranked_first(ears: BothEars, tmp_path: Path) -> None:
    utterance, heard = listened(ears, Kind.SCORE, spoken(tmp_path, "two"))
    assert heard.value == 2
    assert utterance.ranked[0] == ("two", 0.0)
    assert {text for text, _ in utterance.ranked} <= set(SCORE_WORDS)
    assert 0.2 <= utterance.probability <= 1
    assert utterance.likely == (utterance.probability >= 0.8)


@pytest.mark.parametrize(
    "text", ["not three", "three miles", "my knee hurts", "tree", "forward", "the weather is nice"]
)
def test_other_speech_is_not_stored(ears: BothEars, tmp_path: Path, text: str) -> None:
    assert not listened(ears, Kind.SCORE, spoken(tmp_path, text))[1].sure


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DAY, "move it to friday", "friday"),
        (Kind.MINUTES, "half an hour or so", 30),
        (Kind.SCORE, "i think it's a two", 2),
    ],
)
def test_a_whole_sentence_is_asked_back(
    ears: BothEars, tmp_path: Path, kind: Kind, text: str, value: object
) -> None:
    heard = listened(ears, kind, spoken(tmp_path, text))[1]
    assert (heard.value, heard.sure) == (value, False)


class Failing(Moonshine):
    """Loads, and then does not work."""

    def frames(self, samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> Frames:
        raise VoiceError("out of memory")


class Certain(Moonshine):
    """Writes the same whatever it hears."""

    def text(self, frames: Frames) -> Text:
        return Text("Seven.", -0.01)


def test_where_the_second_opinion_fails_the_first_stands(tiny: VoskEars, tmp_path: Path) -> None:
    sound = spoken(tmp_path, "five")
    alone = listened(tiny, Kind.SCORE, sound)[1]
    for moonshine in (Moonshine(tmp_path), Failing()):
        assert listened(BothEars(tiny, moonshine), Kind.SCORE, sound)[1] == alone


def test_a_text_that_says_another_score_makes_it_be_asked(tiny: VoskEars, tmp_path: Path) -> None:
    heard = listened(BothEars(tiny, Certain()), Kind.SCORE, spoken(tmp_path, "two"))[1]
    assert not heard.sure


def test_silence_is_not_given_to_who_makes_words_of_it(tiny: VoskEars) -> None:
    assert listened(BothEars(tiny, Certain()), Kind.SCORE, bytes(64_000))[1].text == ""


def test_it_says_how_it_listens(ears: BothEars, tiny: VoskEars, tmp_path: Path) -> None:
    assert "second opinion" in ears.probe().detail
    alone = BothEars(tiny, Moonshine(tmp_path)).probe()
    assert alone.state is Health.PRESENT
    assert "0.0.49" in alone.detail
    assert not BothEars(VoskEars(tmp_path)).probe().works


def test_a_bigger_model_listens_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert isinstance(ears_in_use(), BothEars)
    monkeypatch.setenv("EASEBACK_SECOND_OPINION", "off")
    assert isinstance(ears_in_use(), VoskEars)
    monkeypatch.delenv("EASEBACK_SECOND_OPINION")
    monkeypatch.setattr(both, "in_use", lambda: tmp_path)
    assert ears_in_use() == VoskEars(tmp_path)
