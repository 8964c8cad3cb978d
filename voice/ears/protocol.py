"""The ears: sound to an answer."""

from typing import Protocol

from voice.base.part import Part
from voice.ears.heard import Heard
from voice.language.kinds import Kind


class Utterance(Protocol):
    """One answer being listened to."""

    @property
    def spoken(self) -> bytes:
        """After `heard`: the sound of what may be words, 16 kHz mono 16-bit, and a little around.

        All that was fed, where nothing may be words.
        """

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """After `heard`: what it could have been, and how far behind the likeliest, in logs."""

    @property
    def probability(self) -> float:
        """After `heard`: that the likeliest answer is what was said (0-1)."""

    @property
    def likely(self) -> bool:
        """After `heard`: whether it is more than a guess, though perhaps not sure."""

    def feed(self, samples: bytes) -> bool:
        """Take 16 kHz mono 16-bit sound; True at a pause after what stands alone."""

    def partial(self) -> str:
        """What it sounds like so far; may change with what follows."""

    def complete(self) -> bool:
        """Whether that makes sense as it is."""

    def heard(self) -> Heard:
        """What was said; ends the utterance."""


class Ears(Protocol):
    """Listens."""

    def probe(self) -> Part:
        """Whether it can hear here."""

    def utterance(self, kind: Kind) -> Utterance:
        """Start listening for an answer of this kind. Raises VoiceError."""
