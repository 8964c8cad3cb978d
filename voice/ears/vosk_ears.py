"""Ears on Vosk with a model directory: the bundled one, or a bigger one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.part import Part
from voice.base.sound import RATE, silence
from voice.base.words import words
from voice.ears.catalogue import BUNDLED, lacking
from voice.ears.decision import Calibration, Reading, any_words, finding, load_calibration, risk
from voice.ears.heard import Heard, judged, makes_sense
from voice.ears.vosk_library import vosk
from voice.language.answers import UNKNOWN, grammar, parse
from voice.language.kinds import HARMLESS, Kind
from voice.language.numbers import SCORE_WORDS

ALTERNATIVES = 20
CALIBRATION = "calibration.json"
LIKELY = 0.8
"""From here on few are speech that is no answer: another opinion may make the answer sure."""
# Without one of these nothing can be asked; other phrases with a word that the model does not know
# are left to the keyboard (the bundled one has no names of days).
ESSENTIAL = (*SCORE_WORDS, "yes", "no", "stop")

# Vosk takes how often a phrase is listed for how often it is said. People answer in one word.
ONE_WORD = 90
# To miss a "stop" is the dearest mistake of commands, to stop when nobody said so the cheapest: it
# counts as said so much more often. Over easeback's own voice it is near to "start".
STOP_COMMAND = 5
COMMAND_FROM = 0.5
"""Probability from which a command is taken, unless it is harmless: it is never asked back."""
# The same sound a little slower and faster: where the readings differ, the answer is not sure.
SPEEDS = (0.92, 1.08)
MOMENT = silence(0.25)
"""A quarter of a second of silence, without which a word at the very edge is not heard."""
AROUND = 0.2
"""Seconds to each side of the words: the recogniser knows where they are, not where they begin."""


@dataclass(frozen=True)
class VoskEars:
    """Offline recognition restricted to the phrases of one kind of question."""

    folder: Path = BUNDLED

    def probe(self) -> Part:
        """Whether Vosk is installed and the model is complete and knows every phrase."""
        if find_spec("vosk") is None:
            return Part(Health.MISSING, words("ears.not_installed", name="vosk"))
        if gaps := lacking(self.folder):
            return Part(Health.MISSING, words("ears.lacks", files=", ".join(gaps)))
        unknown = [word for word in ESSENTIAL if not self._knows(word)]
        if unknown:
            return Part(Health.BROKEN, words("ears.ignorant", words=", ".join(unknown)))
        return Part(Health.PRESENT, words("ears.model", name=self.folder.name))

    def utterance(self, kind: Kind) -> "VoskUtterance":
        """Start listening. Raises VoiceError where the model is missing."""
        if gaps := lacking(self.folder):
            raise VoiceError(words("ears.lacks", files=", ".join(gaps)))
        return VoskUtterance(kind, self._recogniser(kind), self.calibration)

    @cached_property
    def calibration(self) -> Calibration:
        """What its evidence is worth; the bundled model's where it brings none of its own."""
        own = self.folder / CALIBRATION
        return load_calibration(own if own.is_file() else BUNDLED / CALIBRATION)

    def _recogniser(self, kind: Kind) -> Any:
        recogniser = vosk().KaldiRecognizer(self._model, RATE, self._grammars[kind])
        recogniser.SetMaxAlternatives(ALTERNATIVES)
        recogniser.SetWords(kind is Kind.SCORE)
        return recogniser

    @cached_property
    def _grammars(self) -> "_Grammars":
        return _Grammars(self._knows)

    @cached_property
    def _model(self) -> Any:
        vosk().SetLogLevel(-1)
        # Only ever by path: a name or a language would be looked up on the network.
        return vosk().Model(model_path=str(self.folder))

    def _knows(self, word: str) -> bool:
        return int(self._model.vosk_model_find_word(word)) >= 0


