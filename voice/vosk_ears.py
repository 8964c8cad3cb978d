"""Ears on Vosk with a model directory: the bundled one, or a bigger one."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from voice.answers import UNKNOWN, Kind, grammar, parse
from voice.ears import Heard, judged, makes_sense
from voice.errors import VoiceError
from voice.models import BUNDLED, lacking
from voice.part import Part

RATE = 16_000
ALTERNATIVES = 8
# Without one of these nothing can be asked; other phrases with a word that the model does not know
# are left to the keyboard (the bundled one has no names of days).
ESSENTIAL = "zero one two three four five six seven eight nine ten yes no stop".split()

# Vosk's word confidence is 1.0 even for speech outside the grammar; what tells is how far (in
# natural log of the path's weight) the best answer is ahead of the best that means another thing.
SURE_MARGIN = 3.0


@dataclass(frozen=True)
class VoskEars:
    """Offline recognition restricted to the phrases of one kind of question."""

    folder: Path = BUNDLED

    def probe(self) -> Part:
        """Whether Vosk is installed and the model is complete and knows every phrase."""
        if find_spec("vosk") is None:
            return Part("missing", "vosk is not installed: pip install vosk.")
        if gaps := lacking(self.folder):
            return Part("missing", f"the speech model lacks {', '.join(gaps)}.")
        unknown = [word for word in ESSENTIAL if not self._knows(word)]
        if unknown:
            return Part("broken", f"the speech model does not know {', '.join(unknown)}.")
        return Part("present", f"model {self.folder.name}")

    def utterance(self, kind: Kind) -> "VoskUtterance":
        """Start listening. Raises VoiceError where the model is missing."""
        if gaps := lacking(self.folder):
            raise VoiceError(f"the speech model lacks {', '.join(gaps)}.")
        return VoskUtterance(kind, lambda: self._recogniser(kind))

    def _recogniser(self, kind: Kind) -> Any:
        import vosk

        recogniser = vosk.KaldiRecognizer(self._model, RATE, json.dumps(grammar(kind, self._knows)))
        recogniser.SetMaxAlternatives(ALTERNATIVES)
        return recogniser

    @cached_property
    def _model(self) -> Any:
        import vosk

        vosk.SetLogLevel(-1)
        # Only ever by path: a name or a language would be looked up on the network.
        return vosk.Model(model_path=str(self.folder))

    def _knows(self, word: str) -> bool:
        return int(self._model.vosk_model_find_word(word)) >= 0


class VoskUtterance:
    """One answer; a recogniser is thrown away after it."""

    def __init__(self, kind: Kind, recogniser: Callable[[], Any]) -> None:
        self._kind = kind
        self._make = recogniser
        self._recogniser = recogniser()
        self._sound = bytearray()
        self._parts: list[str] = []
        self.margin = 0.0
        """After `heard`: how far the answer was ahead of any other meaning (natural log)."""
        self.texts: tuple[str, ...] = ()
        """After `heard`: what it could have been, the likeliest first."""

    @property
    def sound(self) -> bytes:
        """What was fed."""
        return bytes(self._sound)

    def feed(self, samples: bytes) -> bool:
        """Take sound; True at a pause after a command."""
        self._sound += samples
        if not self._recogniser.AcceptWaveform(samples):
            return False
        part = str(self._recogniser.Result())
        if not any(text for text, _ in alternatives(part)):
            return False
        # A command stands alone. Of an answer what follows may be the rest, and what Vosk took for
        # silence may have been a soft "or".
        alone = self._kind is Kind.COMMAND
        self._parts = [part] if alone else [*self._parts, part]
        return alone

    def partial(self) -> str:
        """What it sounds like so far, over all pauses."""
        now = str(json.loads(self._recogniser.PartialResult()).get("partial", ""))
        if now and self._kind is Kind.COMMAND:
            return now
        parts = [alternatives(part)[0][0] for part in self._parts]
        return " ".join(filter(None, [*parts, now]))

    def complete(self) -> bool:
        """Whether what it sounds like makes sense as it is."""
        return makes_sense(self._kind, self.partial())

    def heard(self) -> Heard:
        """The best alternative, and whether it is far enough ahead of the others."""
        ranked = alternatives(self._result())
        text = ranked[0][0] if ranked else ""
        self.margin = margin(self._kind, ranked)
        self.texts = tuple(other for other, _ in ranked)
        return judged(
            self._kind,
            text,
            sure=self.margin >= SURE_MARGIN,
            seconds=len(self._sound) / 2 / RATE,
        )

    def _result(self) -> str:
        last = str(self._recogniser.FinalResult())
        if not self._parts:
            return last
        if self._kind is Kind.COMMAND:
            return last if any(text for text, _ in alternatives(last)) else self._parts[0]
        # Heard in parts, an answer has no alternatives as a whole: hear it again in one.
        whole = self._make()
        done = whole.AcceptWaveform(bytes(self._sound))
        return str(whole.Result() if done else whole.FinalResult())


def alternatives(result: str) -> list[tuple[str, float]]:
    """Texts and weights (natural log, higher is better) in Vosk's order."""
    found = json.loads(result).get("alternatives", [])
    return [(" ".join(one["text"].split()), float(one["confidence"])) for one in found]


def margin(kind: Kind, ranked: list[tuple[str, float]]) -> float:
    """How far the best is ahead of the best that means something else; infinite if none does."""
    if not ranked:
        return 0.0
    best, weight = ranked[0]
    value = _meaning(kind, best)
    rivals = [other for text, other in ranked[1:] if _meaning(kind, text) != value]
    return weight - max(rivals) if rivals else float("inf")


def _meaning(kind: Kind, text: str) -> Any:
    return UNKNOWN if UNKNOWN in text.split() else (parse(kind, text), text == "")
