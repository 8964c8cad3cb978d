"""The real networks on synthetic speech; what is missing or broken is said."""

import importlib.util
import shutil
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from voice.audio.recordings import read_recording
from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.ears.moonshine import files
from voice.ears.moonshine.engine import Moonshine
from voice.ears.moonshine.networks import LEVEL, STEP, WIDTH, levelled
from voice.language.numbers import SCORE_WORDS
from voice.mouth.espeak import EspeakMouth


@pytest.fixture(scope="module")
def moonshine() -> Moonshine:
    return Moonshine()


def spoken(folder: Path, text: str) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return read_recording(EspeakMouth(folder, "en-us", 140).render(text))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("it went away after a mile", "It went away after a mile."),
        ("twenty five minutes", "Twenty five minutes."),
        ("i don't know", "I don't know."),
    ],
)
def test_sentences_are_written_down(
    moonshine: Moonshine, tmp_path: Path, said: str, written: str
) -> None:
    text = moonshine.text(moonshine.frames(spoken(tmp_path, said)))
    assert text.text.replace("-", " ") == written
    assert -1 < text.certainty < 0


def test_the_score_that_was_said_is_the_likeliest_of_the_eleven(
    moonshine: Moonshine, tmp_path: Path
) -> None:
    words = [word.capitalize() for word in SCORE_WORDS]
    likeliest = [
        int(np.argmax(moonshine.scored(moonshine.frames(spoken(tmp_path, word)), words)))
        for word in SCORE_WORDS
    ]
    assert sum(map(int.__eq__, likeliest, range(11))) >= 9


def test_a_score_of_two_tokens_is_as_likely_as_both_together(
    moonshine: Moonshine, tmp_path: Path
) -> None:
    frames = moonshine.frames(spoken(tmp_path, "eight"))
    part, whole, alone = moonshine.scored(frames, ["E", "Eight", "Seven"])
    assert alone < whole < part < 0


def test_frames_lie_a_step_apart_whatever_the_level(moonshine: Moonshine, tmp_path: Path) -> None:
    sound = spoken(tmp_path, "seven")
    frames, soft = moonshine.frames(sound), moonshine.frames(sound // 4)
    assert frames.shape == soft.shape
    assert frames.shape[1] == WIDTH
    assert abs(len(frames) - (len(sound) + 16_000) / STEP) < 3
    assert np.corrcoef(frames.ravel(), soft.ravel())[0, 1] > 0.95


def test_the_louder_half_has_the_level_that_the_network_knows() -> None:
    loud = np.r_[np.zeros(16_000), 900 * np.sin(np.arange(16_000))].astype(np.int16)
    assert np.sqrt(np.square(levelled(loud)[16_000:]).mean()) == pytest.approx(LEVEL, rel=0.02)
    assert not levelled(np.zeros(1000, np.int16)).any()
    assert len(levelled(np.zeros(0, np.int16))) == 0


def test_present_where_it_loads(moonshine: Moonshine) -> None:
    assert moonshine.probe().state is Health.PRESENT


@pytest.mark.parametrize("missing", ["onnxruntime", "moonshine_voice"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    def without(name: str) -> ModuleSpec | None:
        return None if name == missing else importlib.util.find_spec(name)

    monkeypatch.setattr(files, "find_spec", without)
    part = Moonshine().probe()
    assert part.state is Health.MISSING
    assert missing.replace("_", "-") in part.detail
    with pytest.raises(VoiceError, match=missing.replace("_", "-")):
        Moonshine().frames(np.zeros(16_000, np.int16))


def test_another_version_of_the_package_has_not_the_files(tmp_path: Path) -> None:
    part = Moonshine(tmp_path).probe()
    assert part.state is Health.BROKEN
    assert files.VERSION in part.detail
    assert files.ENCODER in part.detail


def test_a_damaged_file_is_broken_and_says_so(tmp_path: Path) -> None:
    folder = files.folder()
    assert folder
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / files.DECODER).write_bytes(b"nothing of the kind")
    part = Moonshine(tmp_path / "copy").probe()
    assert part.state is Health.BROKEN
    assert "does not work" in part.detail
