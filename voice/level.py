"""How loud a microphone is: for a meter, and for what to do about it."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log10, sqrt

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
    size, left, count = int(16_000 * step) * 2, b"", round(seconds / step)
    for chunk in chunks:
        left += chunk
        while len(left) >= size and count:
            yield level_of(left[:size])
            left, count = left[size:], count - 1
        if not count:
            return


def meter(level: Level) -> str:
    """One line of a live meter."""
    filled = round(_BAR * max(0.0, 1 + level.decibels / 60))
    mark = "  too loud" if level.clipped else ""
    return f"{level.decibels:6.0f} dB  {'#' * filled:{_BAR}}{mark}"


def is_silent(heard: Iterable[Level]) -> bool:
    """Whether nothing at all came, not even a room's noise."""
    return all(level.decibels <= SILENCE for level in heard)


def advice(heard: list[Level]) -> str:
    """What someone who spoke meanwhile should do."""
    if is_silent(heard):
        return "The microphone gives nothing at all: it is muted, or not the right one."
    ranked = sorted(level.decibels for level in heard)
    room, voice = ranked[len(ranked) // 10], ranked[-1 - len(ranked) // 20]
    found = f"Loudest {voice:.0f} dB, the room {room:.0f} dB."
    if any(level.clipped for level in heard):
        return f"{found} Too loud: turn the microphone down, or step back."
    if voice < _SOFT:
        return f"{found} Too soft: turn the microphone up, or come nearer."
    if voice - room < _NEAR_NOISE:
        return f"{found} The room is nearly as loud as you: come nearer, or choose a quieter place."
    return f"{found} That is good."
