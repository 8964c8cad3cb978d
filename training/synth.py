"""Synthetic voices: espeak-ng through the library that `espeakng-loader` brings.

espeak-ng (GPL-3) is only run to make sound for training; nothing of it is part of the model.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np

from training.clips import Clip, Samples
from training.data import to_int16
from voice.audio.recordings import resampled
from voice.base.sound import RATE

ESPEAK_RATE = 22_050
LANGUAGES = {
    "en-us": 0.36,
    "en": 0.20,
    "en-gb-x-rp": 0.12,
    "en-us-nyc": 0.08,
    "en-gb-scotland": 0.07,
    "en-029": 0.05,
    "en-gb-x-gbclan": 0.06,
    "en-gb-x-gbcwmd": 0.06,
}
UNNATURAL = ("whisper", "croak", "Demonic", "obot", "robosoft", "Tweaky", "fast")
_SYNCHRONOUS = 2
_CHARS_UTF8 = 1
_IPA = 2
_SPEED, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


@dataclass(frozen=True)
class Voice:
    """How to speak: language, variant, words a minute, pitch and pitch range (0-99)."""

    language: str
    variant: str = ""
    speed: int = 160
    pitch: int = 50
    span: int = 50

    @property
    def name(self) -> str:
        """The name espeak-ng knows."""
        return f"{self.language}+{self.variant}" if self.variant else self.language


class Espeak:
    """One loaded espeak-ng; speaks into memory."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self._chunks: list[Samples] = []
        self._callback = _Callback(self._collect)
        data = str(espeakng_loader.get_data_path()).encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0) != ESPEAK_RATE:
            raise RuntimeError("espeak-ng did not start")
        self._library.espeak_SetSynthCallback(self._callback)

    def _collect(self, wave: ctypes._Pointer[ctypes.c_short], count: int, _events: int) -> int:
        if wave and count > 0:
            self._chunks.append(np.ctypeslib.as_array(wave, (count,)).astype(np.int16))
        return 0

    def ipa(self, text: str, language: str) -> str:
        """How a text is said in a language, as IPA with stress marks."""
        library = self._library
        library.espeak_SetVoiceByName(language.encode())
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        rest = ctypes.c_char_p(text.encode())
        said = library.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _IPA)
        return str(said.decode())

    def say(self, text: str, voice: Voice) -> Samples:
        """Speech at 16 kHz, silences at both ends cut off."""
        library = self._library
        if library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice.name}")
        for key, value in ((_SPEED, voice.speed), (_PITCH, voice.pitch), (_RANGE, voice.span)):
            library.espeak_SetParameter(key, value, 0)
        library.espeak_SetParameter(_VOLUME, 100, 0)
        raw = text.encode() + b"\0"
        self._chunks = []
        library.espeak_Synth(raw, len(raw), 0, 0, 0, _CHARS_UTF8, None, None)
        library.espeak_Synchronize()
        wave = np.concatenate([np.zeros(1, np.int16), *self._chunks]).astype(np.float32)
        return trimmed(to_int16(resampled(wave, ESPEAK_RATE, RATE)))


def trimmed(samples: Samples, floor: int = 60, margin: int = 800) -> Samples:
    """Cut silence off both ends, leaving `margin` samples."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > floor)
    if not len(loud):
        return samples[:0]
    return samples[max(0, int(loud[0]) - margin) : int(loud[-1]) + margin]


def variants() -> list[str]:
    """Names of the voice variants worth using."""
    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    names = sorted(path.name for path in folder.iterdir())
    return [name for name in names if not any(word in name for word in UNNATURAL)]


def random_voice(rng: random.Random, names: Sequence[str]) -> Voice:
    """A voice like a person's: the plain language voice in a quarter of the cases."""
    language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    variant = "" if rng.random() < 0.25 else rng.choice(list(names))
    speed = round(rng.triangular(95, 220, 155))
    return Voice(language, variant, speed, rng.randint(20, 85), rng.randint(20, 80))


def render(texts: Sequence[str], seed: int, names: Sequence[str]) -> list[Clip]:
    """Say every text in a random voice."""
    rng, espeak = random.Random(seed), Espeak()
    clips = []
    for text in texts:
        voice = random_voice(rng, names)
        samples = espeak.say(text, voice)
        if len(samples) > RATE // 20:
            words = tuple(text.lower().split())
            clips.append(Clip(samples, words, f"espeak:{voice.variant}", "espeak-ng", True))
    return clips
