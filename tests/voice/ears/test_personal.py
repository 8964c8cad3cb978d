"""The second opinion: what it may change and what it never may; and that it knows a voice."""

import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import microphone
from voice.audio.recordings import read_recording
from voice.base.errors import VoiceError
from voice.base.places import personal_file
from voice.child import serve
from voice.child.messages import Keep, Learn, Listen, Reply, Request, Train, Trained
from voice.ears.activity import FRAME
from voice.ears.features import FRAMES, NOISES, Matrix, features, in_noises
from voice.ears.heard import Heard, judged
from voice.ears.known_voice import KnownVoice, told_apart
from voice.ears.personal import MOST_EACH, SCORES, Opinion, PersonalVoice, load, save, settle
from voice.ears.vosk_ears import VoskEars
from voice.language.answers import UNKNOWN
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS
from voice.mouth.espeak import EspeakMouth

NOTHING = Heard("", seconds=1.0)
texts = st.sampled_from(
    [*SCORE_WORDS, "two or three", "no pain", "stop", "", UNKNOWN, f"three {UNKNOWN}"]
)


def heard_as(text: str, sure: bool) -> Heard:
    return judged(Kind.SCORE, text, sure=sure, seconds=1.0)


EQUAL = (0.0,) * 11


def sounds_like(score: int, *, near: bool = True, farther: float = 0.5) -> Opinion:
    return Opinion(score, near, tuple(farther * (other != score) for other in SCORES))


@given(
    heard=st.builds(heard_as, texts, st.booleans()),
    ranked=st.lists(st.tuples(texts, st.floats(-8, 0))),
    opinion=st.builds(
        Opinion,
        st.sampled_from(SCORES),
        st.booleans(),
        st.tuples(*(st.floats(0, 2) for _ in SCORES)),
    ),
    likely=st.booleans(),
)
def test_it_never_decides_alone(
    heard: Heard, ranked: list[tuple[str, float]], opinion: Opinion, likely: bool
) -> None:
    settled = settle(heard, ranked, opinion, likely=likely)
    if settled.sure:
        assert settled.value == heard.value
    if settled.sure and not heard.sure:
        assert (opinion.score, opinion.clear, likely) == (heard.value, True, True)
    if settled.value != heard.value:
        assert not settled.sure
        assert settled.value in SCORES
    # What the recogniser made of it stays to be read, whatever it is taken for.
    assert (settled.text, settled.command) == (heard.text, heard.command)


def test_without_an_opinion_of_its_own_it_changes_nothing() -> None:
    four = heard_as("four", False)
    assert settle(four, [("four", 0.0), ("nine", -1.0)], Opinion(9, False, EQUAL)) == four
    assert settle(four, [("four", 0.0)], None) == four


def test_it_agrees_differs_and_offers() -> None:
    four, nine = sounds_like(4), sounds_like(9)
    assert settle(heard_as("four", False), [("four", 0.0)], four).sure
    assert not settle(heard_as("four", False), [("four", 0.0)], four, likely=False).sure
    close, far = [("four", 0.0), ("nine", -2.0)], [("four", 0.0)]
    assert settle(heard_as("four", True), close, nine).value == 9
    doubted = settle(heard_as("four", True), far, sounds_like(9, farther=0.12))
    assert (doubted.value, doubted.sure) == (9, False)
    vague = settle(heard_as("four", True), far, sounds_like(9, farther=0.05))
    assert (vague.value, vague.sure) == (4, True)
    assert settle(heard_as("two or three", True), [], nine).sure
    offered = settle(heard_as(UNKNOWN, False), [(UNKNOWN, 0.0), ("four", -1.0)], four)
    assert (offered.value, offered.accepted, offered.sure) == (4, True, False)
    assert settle(heard_as(UNKNOWN, False), [("nine", 0.0)], four).value is None
    strange = sounds_like(4, near=False)
    assert settle(heard_as(UNKNOWN, False), [("four", 0.0)], strange).value is None
    stop = heard_as("stop", True)
    assert settle(stop, [("stop", 0.0), ("four", 0.0)], four) == stop


@cache
def said(score: int, rate: int) -> bytes:
    with TemporaryDirectory() as folder:
        path = EspeakMouth(Path(folder), "en-us", rate).render(SCORE_WORDS[score])
        return read_recording(path).astype("<i2").tobytes()


def shape(score: int, rate: int) -> Matrix:
    found = in_noises(said(score, rate))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def voice() -> PersonalVoice:
    known = PersonalVoice({})
    for score in SCORES:
        for rate in (125, 160):
            known = known.with_answer(score, shape(score, rate))
    return known


def test_it_knows_a_voice_it_has_heard_twice(voice: PersonalVoice) -> None:
    opinions = [voice.opinion(shape(score, 140)[0]) for score in SCORES]
    assert [opinion and opinion.score for opinion in opinions] == [*SCORES]
    assert told_apart(voice) > 0.9


