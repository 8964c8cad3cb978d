"""Tones: each can be sounded, told apart, and said in words by who wants none."""

import wave
from pathlib import Path

from daemon.base.words import words
from voice.base.tone import ToneName
from voice.mouth.tones import MELODIES, render_tone


def test_every_tone_is_a_sound_of_its_own(tmp_path: Path) -> None:
    sounds = {render_tone(tone, tmp_path).read_bytes() for tone in ToneName}
    assert len(sounds) == len(ToneName) == len(MELODIES)
    with wave.open(str(render_tone(ToneName.WALK, tmp_path))) as file:
        melody = sum(seconds for _, seconds in MELODIES[ToneName.WALK])
        assert melody < file.getnframes() / file.getframerate() < melody + 0.5


def test_every_tone_of_a_routine_can_be_said_instead() -> None:
    said = [words(f"tone.{tone}") for tone in ToneName if tone is not ToneName.LISTEN]
    assert len(set(said)) == len(said)
