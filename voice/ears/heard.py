"""What was understood of something said, from the recogniser to the session. Pure."""

from dataclasses import dataclass

from voice.language.answers import UNKNOWN, Value, interrupt, parse
from voice.language.kinds import Kind


@dataclass(frozen=True)
class Heard:
    """An answer, a command, or speech that was neither.

    `text` is what the recogniser made of the sound, for people to read. What counts is `value`,
    the answer to a question of that kind (None: it is none), and `command`, one that works at any
    question ("": it is none). `sure`: would be stored without asking back. `seconds` of sound.
    `over`: the mouth spoke meanwhile.
    """

    text: str
    value: Value | None = None
    command: str = ""
    sure: bool = False
    seconds: float = 0.0
    over: bool = False

    @property
    def accepted(self) -> bool:
        """Whether it is an answer or a command."""
        return self.value is not None or self.command != ""


def judged(kind: Kind, text: str, *, sure: bool, seconds: float = 0.0) -> Heard:
    """A text as an answer of this kind; speech outside the phrases is never one."""
    if UNKNOWN in text.split():
        return Heard(text, seconds=seconds)
    value, command = parse(kind, text), interrupt(text) or ""
    accepted = value is not None or command != ""
    return Heard(text, value, command, accepted and sure, seconds)


def makes_sense(kind: Kind, text: str) -> bool:
    """Whether a text is an answer, or a command that works at any question."""
    return parse(kind, text) is not None or interrupt(text) is not None