class _Grammars(dict[Kind, str]):
    """The phrases of each kind as Vosk takes them, put together when first asked for."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        super().__init__()
        self._knows = knows

    def __missing__(self, kind: Kind) -> str:
        phrases = weighted(grammar(kind, self._knows))
        if kind is Kind.COMMAND:
            phrases += ["stop"] * ONE_WORD * (STOP_COMMAND - 1)
        self[kind] = json.dumps(phrases)
        return self[kind]


class VoskUtterance:
    """One answer; a recogniser is thrown away after it."""

    def __init__(self, kind: Kind, recogniser: Any, calibration: Calibration) -> None:
        self._kind = kind
        self._calibration = calibration
        self._recogniser = recogniser
        self._sound = bytearray()
        # Vosk's clock: what it took in all, and what of it before the sound as a whole began.
        self._taken = self._before = 0
        self._parts: list[str] = []
        self._span: tuple[float, float] | None = None
        self.probability = 0.0
        """After `heard`: that the likeliest answer is what was said."""
        self.ranked: tuple[tuple[str, float], ...] = ()
        """After `heard`: what it could have been, and how far behind the likeliest."""

    @property
    def likely(self) -> bool:
        """After `heard`: whether it is more than a guess, though perhaps not sure."""
        return self.probability >= LIKELY

    @property
    def spoken(self) -> bytes:
        """See `Utterance`."""
        if self._span is None:
            return bytes(self._sound)
        start, end = (round(moment * RATE) * 2 for moment in self._span)
        return bytes(self._sound[max(0, start) : end])

    def feed(self, samples: bytes) -> bool:
        """Take sound; True at a pause after a command."""
        self._sound += samples
        if not self._accept(samples):
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
        """The likeliest answer of several readings, and whether it is likely enough."""
        readings, calibration = self.readings(), self._calibration
        found, seconds = finding(self._kind, readings), len(self._sound) / 2 / RATE
        if found is not None:
            self.probability = calibration.probability(found.evidence)
            self.ranked = found.ranked
        if found is None or self.probability < self._least(found.text):
            text = UNKNOWN if any_words(readings) else ""
            return judged(self._kind, text, sure=False, seconds=seconds)
        sure = risk(self._kind, found, self.probability) <= 1 - calibration.sure
        return judged(self._kind, found.text, sure=sure, seconds=seconds)

    def _least(self, text: str) -> float:
        """Probability from which it is not rejected."""
        moves_on = self._kind is Kind.COMMAND and parse(self._kind, text) not in HARMLESS
        return COMMAND_FROM if moves_on else self._calibration.accept

    def readings(self) -> list[Reading]:
        """What was heard, as it was said and at other speeds; ends the utterance."""
        result, sound = self._result(), bytes(self._sound)
        self._span = span(result, self._before / 2 / RATE)
        as_said = alternatives(result)
        others = (changed_speed(sound, speed) for speed in SPEEDS)
        return [as_said, *(alternatives(self._whole(other)) for other in others)]

    def _result(self) -> str:
        last = str(self._recogniser.FinalResult())
        if not self._parts:
            return last
        if self._kind is Kind.COMMAND:
            return last if any(text for text, _ in alternatives(last)) else self._parts[0]
        # Heard in parts, an answer has no alternatives as a whole: hear it again in one.
        return self._whole(bytes(self._sound))

    def _accept(self, samples: bytes) -> bool:
        self._taken += len(samples)
        return bool(self._recogniser.AcceptWaveform(samples))

    def _whole(self, sound: bytes) -> str:
        self._recogniser.Reset()
        self._before = self._taken
        done = self._accept(sound)
        return str(self._recogniser.Result() if done else self._recogniser.FinalResult())


def weighted(phrases: Sequence[str]) -> list[str]:
    """The phrases, those of one word many times."""
    return [p for p in phrases for _ in range(1 if " " in p or p == UNKNOWN else ONE_WORD)]


def changed_speed(sound: bytes, factor: float) -> bytes:
    """16-bit samples played faster (`factor` above 1) or slower."""
    import numpy as np

    samples = np.frombuffer(sound, "<i2")
    places = np.arange(int(len(samples) / factor)) * factor
    changed = np.interp(places, np.arange(len(samples)), samples) if len(samples) else samples
    return bytes(np.rint(changed).astype("<i2").tobytes())


def alternatives(result: str) -> list[tuple[str, float]]:
    """Texts and weights (natural log, higher is better) in Vosk's order."""
    found = json.loads(result).get("alternatives", [])
    return [(" ".join(one["text"].split()), float(one["confidence"])) for one in found]


def span(result: str, before: float) -> tuple[float, float] | None:
    """From where to where any alternative has a word, in seconds; None where none has one."""
    found = json.loads(result).get("alternatives", [])
    said = [word for one in found for word in one.get("result", ())]
    if not said:
        return None
    start, end = (min(word["start"] for word in said), max(word["end"] for word in said))
    return start - before - AROUND, end - before + AROUND
