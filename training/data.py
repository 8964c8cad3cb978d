"""Reading a folder of recordings: `manifest.tsv`, `noise.tsv` and the audio they list."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from training.clips import Clip, Samples
from voice.audio.recordings import resampled
from voice.base.sound import RATE

Wave = NDArray[np.float32]


@dataclass(frozen=True)
class Row:
    """One line of `manifest.tsv`."""

    path: Path
    source: str
    licence: str
    speaker: str
    transcript: str
    rate: int
    split: str

    @property
    def words(self) -> tuple[str, ...]:
        """The transcript as lower-case words without punctuation."""
        return tuple(re.findall(r"[a-z']+", self.transcript.lower()))

    @property
    def said(self) -> str:
        """The transcript as a recogniser would write it ("" where it is not given)."""
        return self.transcript.lower().strip()


def read_manifest(folder: Path) -> list[Row]:
    """Rows of `manifest.tsv`: path source licence speaker transcript sample_rate split."""
    with (folder / "manifest.tsv").open(newline="", encoding="utf-8") as file:
        return [
            Row(
                folder / line["path"],
                line["source"],
                line["licence"],
                line["speaker"],
                line["transcript"],
                int(line["sample_rate"]),
                line["split"],
            )
            for line in csv.DictReader(file, delimiter="\t")
        ]


def read_audio(path: Path, rate: int = RATE) -> Samples:
    """Samples of a sound file as mono 16 bit at `rate`."""
    wave, given = soundfile.read(path, dtype="float32", always_2d=True)
    return to_int16(resampled(wave.mean(axis=1), given, rate) * 32767.0)


def to_int16(wave: Wave) -> Samples:
    """Round and clip to 16 bit."""
    return np.clip(np.rint(wave), -32768, 32767).astype(np.int16)


def load(rows: Sequence[Row], synthetic: bool = False) -> list[Clip]:
    """Read the recordings of `rows`, of people or of synthetic voices."""
    return [
        Clip(read_audio(row.path), row.words, row.speaker, row.source, synthetic) for row in rows
    ]


@dataclass(frozen=True)
class Noise:
    """A recording of no speech, its name in the list and its kind ("rain")."""

    samples: Samples
    name: str
    kind: str


def load_noises(folder: Path, wanted: Callable[[str], bool]) -> list[Noise]:
    """Noises of `noise.tsv` (path source licence kind seconds), if it is there, by their names."""
    index = folder / "noise.tsv"
    if not index.exists():
        return []
    with index.open(newline="", encoding="utf-8") as file:
        return [
            Noise(read_audio(folder / line["path"]), line["path"], line["kind"])
            for line in csv.DictReader(file, delimiter="\t")
            if wanted(line["path"])
        ]
