"""What the training draws from: recordings and synthetic speech, by what they teach."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.augment import changed_speed
from training.clips import Clip, Samples, Sorted, by_use
from training.data import Wave
from training.lexicon import LEXICON
from training.phrases import CONFUSABLE, SENTENCE_LIST, phrase
from training.synth import render, variants
from voice.base.sound import RATE
from voice.language.numbers import SCORE_WORDS

Label = tuple[str | None, ...]
Example = tuple[Wave, Label]


@dataclass(frozen=True)
class Spoken:
    """Any speech, and the phones of each word in it."""

    samples: Samples
    words: tuple[tuple[int, ...], ...]


# Said like a word of the vocabulary: teaching to reject them would teach to reject that word.
HOMOPHONES = frozenset("for fore ate won to too know our are or ore oar hour eye wait".split())
SCORE_WEIGHT = 3
REAL_SHARE = 0.9
"""Of the examples of a word that many people said."""
ENOUGH = 25
"""Recordings of a word from which half of that share are real."""
REPETITIONS = 34
"""Synthetic voices for each vocabulary word; scores get three times as many."""
CUT_CLOSE = 0.35
"""Share of single words whose quiet beginning and end are cut off, as recorders do."""


@dataclass(frozen=True)
class Pools:
    """Clips by use, speech like the vocabulary that is to be rejected, and general speech."""

    clips: Sorted
    confusable: list[Clip]
    general: list[Spoken]


def build(clips: Sequence[Clip], general: Sequence[Spoken], seed: int) -> Pools:
    """Sort recordings and render what they lack."""
    rng, names = random.Random(seed), variants()
    texts = [word for word in LEXICON for _ in range(REPETITIONS)]
    texts += [word for word in SCORE_WORDS for _ in range((SCORE_WEIGHT - 1) * REPETITIONS)]
    known: list[str] = []
    while len(known) < 4000:
        text = phrase(rng)
        if all(word in LEXICON for word in text.split()):
            known.append(text)
    rejected = [word for word in CONFUSABLE if word not in HOMOPHONES and word not in LEXICON]
    said = [*clips, *render(texts, seed, names), *render(known, seed + 1, names)]
    confusable = render([*rejected * 6, *SENTENCE_LIST * 8], seed + 2, names)
    return Pools(by_use(said), confusable, list(general))


class Sampler:
    """Draws labelled examples of at most `seconds`."""

    def __init__(self, pools: Pools, seed: int) -> None:
        self._pools, self._clips = pools, pools.clips
        self._rng = random.Random(seed)
        self._real_words = [
            w for w in pools.clips.real for _ in range(SCORE_WEIGHT if w in SCORE_WORDS else 1)
        ]
        self._words = [w for w in LEXICON for _ in range(SCORE_WEIGHT if w in SCORE_WORDS else 1)]

    @property
    def has_phones(self) -> bool:
        """Whether there is general speech with its phones."""
        return bool(self._pools.general)

    def word(self) -> Example:
        """A person's word; a synthetic one where no person said it."""
        word = self._rng.choice(self._real_words)
        count = len(self._clips.real[word])
        return self._one(word, REAL_SHARE * count / (count + ENOUGH))

    def synthetic(self) -> Example:
        """A synthetic voice's word."""
        return self._one(self._rng.choice(self._words), 0.0)

    def phrase(self) -> Example:
        """Several words of the vocabulary by a synthetic voice, or people's words joined."""
        if self._rng.random() < 0.7:
            clip = self._rng.choice(self._clips.phrases)
            return self._wave(clip.samples), clip.words
        parts = [self.word() for _ in range(self._rng.randint(2, 3))]
        waves, labels = [], []
        for wave, label in parts:
            gap = np.zeros(self._rng.randint(0, RATE // 5), np.float32)
            waves += [_trimmed(wave), gap]
            labels += list(label)
        return np.concatenate(waves), tuple(labels)

    def general(self) -> tuple[Wave, Spoken]:
        """Any speech."""
        spoken = self._rng.choice(self._pools.general)
        return self._wave(spoken.samples), spoken

    def other(self, seconds: float) -> Example:
        """Speech to reject."""
        kind = self._rng.random()
        if kind < 0.4 and self._clips.others:
            samples = self._rng.choice(self._clips.others).samples
        elif kind < 0.65:
            samples = self._stretch(self._rng.choice(self._clips.sentences).samples, seconds)
        elif kind < 0.9:
            samples = self._stretch(self._rng.choice(self._pools.confusable).samples, seconds)
        else:
            samples = self._spoiled()
        return self._cut_close(self._wave(samples)), (None,)

    def _one(self, word: str, share: float) -> Example:
        real = self._clips.real.get(word)
        if real and self._rng.random() < share:
            pool = real
        else:
            pool = self._rng.choice(list(self._clips.synthetic[word].values()))
        return self._cut_close(self._wave(self._rng.choice(pool).samples)), (word,)

    def _cut_close(self, wave: Wave) -> Wave:
        if self._rng.random() >= CUT_CLOSE:
            return wave
        decibels, margin = self._rng.uniform(-40.0, -20.0), self._rng.uniform(0.0, 0.04)
        return _trimmed(wave, decibels, int(margin * RATE), int(margin * RATE))

    def _stretch(self, samples: Samples, seconds: float) -> Samples:
        count = int(self._rng.uniform(0.4, seconds) * RATE)
        start = self._rng.randint(0, max(0, len(samples) - count))
        return samples[start : start + count]

    def _spoiled(self) -> Samples:
        """A vocabulary word backwards."""
        word = self._rng.choice(self._real_words)
        return np.ascontiguousarray(self._rng.choice(self._clips.real[word]).samples[::-1])

    def _wave(self, samples: Samples) -> Wave:
        return changed_speed(samples, self._rng.triangular(0.82, 1.2, 1.0))


def _trimmed(
    wave: Wave, decibels: float = -20.0, before: int = RATE // 20, after: int = RATE * 3 // 40
) -> Wave:
    """From where a clip is louder than this below its loudest place, to where it last is."""
    power = np.convolve(np.square(wave), np.ones(320, np.float32) / 320, "same")
    loud = np.flatnonzero(power > power.max() * 10 ** (decibels / 10))
    if not len(loud):
        return wave
    return wave[max(0, int(loud[0]) - before) : int(loud[-1]) + after]
