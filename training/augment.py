"""What rooms, microphones and telephones do to a voice, on a whole batch at once.

All waves are (batch, samples) on the 16-bit scale at 16 kHz.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from training.clips import Samples
from training.data import Wave
from voice.base.sound import RATE

EQ_POINTS = 8
EQ_DB = 8.0
TAIL = 6400
"""Samples of reverberation kept (0.4 s)."""


def changed_speed(samples: Samples, factor: float) -> Wave:
    """Play faster (`factor` above 1) or slower: time, pitch and formants move together."""
    count = int(len(samples) / factor)
    places = np.arange(count, dtype=np.float64) * factor
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


class Augmenter:
    """Random equaliser, reverberation, noise, telephone band, level and clipping."""

    def __init__(self, noises: Sequence[Samples], babble: Sequence[Samples], seed: int) -> None:
        self._noises = [noise for noise in noises if len(noise) > RATE // 2]
        self._babble = [speech for speech in babble if len(speech) > RATE // 2]
        self._rng = np.random.default_rng(seed)
        self._torch = torch.Generator().manual_seed(seed)

    def __call__(self, waves: Tensor) -> Tensor:
        """A corrupted copy; a seventh of the batch keeps its exact digital silence."""
        batch, count = waves.shape
        waves = waves / _speech_level(waves)[:, None]
        size = count + TAIL
        shape = self._equaliser(batch, size) * self._room(batch, size)
        waves = torch.fft.irfft(torch.fft.rfft(waves, n=size) * shape, n=size)[:, :count]
        waves = waves / _speech_level(waves)[:, None]
        waves = waves + self._noise(batch, count)
        spectrum = torch.fft.rfft(waves) * self._band(batch, count)
        return self._level(torch.fft.irfft(spectrum, n=count))

    def _uniform(self, batch: int, low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(batch, generator=self._torch)

    def _chosen(self, batch: int, probability: float) -> Tensor:
        return torch.rand(batch, generator=self._torch) < probability

    def _equaliser(self, batch: int, size: int) -> Tensor:
        """Smooth random gain curves over log frequency, (batch, size / 2 + 1)."""
        decibels = torch.randn(batch, 1, EQ_POINTS, generator=self._torch) * EQ_DB / 2
        decibels = decibels * self._chosen(batch, 0.85)[:, None, None]
        curve = torch.nn.functional.interpolate(
            decibels, size=256, mode="linear", align_corners=True
        )[:, 0]
        hertz = torch.linspace(0, RATE / 2, size // 2 + 1)
        place = ((hertz + 60).log() - math.log(60)) / (math.log(RATE / 2 + 60) - math.log(60))
        return torch.pow(10.0, curve[:, (place * 255).long()] / 20)

    def _room(self, batch: int, size: int) -> Tensor:
        """Spectra of made-up rooms: a direct sound and decaying noise; half have none."""
        times = torch.arange(TAIL) / RATE
        decay = self._uniform(batch, 0.06, 0.5)[:, None]
        tail = torch.randn(batch, TAIL, generator=self._torch)
        tail = tail * torch.exp(-6.9 * times / decay) * (times > 0.002)
        strength = self._uniform(batch, -22.0, 2.0) * 0.5
        tail = tail / tail.square().sum(1, keepdim=True).sqrt()
        tail = tail * torch.pow(10.0, strength / 10)[:, None] * self._chosen(batch, 0.5)[:, None]
        tail[:, 0] += 1.0
        spectra: Tensor = torch.fft.rfft(tail, n=size)
        return spectra

    def _noise(self, batch: int, count: int) -> Tensor:
        """Noise at 0-26 dB below the speech, faint hiss, or nothing."""
        noise = torch.from_numpy(np.stack([self._noise_wave(count) for _ in range(batch)]))
        ratio = self._uniform(batch, 0.0, 26.0)
        power = torch.pow(10.0, -ratio / 20) * self._chosen(batch, 0.72)
        hiss = torch.randn(batch, count, generator=self._torch)
        faint = torch.pow(10.0, -self._uniform(batch, 35.0, 75.0) / 20) * self._chosen(batch, 0.8)
        return noise * power[:, None] + hiss * faint[:, None]

    def _noise_wave(self, count: int) -> Wave:
        """One stretch of recorded noise, coloured noise or babble, of loudness 1."""
        kind = self._rng.random()
        if kind < 0.25 or not self._noises:
            wave = _coloured(self._rng, count)
        elif kind < 0.4 and self._babble:
            parts = self._rng.integers(1, 5)
            wave = np.sum([self._cut(self._babble, count) for _ in range(parts)], axis=0)
            wave = wave * 0.6
        else:
            wave = self._cut(self._noises, count)
        scaled: Wave = (wave / (np.sqrt(np.mean(np.square(wave))) + 1.0)).astype(np.float32)
        return scaled

    def _cut(self, waves: Sequence[Samples], count: int) -> Wave:
        wave = waves[int(self._rng.integers(len(waves)))]
        start = int(self._rng.integers(len(wave)))
        stretch = np.take(wave, np.arange(start, start + count), mode="wrap")
        return stretch.astype(np.float32)

    def _band(self, batch: int, count: int) -> Tensor:
        """Telephone (300-3400 Hz), 8 kHz recording, or a dull or thin microphone."""
        hertz = torch.linspace(0, RATE / 2, count // 2 + 1)[None]
        top = torch.where(
            self._chosen(batch, 0.6),
            self._uniform(batch, 3600.0, 4000.0),
            self._uniform(batch, 3300.0, 7500.0),
        )
        top = torch.where(self._chosen(batch, 0.4), top, torch.tensor(9000.0))
        bottom = self._uniform(batch, 40.0, 350.0) * self._chosen(batch, 0.4)
        high = torch.sigmoid((top[:, None] - hertz) / 40.0)
        low = torch.sigmoid((hertz - bottom[:, None]) / 15.0)
        return high * torch.where(bottom[:, None] > 0, low, torch.ones(()))

    def _level(self, waves: Tensor) -> Tensor:
        """Loudest sample between -36 dB and full scale, sometimes clipped; whole numbers."""
        batch = waves.shape[0]
        peak = waves.abs().amax(1).clamp_min(1e-6)
        decibels = self._uniform(batch, -36.0, 0.0)
        decibels = decibels + self._chosen(batch, 0.08) * self._uniform(batch, 20.0, 46.0)
        waves = waves * (32767.0 * torch.pow(10.0, decibels / 20) / peak)[:, None]
        return waves.clamp(-32768, 32767).round()


def _speech_level(waves: Tensor) -> Tensor:
    """Root mean square of the frames that hold anything (a window is mostly silence), (batch,)."""
    count = waves.shape[1] // 400 * 400
    energy = waves[:, :count].reshape(waves.shape[0], -1, 400).square().mean(2)
    top = energy.amax(1, keepdim=True)
    active = (energy > top * 0.03).float()
    return ((energy * active).sum(1) / active.sum(1).clamp_min(1)).sqrt().clamp_min(1e-3)


def _coloured(rng: np.random.Generator, count: int) -> Wave:
    """White to brown noise."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    slope = rng.uniform(0.0, 1.2)
    spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** slope
    wave = np.fft.irfft(spectrum, n=count)
    scaled: Wave = (wave / wave.std() * 1000).astype(np.float32)
    return scaled
