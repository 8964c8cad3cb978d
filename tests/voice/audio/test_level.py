"""A meter that tells a muted, a soft and a flattened microphone from a good one."""

from math import sin

import pytest

from voice.audio.level import SILENCE, Level, advice, level_of, levels, meter


def tone(amplitude: int, seconds: float = 0.1) -> bytes:
    samples = (
        max(-32_768, min(32_767, round(amplitude * sin(n / 5))))
        for n in range(int(16_000 * seconds))
    )
    return b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples)


@pytest.mark.parametrize(
    ("amplitude", "decibels", "clipped"),
    [(0, SILENCE, False), (328, -43, False), (16_384, -9, False), (50_000, -1.5, True)],
)
def test_loudness_in_decibels(amplitude: int, decibels: float, clipped: bool) -> None:
    level = level_of(tone(amplitude))
    assert level.decibels == pytest.approx(decibels, abs=0.5)
    assert level.clipped is clipped


def test_no_sound_is_silence() -> None:
    assert level_of(b"") == Level(SILENCE, False)


def test_a_stream_is_cut_into_tenths_of_a_second() -> None:
    sound = tone(100, 1.0)
    chunks = [sound[start : start + 1024] for start in range(0, len(sound), 1024)] * 9
    assert len([*levels(chunks, 2.0)]) == 20


def test_the_bar_grows_with_the_sound() -> None:
    bars = [meter(Level(decibels, False)).count("#") for decibels in (-90, -40, -20, 0)]
    assert bars == sorted(set(bars))
    assert "too loud" in meter(Level(0, True))


@pytest.mark.parametrize(
    ("voice", "room", "clipped", "told"),
    [
        (-20, -60, False, "good"),
        (-50, -70, False, "come nearer"),
        (-20, -25, False, "quieter place"),
        (-2, -60, True, "turn the microphone down"),
        (SILENCE, SILENCE, False, "muted"),
    ],
)
def test_what_to_do_about_it(voice: float, room: float, clipped: bool, told: str) -> None:
    heard = [Level(room, False)] * 50 + [Level(voice, clipped)] * 50
    assert told in advice(heard)