def test_without_every_score_it_has_no_opinion(voice: PersonalVoice) -> None:
    partly = PersonalVoice({score: voice.answers[score] for score in SCORES if score != 5})
    assert partly.opinion(shape(9, 140)[0]) is None


def test_noise_is_nobody(voice: PersonalVoice) -> None:
    noise = np.random.default_rng(0).normal(0, 3000, 12_000).astype("<i2").tobytes()
    found = features(noise)
    assert found is not None
    opinion = voice.opinion(found)
    assert opinion is not None
    assert not opinion.clear


@pytest.mark.parametrize("sound", [b"", bytes(640), bytes(3000)])
def test_hardly_any_sound_has_no_features(sound: bytes) -> None:
    assert features(sound) is None


def test_only_features_are_kept_for_the_owner_alone(voice: PersonalVoice, tmp_path: Path) -> None:
    file = tmp_path / "easeback" / "voice.npz"
    save(voice, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with np.load(file) as kept:
        assert set(kept) == {"scores", "features"}
        assert kept["features"].shape[1:3] == (NOISES, FRAMES)
    again = load(file)
    assert again.complete
    kept_opinion, opinion = again.opinion(shape(7, 140)[0]), voice.opinion(shape(7, 140)[0])
    assert kept_opinion
    assert opinion
    assert (kept_opinion.score, kept_opinion.clear) == (opinion.score, opinion.clear)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nonsense" * 99])
def test_a_file_that_cannot_be_read_is_no_voice(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "voice.npz"
    file.write_bytes(content)
    assert not load(file).complete
    assert not load(tmp_path / "none").complete


def test_what_is_learned_does_not_grow_for_ever_and_the_trained_stay(voice: PersonalVoice) -> None:
    for number in range(20):
        voice = voice.with_answer(3, np.full((NOISES, FRAMES, 28), number, np.float32))
    assert len(voice.answers[3]) == MOST_EACH
    assert np.array_equal(voice.answers[3][1], shape(3, 160))
    assert voice.answers[3][-1][0, 0, 0] == 19


def trained(known: KnownVoice, labels: list[int]) -> None:
    for rate in (125, 160):
        for score, label in zip(SCORES, labels, strict=True):
            assert known.train(label, NOTHING, said(score, rate))
        labels = labels[1:] + labels[:1] if labels != [*SCORES] else labels


def test_a_training_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "voice.npz"
    known = KnownVoice(file)
    known.train(3, NOTHING, said(3, 125))
    with pytest.raises(VoiceError, match="not every score"):
        known.keep()
    trained(known, [*SCORES[1:], 0])
    with pytest.raises(VoiceError, match="could not be told apart"):
        known.keep()
    assert not file.exists()
    trained(known, [*SCORES])
    assert known.keep() == 22
    assert file.exists()


def test_an_answer_that_is_surely_another_is_not_learned(tmp_path: Path) -> None:
    known = KnownVoice(tmp_path / "voice.npz")
    assert not known.train(3, heard_as("nine", True), said(9, 125))
    assert not known.train(3, NOTHING, b"")


def test_only_the_answer_heard_last_is_learned(tmp_path: Path, voice: PersonalVoice) -> None:
    file = tmp_path / "voice.npz"
    save(voice, file)
    known = KnownVoice(file)
    known.settle(heard_as("four", False), [("four", 0.0)], said(4, 150))
    known.learn(4)
    known.learn(4)
    assert len(load(file).answers[4]) == 3
    known.settle(heard_as("four", False), [("four", 0.0)], said(4, 150))
    known.begin()
    known.learn(4)
    assert len(load(file).answers[4]) == 3


class Microphone:
    """Gives what `sound` is, with silence around it."""

    sound = b""

    def open(self) -> None:
        pass

    close = check = open

    def recorded(self) -> bytes:
        return b""

    def __iter__(self) -> Iterator[bytes]:
        yield bytes(FRAME * 10) + Microphone.sound
        while True:
            yield bytes(FRAME)


def test_trained_through_the_child_it_knows_the_runner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.setattr(microphone, "Microphone", Microphone)
    replies: list[Reply] = []
    child = serve.Child(EspeakMouth(tmp_path), VoskEars(), lambda _, reply: replies.append(reply))

    def ask(sound: bytes, request: Request[Any]) -> None:
        Microphone.sound = sound
        child.perform(1, request)

    for rate in (125, 160):
        for score in SCORES:
            ask(said(score, rate), Train(score, 3.0))
    assert replies == [Trained(True)] * 22
    ask(b"", Keep())
    ask(said(6, 140), Listen(Kind.SCORE, 3.0))
    heard = replies[-1]
    assert isinstance(heard, Heard)
    assert (heard.value, heard.sure) == (6, True)
    ask(b"", Learn(6))
    assert len(load(personal_file()).answers[6]) == 3
    child.close()
