"""Cepstra of a short answer, for comparing two of them. Of the sound itself nothing is left."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.base.sound import RATE

Matrix = NDArray[np.float32]

FRAMES = 40
"""Every answer is brought to so many frames."""
_WINDOW, _HOP, _FFT, _BANDS, _CEPSTRA = 400, 160, 512, 26, 14
_SHORTEST = 8
# How far, in frames, one answer may run ahead of the other.
_BAND = 10
# An answer is known as it was said and in white, pink and brown noise (how fast the amplitude falls
# with the frequency), so far below the loud half of its frames: in a noisy kitchen it is nearer to
# one of those. Measured with benchmarks/personal.py.
_NOISES = (0.0, 0.5, 1.0)
_NOISE_DECIBELS = 10.0
NOISES = 1 + len(_NOISES)
"""Forms in which an answer is known."""


def features(sound: bytes) -> Matrix | None:
    """FRAMES rows of cepstra and their slopes, each column of mean 0 and deviation 1.

    `sound` is 16 kHz, mono, 16 bit. None where there is hardly any.
    """
    samples = np.frombuffer(sound, "<i2").astype(np.float32)
    if len(samples) < _WINDOW + _SHORTEST * _HOP or not samples.any():
        return None
    return _of(samples)


def in_noises(sound: bytes) -> Matrix | None:
    """(NOISES, FRAMES, columns): `features` as it was said, then in noises; None as there."""
    clean = features(sound)
    if clean is None:
        return None
    samples = np.frombuffer(sound, "<i2").astype(np.float32)
    frames = samples[: len(samples) // _HOP * _HOP].reshape(-1, _HOP)
    loud = np.sort(np.square(frames).mean(axis=1))[len(frames) // 2 :].mean()
    height = np.sqrt(loud) * 10 ** (-_NOISE_DECIBELS / 20)
    noises = (samples + height * _noise(len(samples), slope) for slope in _NOISES)
    return np.stack([clean, *map(_of, noises)])


def _noise(count: int, slope: float) -> Matrix:
    """Noise of mean 0 and deviation 1, always the same."""
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
    wave = np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 20) ** slope, n=count)
    noise: Matrix = (wave / wave.std()).astype(np.float32)
    return noise


def _of(samples: Matrix) -> Matrix:
    bands = np.log(_power(samples) @ _mel_filters().T + 1.0)
    cepstra = _stretched(bands @ _cosines().T)
    slopes = np.gradient(cepstra, axis=0)
    both = np.concatenate([cepstra, 2.0 * slopes], axis=1)
    scaled: Matrix = ((both - both.mean(axis=0)) / (both.std(axis=0) + 1e-3)).astype(np.float32)
    return scaled


def distances(one: Matrix, others: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far `one` is from each of `others` (count, FRAMES, columns), its time warped to fit."""
    steps = np.linalg.norm(one[None, :, None, :] - others[:, None, :, :], axis=3)
    best = np.full((len(others), FRAMES + 1, FRAMES + 1), np.inf, np.float32)
    best[:, 0, 0] = 0.0
    for row in range(1, FRAMES + 1):
        for column in range(max(1, row - _BAND), min(FRAMES, row + _BAND) + 1):
            before = np.minimum(
                np.minimum(best[:, row - 1, column], best[:, row, column - 1]),
                best[:, row - 1, column - 1],
            )
            best[:, row, column] = before + steps[:, row - 1, column - 1]
    found: NDArray[np.float32] = best[:, FRAMES, FRAMES] / np.float32(FRAMES)
    return found


def _power(samples: Matrix) -> Matrix:
    emphasised: Matrix = np.concatenate([samples[:1], samples[1:] - 0.97 * samples[:-1]])
    count = 1 + (len(emphasised) - _WINDOW) // _HOP
    rows = np.arange(count)[:, None] * _HOP + np.arange(_WINDOW)[None, :]
    frames = emphasised[rows] * np.hanning(_WINDOW)
    power: Matrix = np.square(np.abs(np.fft.rfft(frames, _FFT))).astype(np.float32)
    return power


def _stretched(rows: Matrix) -> Matrix:
    places = np.linspace(0, len(rows) - 1, FRAMES)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, len(rows) - 1)
    share = (places - low)[:, None]
    stretched: Matrix = rows[low] * (1 - share) + rows[high] * share
    return stretched


@cache
def _mel_filters() -> Matrix:
    def mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1127 * np.log(1 + hertz / 700)

    edges = np.linspace(mel(np.array(100.0)), mel(np.array(7000.0)), _BANDS + 2)
    bins = mel(np.fft.rfftfreq(_FFT, 1 / RATE).astype(np.float64))
    rising = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    filters: Matrix = np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
    return filters


@cache
def _cosines() -> Matrix:
    bands = np.arange(_BANDS) + 0.5
    rows = np.arange(_CEPSTRA)[:, None]
    cosines: Matrix = np.cos(np.pi * rows * bands[None, :] / _BANDS).astype(np.float32)
    return cosines
