"""Ears that know English: what they write is parsed by the phrase table. Never sure alone."""

from dataclasses import dataclass

import numpy as np

from voice.base.part import Part
from voice.base.sound import RATE
from voice.ears.heard import Heard, judged, makes_sense
from voice.ears.moonshine.engine import Moonshine
from voice.language.kinds import Kind

SHORTEST = RATE // 20
"""Samples; less is no word."""


@dataclass(frozen=True)
class MoonshineEars:
    """Listens without a grammar: for recordings, and to compare."""

    engine: Moonshine

    def probe(self) -> Part:
        """Whether it can hear here."""
        return self.engine.probe()

    def utterance(self, kind: Kind) -> "MoonshineUtterance":
        """Start listening. Raises VoiceError where the networks are missing."""
        self.engine.load()
        return MoonshineUtterance(kind, self.engine)


class MoonshineUtterance:
    """One answer: sound is gathered, and written down when asked."""

    probability = 0.0
    likely = False
    ranked: tuple[tuple[str, float], ...] = ()

    def __init__(self, kind: Kind, engine: Moonshine) -> None:
        self._kind, self._engine, self._sound = kind, engine, bytearray()
        self._written: tuple[int, str] = (0, "")

    @property
    def spoken(self) -> bytes:
        """All that was fed: it does not know where the words are."""
        return bytes(self._sound)

    def feed(self, samples: bytes) -> bool:
        """Take sound; it tells no pauses."""
        self._sound += samples
        return False

    def partial(self) -> str:
        """What it writes so far."""
        size = len(self._sound)
        if size != self._written[0]:
            self._written = (size, written(self._engine, bytes(self._sound)))
        return self._written[1]

    def complete(self) -> bool:
        """Whether that makes sense as it is."""
        return makes_sense(self._kind, self.partial())

    def heard(self) -> Heard:
        """What it writes, as an answer that is asked back; other speech is none."""
        text, seconds = self.partial(), len(self._sound) / 2 / RATE
        return judged(self._kind, text, sure=False, seconds=seconds)


def written(engine: Moonshine, sound: bytes) -> str:
    """The free text of 16 kHz 16-bit sound; "" where it is silent or too short for a word."""
    samples = np.frombuffer(sound, "<i2")
    if len(samples) < SHORTEST or not samples.any():
        return ""
    return engine.text(engine.frames(samples)).text
