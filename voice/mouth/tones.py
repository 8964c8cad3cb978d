"""Tones: short, soft at the edges, told apart by their melody."""

import wave
from pathlib import Path

import numpy as np

from voice.base.own_folder import own_folder
from voice.base.sound import SPEAKER_RATE
from voice.base.tone import ToneName
from voice.base.whole_file import whole

_LEVEL = 0.25
# A sink that wakes up swallows the first moments.
_LEAD_IN = 0.12

# Each note: hertz and seconds.
MELODIES = {
    ToneName.START: ((880.0, 0.25),),
    ToneName.SWITCH: ((660.0, 0.12), (880.0, 0.16)),
    ToneName.REST: ((660.0, 0.3),),
    ToneName.DONE: ((880.0, 0.12), (660.0, 0.2)),
    ToneName.RUN: ((660.0, 0.1), (880.0, 0.1), (1320.0, 0.2)),
    ToneName.WALK: ((660.0, 0.15), (440.0, 0.3)),
    ToneName.LISTEN: ((1175.0, 0.09),),
}


def render_tone(tone: ToneName, folder: Path) -> Path:
    """The WAV file of a tone."""
    melody = MELODIES[tone]
    path = folder / f"tone-{tone}.wav"
    if not path.exists():
        own_folder(folder)
        notes = [_note(hertz, seconds) for hertz, seconds in melody]
        samples = np.concatenate([np.zeros(int(_LEAD_IN * SPEAKER_RATE)), *notes])
        with whole(path) as made, wave.open(str(made), "wb") as out:
            out.setparams((1, 2, SPEAKER_RATE, 0, "NONE", ""))
            out.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def _note(hertz: float, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    times = np.arange(int(seconds * SPEAKER_RATE)) / SPEAKER_RATE
    edge = np.minimum(1.0, np.minimum(times, seconds - times) / 0.015)
    note: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        _LEVEL * np.sin(2 * np.pi * hertz * times) * edge
    )
    return note
