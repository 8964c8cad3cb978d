"""Sounds as they go to the speaker. What is heard of them: end_to_end/test_virtual_room.py."""

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio.player import Player, Wave, last_line, load, trimmed, unclipped
from voice.base.errors import VoiceError
from voice.base.sound import SPEAKER_RATE

sounds = st.lists(st.floats(-2, 2, width=32), max_size=200).map(
    lambda values: np.array(values, np.float32)
)


@given(sounds)
def test_only_what_nobody_hears_is_cut_off(
    sound: Wave,
) -> None:
    kept = trimmed(sound)
    assert np.square(kept).sum() >= np.square(sound).sum() - 200 * 0.003**2
    if len(kept):
        assert min(abs(kept[0]), abs(kept[-1])) >= 0.003


@given(sounds)
def test_no_sound_is_louder_than_a_converter_takes(
    sound: Wave,
) -> None:
    softened = unclipped(sound)
    assert np.abs(softened).max(initial=0.0) < 1.0
    if np.abs(sound).max(initial=0.0) < 0.8:
        assert np.array_equal(softened, sound)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100])
def test_a_sound_of_any_rate_lasts_as_long(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(np.full(rate // 2, 8192, "<i2").tobytes())
    sound = load(path)
    assert len(sound) == pytest.approx(SPEAKER_RATE / 2, abs=2)
    assert np.median(sound) == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all"])
def test_what_is_no_sound_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sound.wav"
    path.write_bytes(content)
    with pytest.raises(VoiceError, match=r"sound\.wav"):
        load(path)


def test_a_sound_that_was_hushed_before_it_began_is_never_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Playing it would fail here: there is no program that could.
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, SPEAKER_RATE, 0, "NONE", ""))
        out.writeframes(np.full(SPEAKER_RATE // 10, 8192, "<i2").tobytes())
    player = Player()
    player.hush("first")
    assert not player.play(path, "first")
    with pytest.raises(VoiceError):
        player.play(path, "second")
    player.end()
    assert not player.play(path, "third")


@pytest.mark.parametrize(("said", "told"), [(b"one\ntwo\n\n", "two"), (b"\xff", "\ufffd")])
def test_a_program_s_last_words(said: bytes, told: str) -> None:
    assert last_line(said) == told
    assert last_line(b" \n")
