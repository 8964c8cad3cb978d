"""Recordings of people and noises that training never saw: for calibration and for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.data import Noise, Row, load_noises, read_manifest
from training.folds import fold_of
from voice.audio.recordings import Samples, read_recording
from voice.base.sound import RATE

LONG, PIECE = 3.0, 1.5
"""Seconds from which speech whose words are not known is cut up, and how long a piece is."""


def kept_aside(folder: Path, fold: str = "both") -> list[Row]:
    """Recordings of speakers of `fold` (dev, test, both), and every one of split `dev`."""
    rows = read_manifest(folder)
    return [row for row in rows if row.split == "dev" or _is_kept_aside(row.speaker, fold)]


def noises_aside(folder: Path, fold: str = "both") -> list[Noise]:
    """Noises of `fold`."""
    return load_noises(folder, lambda name: _is_kept_aside(name, fold))


def pieces(row: Row) -> Iterator[Samples]:
    """The recording; long speech of unknown words in pieces as long as an answer."""
    samples = read_recording(row.path)
    if row.said or len(samples) < LONG * RATE:
        yield samples
        return
    size = int(PIECE * RATE)
    yield from (samples[start : start + size] for start in range(0, len(samples) - size, 2 * size))


def mixed(samples: Samples, noise: Samples, decibels: float, loud: float | None = None) -> Samples:
    """Speech with noise this far below `loud`, by default its own `loudness`."""
    wave = samples.astype(np.float64)
    added = np.resize(noise.astype(np.float64), len(wave))
    speech = loudness(samples) if loud is None else loud
    added *= speech / (np.sqrt(np.square(added).mean()) + 1e-9) * 10 ** (-decibels / 20)
    return np.clip(np.rint(wave + added), -32768, 32767).astype(np.int16)


def loudness(samples: Samples) -> float:
    """Root mean square of the loud half of the frames."""
    whole = samples[: len(samples) // 160 * 160].astype(np.float64)
    frames = np.sort(np.square(whole.reshape(-1, 160)).mean(axis=1))
    return float(np.sqrt(frames[len(frames) // 2 :].mean()))


def _is_kept_aside(name: str, fold: str) -> bool:
    found = fold_of(name)
    return found != "train" and fold in (found, "both")
