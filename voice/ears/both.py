"""Ears with a second opinion: the tiny network's grammar, and Moonshine, which knows English.

The tiny network follows the sound as it comes; Moonshine hears the whole answer when it is over. A
score said in one word is weighed by `voice.ears.joint`; whatever has more words, or answers another
question, by `voice.ears.agreement`. Where Moonshine fails, the tiny network is all there is.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.part import Part
from voice.base.words import words
from voice.ears.agreement import agreed
from voice.ears.catalogue import BUNDLED, in_use
from voice.ears.decision import Reading
from voice.ears.heard import Heard, judged
from voice.ears.joint import Joint, Opinions, load_joint, ranked, said_by_two
from voice.ears.moonshine.engine import Moonshine, Text
from voice.ears.moonshine.networks import Frames
from voice.ears.protocol import Ears, Utterance
from voice.ears.vosk_ears import LIKELY, VoskEars, VoskUtterance
from voice.language.answers import UNKNOWN, parse
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS

WRITTEN = tuple(word.capitalize() for word in SCORE_WORDS)
"""The scores as the decoder writes them."""


def ears_in_use() -> Ears:
    """The ears that listen here: with a second opinion where there is one.

    Its weights are those of the bundled model; a bigger one listens alone. So does the bundled one
    where the environment says so.
    """
    tiny = VoskEars(in_use())
    wanted = os.environ.get("EASEBACK_SECOND_OPINION") != "off"
    return BothEars(tiny) if wanted and tiny.folder == BUNDLED else tiny


@dataclass(frozen=True)
class BothEars:
    """The tiny network, and Moonshine where it is installed."""

    tiny: VoskEars
    moonshine: Moonshine = field(default_factory=Moonshine)
    """Kept from question to question."""

    def probe(self) -> Part:
        """Whether it can hear here; the second opinion is a bonus."""
        tiny, second = self.tiny.probe(), self.moonshine.probe()
        if not tiny.works:
            return tiny
        told = "ears.both" if second.works else "ears.alone"
        return Part(Health.PRESENT, words(told, one=tiny.detail, other=second.detail))

    def utterance(self, kind: Kind) -> Utterance:
        """Start listening, and to load the second opinion. Raises VoiceError where it cannot."""
        tiny = self.tiny.utterance(kind)
        try:
            self.moonshine.load()
        except VoiceError:
            return tiny
        return BothUtterance(kind, tiny, self)

    @cached_property
    def joint(self) -> Joint:
        """What all the evidence is worth."""
        return load_joint()

    def opinions(self, readings: Sequence[Reading], sound: bytes) -> Opinions:
        """What is made of a score beside the `readings`. Raises VoiceError where that fails."""
        frames = self.frames(sound)
        return self.opinions_of(readings, frames, self.moonshine.text(frames))

    def opinions_of(self, readings: Sequence[Reading], frames: Frames, written: Text) -> Opinions:
        """The same, where some of it is known."""
        return Opinions(readings, self.moonshine.scored(frames, WRITTEN), written)

    def frames(self, sound: bytes) -> Frames:
        """What Moonshine's encoder makes of it."""
        return self.moonshine.frames(np.frombuffer(sound, "<i2"))


class BothUtterance:
    """One answer: the tiny network's utterance, and a second opinion when it is over."""

    def __init__(self, kind: Kind, tiny: VoskUtterance, ears: BothEars) -> None:
        self._kind, self._tiny, self._ears = kind, tiny, ears
        self.probability = 0.0
        """After `heard`: that the likeliest answer is what was said."""
        self.ranked: tuple[tuple[str, float], ...] = ()
        """See `Utterance`."""

    @property
    def likely(self) -> bool:
        """See `Utterance`."""
        return self.probability >= LIKELY

    @property
    def spoken(self) -> bytes:
        """See `Utterance`."""
        return self._tiny.spoken

    def feed(self, samples: bytes) -> bool:
        """See `Utterance`."""
        return self._tiny.feed(samples)

    def partial(self) -> str:
        """See `Utterance`."""
        return self._tiny.partial()

    def complete(self) -> bool:
        """See `Utterance`."""
        return self._tiny.complete()

    def heard(self) -> Heard:
        """What both make of it."""
        heard = self._tiny.heard()
        self.probability, self.ranked = self._tiny.probability, self._tiny.ranked
        if not any(text for reading in self._tiny.read for text, _ in reading):
            # Of silence a general recogniser makes words.
            return heard
        try:
            return self._with_second(heard)
        except VoiceError:
            return heard

    def _with_second(self, heard: Heard) -> Heard:
        ears, sound = self._ears, self._tiny.sound
        frames = ears.frames(sound)
        written = ears.moonshine.text(frames)
        if self._kind is not Kind.SCORE or not _in_one_word(heard, written.text):
            return agreed(self._kind, heard, written.text)
        return self._weighed(heard, ears.opinions_of(self._tiny.read, frames, written))

    def _weighed(self, heard: Heard, opinions: Opinions) -> Heard:
        joint = self._ears.joint
        likely = joint.probabilities(opinions)
        best = int(likely[:-1].argmax())
        self.probability = float(likely[best])
        self.ranked = ranked(likely)
        if self.probability >= joint.accept:
            alone = heard.value if heard.sure else None
            sure = joint.is_sure(likely) and said_by_two(best, opinions, alone)
            return Heard(SCORE_WORDS[best], best, "", sure, heard.seconds)
        command = heard if heard.command else judged(self._kind, opinions.written.text, sure=False)
        if command.command:
            return replace(command, seconds=heard.seconds)
        return Heard(UNKNOWN, seconds=heard.seconds)


def _in_one_word(heard: Heard, text: str) -> bool:
    """Whether it may be a score said alone; of anything longer the phrase table knows more."""
    several = len(text.split()) > 1 and parse(Kind.SCORE, text) is not None
    return not several and (heard.value is None or heard.text in SCORE_WORDS)
