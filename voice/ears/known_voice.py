"""The runner's voice as the voice child knows it: it gives opinions, is trained, and learns."""

from functools import cached_property
from pathlib import Path

import numpy as np

from voice.base.errors import VoiceError
from voice.base.words import words
from voice.ears.features import Matrix, distances, in_noises
from voice.ears.heard import Heard
from voice.ears.personal import PersonalVoice, Ranked, load, save, settle

# Of a training in which fewer answers than this are next to another of their score, none is kept.
_TOLD_APART = 0.8


class KnownVoice:
    """What is kept in `file`, and the answer that was heard last."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._trained = PersonalVoice({})
        self._last: Matrix | None = None

    def begin(self) -> None:
        """Another question: the answer heard last is not to be learned any more."""
        self._last = None

    def settle(self, heard: Heard, ranked: Ranked, sound: bytes, *, likely: bool = True) -> Heard:
        """An answer to a question for a score, with the opinion of who knows this voice."""
        if not self._voice.complete:
            return heard
        self._last = in_noises(sound)
        opinion = None if self._last is None else self._voice.opinion(self._last[0])
        return settle(heard, ranked, opinion, likely=likely)

    def learn(self, score: int) -> None:
        """The answer heard last was this score: the runner said so. Raises VoiceError."""
        last, self._last = self._last, None
        if last is not None and self._voice.complete:
            self._replace(self._voice.with_answer(score, last))

    def train(self, score: int, heard: Heard, sound: bytes) -> bool:
        """Take an answer spoken when asked for this score; False where it was surely another."""
        found = in_noises(sound)
        if found is None or (heard.sure and heard.value != score):
            return False
        self._trained = self._trained.with_answer(score, found)
        return True

    def keep(self) -> int:
        """Keep what was trained, in place of all before; how many answers. Raises VoiceError."""
        trained, self._trained = self._trained, PersonalVoice({})
        if not trained.complete:
            raise VoiceError(words("training.few"))
        if told_apart(trained) < _TOLD_APART:
            raise VoiceError(words("training.alike"))
        self._replace(trained)
        return sum(len(same) for same in trained.answers.values())

    @cached_property
    def _voice(self) -> PersonalVoice:
        return load(self._file)

    def _replace(self, voice: PersonalVoice) -> None:
        try:
            save(voice, self._file)
        except OSError as error:
            told = words("training.unkept", file=self._file, reason=error.strerror)
            raise VoiceError(told) from None
        self._voice = voice


def told_apart(voice: PersonalVoice) -> float:
    """The share of answers whose nearest other answer is of the same score."""
    rows = [(score, one[0]) for score, same in voice.answers.items() for one in same]
    stacked = np.stack([one for _, one in rows])
    right = 0
    for number, (score, one) in enumerate(rows):
        away = distances(one, stacked)
        away[number] = np.inf
        right += rows[int(away.argmin())][0] == score
    return right / len(rows)
