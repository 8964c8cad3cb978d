"""Where an answer begins and ends, with scripted likelihoods of speech, and for real."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio.recordings import Samples, read_recording
from voice.base.sound import RATE
from voice.base.tone import ToneName
from voice.ears.activity import FRAME, FRAME_SECONDS, SileroActivity
from voice.ears.endpoint import COMPLETE_SECONDS, INCOMPLETE_SECONDS, LONGEST_SECONDS, Endpoint
from voice.ears.heard import Heard, makes_sense
from voice.ears.listening import LEAD, listen
from voice.ears.vosk_ears import VoskEars
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth
from voice.mouth.tones import render_tone

QUIET, SPEECH, TONE = b"\0", b"s", b"t"


class Likelihood:
    """A frame is speech where it says so."""

    def begin(self) -> None:
        pass

    def __call__(self, frame: bytes) -> float:
        return 0.9 if frame[:1] == SPEECH else 0.1


class Words:
    """An utterance that is `text` as soon as speech was heard."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranked = ((text, 0.0),)
        self.probability, self.likely = 1.0, True
        self.sound = b""

    @property
    def spoken(self) -> bytes:
        return self.sound

    def feed(self, samples: bytes) -> bool:
        self.sound += samples
        return False

    def partial(self) -> str:
        return self.text if SPEECH in self.sound else ""

    def complete(self) -> bool:
        return makes_sense(Kind.SCORE, self.partial())

    def heard(self) -> Heard:
        return Heard(self.partial())


class Stream:
    """Frames of sound: (what, seconds); `taken` is how many seconds of them were needed."""

    def __init__(self, *parts: tuple[bytes, float]) -> None:
        self._parts = parts
        self.taken = 0.0

    def __iter__(self) -> Iterator[bytes]:
        for what, seconds in self._parts:
            for _ in range(round(seconds / FRAME_SECONDS)):
                self.taken += FRAME_SECONDS
                yield what * FRAME


def test_a_whole_answer_is_not_waited_for() -> None:
    stream = Stream((QUIET, 1), (SPEECH, 0.5), (QUIET, 9))
    heard = listen(Words("three"), stream, 8, Likelihood())
    assert heard is not None
    assert stream.taken == pytest.approx(1.5 + COMPLETE_SECONDS, abs=0.1)


def test_what_is_not_an_answer_yet_is_waited_for() -> None:
    stream = Stream((SPEECH, 0.5), (QUIET, 1), (SPEECH, 0.5), (QUIET, 9))
    listen(Words("about a"), stream, 8, Likelihood())
    assert stream.taken == pytest.approx(2 + INCOMPLETE_SECONDS, abs=0.1)


def test_silence_is_none_and_ends_in_time() -> None:
    stream = Stream((QUIET, 60))
    assert listen(Words("three"), stream, 4, Likelihood()) is None
    assert stream.taken == pytest.approx(4, abs=0.1)


def test_an_answer_begun_in_the_last_moment_is_heard_to_its_end() -> None:
    stream = Stream((QUIET, 3.9), (SPEECH, 1), (QUIET, 9))
    assert listen(Words("three"), stream, 4, Likelihood()) is not None


def test_a_cough_is_no_answer_and_the_answer_after_it_is_heard() -> None:
    class Cough(Words):
        def partial(self) -> str:
            return self.text if self.sound.count(SPEECH) > FRAME * 10 else ""

    stream = Stream((SPEECH, 0.1), (QUIET, 3), (SPEECH, 0.6), (QUIET, 9))
    heard = listen(Cough("three"), stream, 8, Likelihood())
    assert heard is not None
    assert stream.taken == pytest.approx(3.7 + COMPLETE_SECONDS, abs=0.1)


def test_who_goes_on_talking_is_not_listened_to_for_ever() -> None:
    stream = Stream((SPEECH, 60))
    listen(Words("blah"), stream, 8, Likelihood())
    assert stream.taken == pytest.approx(LONGEST_SECONDS, abs=0.1)


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (TONE * FRAME * 10, LEAD + TONE * FRAME * 3),
        (TONE * FRAME * 10 + SPEECH * FRAME, LEAD + TONE * FRAME * 7 + SPEECH * FRAME),
    ],
)
def test_the_tone_is_left_out_unless_speech_began_in_it(before: bytes, kept: bytes) -> None:
    words = Words("three")
    listen(words, Stream((SPEECH, 0.5), (QUIET, 9)), 8, Likelihood(), before)
    assert words.sound.startswith(kept + SPEECH)


@given(st.lists(st.floats(0, 1), max_size=400))
def test_an_answer_is_over_only_after_it_began(likelihoods: list[float]) -> None:
    endpoint = Endpoint(0.032)
    for likelihood in likelihoods:
        endpoint.hear(likelihood)
        assert endpoint.began or not endpoint.over(lambda: True)


@pytest.fixture(scope="module")
def activity() -> SileroActivity:
    return SileroActivity()


def likeliest(activity: SileroActivity, samples: Samples) -> float:
    sound = samples.astype("<i2").tobytes()
    activity.begin()
    frames = range(0, len(sound) - FRAME, FRAME)
    return max(activity(sound[start : start + FRAME]) for start in frames)


def test_speech_is_told_from_the_tone_and_from_noise(
    activity: SileroActivity, tmp_path: Path
) -> None:
    hiss = (np.random.default_rng(0).standard_normal(RATE) * 300).astype(np.int16)
    assert activity.probe().works
    assert likeliest(activity, read_recording(EspeakMouth(tmp_path).render("three"))) > 0.8
    assert likeliest(activity, read_recording(render_tone(ToneName.LISTEN, tmp_path))) < 0.3
    assert likeliest(activity, hiss) < 0.3


@pytest.mark.parametrize("pause", [0.2, 0.9])
def test_a_slow_answer_is_heard_whole(
    activity: SileroActivity, tmp_path: Path, pause: float
) -> None:
    mouth = EspeakMouth(tmp_path, "en-us", 140)
    silence = np.zeros(int(pause * RATE), np.int16)
    parts = [read_recording(mouth.render(text)) for text in ("about a", "four")]
    sound = np.concatenate([parts[0], silence, parts[1], np.zeros(RATE, np.int16)])
    activity.begin()
    heard = listen(VoskEars().utterance(Kind.SCORE), [sound.astype("<i2").tobytes()], 8, activity)
    assert heard is not None
    assert heard.value == 4
