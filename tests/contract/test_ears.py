"""What every engine that listens has to do, with real engines and synthetic speech."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from voice.audio.recordings import read_recording
from voice.base.errors import VoiceError
from voice.base.sound import silence
from voice.ears.both import BothEars
from voice.ears.heard import Heard
from voice.ears.moonshine.ears import MoonshineEars
from voice.ears.moonshine.engine import Moonshine
from voice.ears.protocol import Ears
from voice.ears.vosk_ears import VoskEars
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth

MOMENT = silence(0.5)
ENGINES: dict[str, Callable[[], Ears]] = {
    "tiny": VoskEars,
    "both": lambda: BothEars(VoskEars()),
    "moonshine": lambda: MoonshineEars(Moonshine()),
}


@pytest.fixture(scope="module", params=ENGINES)
def ears(request: pytest.FixtureRequest) -> Ears:
    return ENGINES[request.param]()


def spoken(folder: Path, text: str) -> bytes:
    path = EspeakMouth(folder, "en-us", 140).render(text)
    return MOMENT + read_recording(path).astype("<i2").tobytes() + MOMENT


def heard(ears: Ears, kind: Kind, sound: bytes, chunk: int = 2048) -> Heard:
    utterance = ears.utterance(kind)
    for start in range(0, len(sound), chunk):
        utterance.feed(sound[start : start + chunk])
    return utterance.heard()


def test_it_works_here(ears: Ears) -> None:
    assert ears.probe().works, ears.probe()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.SCORE, "seven", 7),
        (Kind.YESNO, "yes", True),
        (Kind.YESNO, "no", False),
        (Kind.MINUTES, "twenty five", 25),
        (Kind.DISTANCE, "ten miles", {"value": 10, "unit": "mi"}),
        (Kind.COMMAND, "pause", "pause"),
    ],
)
def test_an_answer_is_heard(
    ears: Ears, tmp_path: Path, kind: Kind, text: str, value: object
) -> None:
    assert heard(ears, kind, spoken(tmp_path, text)).value == value


def test_a_command_counts_at_any_question(ears: Ears, tmp_path: Path) -> None:
    found = heard(ears, Kind.SCORE, spoken(tmp_path, "stop"))
    assert (found.value, found.command) == (None, "stop")


def test_other_speech_is_no_score_that_is_stored(ears: Ears, tmp_path: Path) -> None:
    for text in ("umbrella", "the weather is nice", "good morning"):
        assert not heard(ears, Kind.SCORE, spoken(tmp_path, text)).sure


def test_silence_hiss_and_nothing_are_no_answer(ears: Ears) -> None:
    hiss = (np.random.default_rng(0).standard_normal(32_000) * 300).astype("<i2").tobytes()
    for sound in (bytes(64_000), hiss, b"", b"\0\0"):
        found = heard(ears, Kind.SCORE, sound)
        assert (found.value, found.accepted, found.sure) == (None, False, False)


def test_the_words_are_in_what_was_spoken(ears: Ears, tmp_path: Path) -> None:
    sound = spoken(tmp_path, "seven")
    utterance = ears.utterance(Kind.SCORE)
    utterance.feed(sound)
    assert utterance.complete()
    assert "seven" in utterance.partial().lower()
    utterance.heard()
    loud = np.flatnonzero(np.abs(np.frombuffer(sound, "<i2")) > 1000)
    assert sound[2 * loud[0] : 2 * loud[-1]] in utterance.spoken


def test_each_answer_is_heard_by_itself(ears: Ears, tmp_path: Path) -> None:
    assert heard(ears, Kind.SCORE, spoken(tmp_path, "seven")).value == 7
    assert heard(ears, Kind.SCORE, spoken(tmp_path, "two")).value == 2
    assert heard(ears, Kind.SCORE, bytes(64_000)).text == ""


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    missing: tuple[Ears, ...] = (VoskEars(tmp_path), MoonshineEars(Moonshine(tmp_path)))
    for ears in missing:
        part = ears.probe()
        assert not part.works
        with pytest.raises(VoiceError) as raised:
            ears.utterance(Kind.SCORE)
        assert str(raised.value) == part.detail
