"""The ears: sound to an answer."""

from dataclasses import dataclass
from typing import Protocol

from voice.base.part import Part
from voice.language.answers import UNKNOWN, Kind, Value, interrupt, parse


@dataclass(frozen=True)
class Heard:
    """What was understood. `sure`: would be stored without asking back. `seconds` of sound."""

    text: str
    value: Value | None
    accepted: bool
    sure: bool
    seconds: float


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


def judged(kind: Kind, text: str, *, sure: bool, seconds: float) -> Heard:
    """A recognised text as an answer; speech outside the phrases is never one."""
    if UNKNOWN in text.split():
        return Heard(text, None, False, False, seconds)
    value = parse(kind, text)
    accepted = makes_sense(kind, text)
    return Heard(text, value, accepted, accepted and sure, seconds)


def makes_sense(kind: Kind, text: str) -> bool:
    """Whether a text is an answer, or a command that works at any question."""
    return parse(kind, text) is not None or interrupt(text) is not None
