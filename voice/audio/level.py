"""How loud a microphone is: for a meter, and for what to do about it."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log10, sqrt

from voice.base.sound import silence
from voice.base.words import words

SILENCE = -100.0
"""Decibels of digital silence, which no microphone in a room gives."""

_FULL = 32_768
_CLIPPED = 32_700
_SOFT, _NEAR_NOISE = -40.0, 12.0
_BAR = 40


@dataclass(frozen=True)
class Level:
    """Loudness in decibels below the loudest there is; `clipped` where it went over that."""

    decibels: float
    clipped: bool


def level_of(sound: bytes) -> Level:
    """Of 16-bit samples; SILENCE where there are none."""
    samples = array("h", sound[: len(sound) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    loudness = 20 * log10(sqrt(power) / _FULL) if power else SILENCE
    # One sample at the edge happens; several are a flattened wave.
    return Level(loudness, sum(abs(sample) >= _CLIPPED for sample in samples) > 2)


def levels(chunks: Iterable[bytes], seconds: float, step: float = 0.1) -> Iterator[Level]:
    """One Level each `step` seconds of 16 kHz sound."""
    size, left, count = len(silence(step)), b"", round(seconds / step)
    for chunk in chunks:
        left += chunk
        while len(left) >= size and count:
            yield level_of(left[:size])
            left, count = left[size:], count - 1
        if not count:
            return


def meter(level: Level) -> str:
    """One line of a live meter."""
    bar = "#" * round(_BAR * max(0.0, 1 + level.decibels / 60))
    row = "level.loud_row" if level.clipped else "level.row"
    return words(row, decibels=round(level.decibels), bar=f"{bar:{_BAR}}")


def is_silent(heard: Iterable[Level]) -> bool:
    """Whether nothing at all came, not even a room's noise."""
    return all(level.decibels <= SILENCE for level in heard)


def advice(heard: list[Level]) -> str:
    """What someone who spoke meanwhile should do."""
    if is_silent(heard):
        return words("level.nothing")
    ranked = sorted(level.decibels for level in heard)
    room, voice = ranked[len(ranked) // 10], ranked[-1 - len(ranked) // 20]
    found = words("level.found", voice=round(voice), room=round(room))
    if any(level.clipped for level in heard):
        return words("level.loud", found=found)
    if voice < _SOFT:
        return words("level.soft", found=found)
    if voice - room < _NEAR_NOISE:
        return words("level.noisy", found=found)
    return words("level.good", found=found)
