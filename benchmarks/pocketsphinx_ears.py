"""The general recogniser to compare with: PocketSphinx, its own model, a grammar of 0 to 10."""

from typing import Any

import numpy as np

from voice.audio.recordings import Samples
from voice.base.sound import RATE
from voice.language.answers import Value, parse

GRAMMAR = """#JSGF V1.0;
grammar scores;
public <score> = zero | one | two | three | four | five | six | seven | eight | nine | ten;
"""
LOUDNESS = 3000.0
"""The level it hears best, root mean square of the louder half of the sound."""


class PocketSphinxEars:
    """Hears one score a recording."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=RATE, lm=None, loglevel="FATAL")
        self._decoder.add_jsgf_string("scores", GRAMMAR)
        self._decoder.activate_search("scores")

    def hear(self, samples: Samples) -> Value | None:
        """The score heard; None where it hears none."""
        wave = samples.astype(np.float64)
        loud = np.sort(np.square(wave))[len(wave) // 2 :]
        wave *= LOUDNESS / (np.sqrt(loud.mean()) + 1.0)
        sound = np.clip(np.pad(wave, 4000), -32768, 32767).astype("<i2")
        self._decoder.start_utt()
        self._decoder.process_raw(sound.tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return parse("score", found.hypstr) if found else None
