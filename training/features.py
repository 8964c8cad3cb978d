"""Vosk's features in torch: MFCC of 40 cepstra from 40 mel bins, 25 ms windows every 10 ms.

Equal to what Vosk computes with `conf/mfcc.conf` (no dither, no energy term, Povey window,
pre-emphasis 0.97, mel range 20-7600 Hz, lifter 22), so that a network trained here meets the same
numbers there. Samples are on the 16-bit scale (-32768..32767) at 16 kHz.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from voice.base.sound import RATE

FRAME = 400
HOP = 160
FFT = 512
BINS = 40
LOW_HZ = 20.0
HIGH_HZ = 7600.0
LIFTER = 22.0
EPSILON = 1.1920929e-07


def _mel(hertz: float) -> float:
    return 1127.0 * math.log(1.0 + hertz / 700.0)


def mel_bank(warp: float = 1.0) -> Tensor:
    """Triangular mel filters, (257, 40). `warp` scales the frequency axis (vocal-tract length)."""
    low, high = _mel(LOW_HZ), _mel(HIGH_HZ)
    step = (high - low) / (BINS + 1)
    bank = torch.zeros(FFT // 2 + 1, BINS)
    for row in range(FFT // 2):
        mel = _mel(min(row * RATE / FFT * warp, RATE / 2))
        for column in range(BINS):
            left = low + column * step
            if left < mel < left + 2 * step:
                bank[row, column] = 1.0 - abs(mel - left - step) / step
    return bank


def _window() -> Tensor:
    steps = torch.arange(FRAME, dtype=torch.float64)
    hann = 0.5 - 0.5 * torch.cos(2 * math.pi * steps / (FRAME - 1))
    return hann.pow(0.85).float()


def _cepstrum() -> Tensor:
    """DCT and lifter as one matrix, (40 mel bins, 40 cepstra)."""
    bins = torch.arange(BINS, dtype=torch.float64)
    matrix = torch.cos(math.pi / BINS * (bins[:, None] + 0.5) * bins[None, :])
    matrix *= math.sqrt(2.0 / BINS)
    matrix[:, 0] = math.sqrt(1.0 / BINS)
    matrix *= 1.0 + 0.5 * LIFTER * torch.sin(math.pi * bins / LIFTER)
    return matrix.float()


class Mfcc:
    """Feature extraction with optional vocal-tract warps, one of `warps` for each recording."""

    def __init__(self, warps: tuple[float, ...] = (1.0,)) -> None:
        self.banks = torch.stack([mel_bank(warp) for warp in warps])
        self.window = _window()
        self.cepstrum = _cepstrum()

    def __call__(self, samples: Tensor, warp: Tensor | None = None) -> Tensor:
        """(batch, samples) to (batch, frames, 40); `warp` (batch,) are indices into `warps`."""
        frames = samples.unfold(-1, FRAME, HOP)
        frames = frames - frames.mean(-1, keepdim=True)
        shifted = torch.cat([frames[..., :1], frames[..., :-1]], -1)
        frames = (frames - 0.97 * shifted) * self.window
        spectrum = torch.fft.rfft(frames, n=FFT)
        power = spectrum.real.square() + spectrum.imag.square()
        bank = self.banks[0] if warp is None else self.banks[warp]
        cepstra: Tensor = (power @ bank).clamp_min(EPSILON).log() @ self.cepstrum
        return cepstra
