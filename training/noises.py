"""Made-up noises of the kinds that recordings lack: music, and things knocking together."""

from __future__ import annotations

import numpy as np

from training.clips import Samples
from training.data import Wave, to_int16
from voice.base.sound import RATE

SECONDS = 6
CHORDS = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 3, 7, 10), (0, 5, 7))
LEVEL = 8000.0


def made_up(count: int, seed: int) -> list[Samples]:
    """`count` noises, music and clatter in turn."""
    rng = np.random.default_rng(seed)
    return [music(rng) if index % 2 else clatter(rng) for index in range(count)]


def music(rng: np.random.Generator) -> Samples:
    """Chords, a melody and a beat."""
    beat = rng.uniform(0.25, 0.6)
    root = rng.uniform(90.0, 240.0)
    wave = np.zeros(SECONDS * RATE, np.float32)
    brightness, sustain = rng.uniform(0.4, 1.8), rng.uniform(0.15, 1.2)
    for index in range(int(SECONDS / beat)):
        start = index * beat
        if index % 4 == 0:
            chord = CHORDS[int(rng.integers(len(CHORDS)))]
            base = root * 2 ** (rng.integers(-5, 6) / 12)
            for step in chord:
                _add(wave, start, _tone(base * 2 ** (step / 12), 4 * beat, 2.0, brightness))
        if rng.random() < 0.7:
            melody = base * 2 ** ((12 + chord[int(rng.integers(len(chord)))]) / 12)
            _add(wave, start, 0.8 * _tone(melody, beat, sustain, brightness))
        if rng.random() < 0.6:
            _add(wave, start, rng.uniform(0.2, 1.5) * _burst(rng, rng.uniform(0.02, 0.12)))
    return _scaled(wave)


def clatter(rng: np.random.Generator) -> Samples:
    """Dishes and cutlery: short ringing knocks over a hum."""
    wave = (rng.standard_normal(SECONDS * RATE) * rng.uniform(0.002, 0.05)).astype(np.float32)
    for _ in range(int(rng.integers(8, 60))):
        knock = np.zeros(RATE // 2, np.float32)
        for _ in range(int(rng.integers(2, 7))):
            hertz, last = np.exp(rng.uniform(np.log(300), np.log(7000))), rng.uniform(0.01, 0.15)
            knock += rng.random() * _tone(hertz, 0.5, last, 9.0)
        _add(wave, rng.uniform(0, SECONDS), knock * rng.uniform(0.2, 1.0))
        _add(wave, rng.uniform(0, SECONDS), _burst(rng, 0.01) * rng.uniform(0.0, 0.6))
    return _scaled(wave)


def _tone(hertz: float, seconds: float, sustain: float, brightness: float) -> Wave:
    """A plucked note: harmonics that fall off by `brightness`, dying away in `sustain` seconds."""
    times = np.arange(int(seconds * RATE)) / RATE
    parts = [n for n in range(1, 13) if n * hertz < RATE / 2] or [1]
    wave = sum(np.sin(2 * np.pi * n * hertz * times) / n**brightness for n in parts)
    tone: Wave = (wave * np.exp(-times / sustain)).astype(np.float32)
    return tone


def _burst(rng: np.random.Generator, sustain: float) -> Wave:
    times = np.arange(RATE // 4) / RATE
    burst: Wave = (rng.standard_normal(len(times)) * np.exp(-times / sustain)).astype(np.float32)
    return burst


def _add(wave: Wave, start: float, part: Wave) -> None:
    first = int(start * RATE)
    part = part[: max(0, len(wave) - first)]
    wave[first : first + len(part)] += part


def _scaled(wave: Wave) -> Samples:
    return to_int16(wave / (np.abs(wave).max() + 1e-6) * LEVEL)
