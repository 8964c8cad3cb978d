"""What the training draws from: recordings and synthetic speech, by what they teach."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.augment import changed_speed
from training.data import Clip, Samples, Wave
from training.features import RATE
from training.lexicon import LEXICON
from training.phrases import CONFUSABLE, SCORES, SENTENCE_LIST, phrase
from training.synth import render, variants

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
ENOUGH = 10
"""Recordings of a word from which half of that share are real."""
REPETITIONS = 34
"""Synthetic voices for each vocabulary word; scores get three times as many."""


@dataclass(frozen=True)
class Pools:
    """Clips by word (real and synthetic), phrases, and speech to reject."""

    real: dict[str, list[Clip]]
    synthetic: dict[str, list[Clip]]
    phrases: list[Clip]
    others: list[Clip]
    sentences: list[Clip]
    confusable: list[Clip]
    general: list[Spoken]


def build(clips: Sequence[Clip], general: Sequence[Spoken], seed: int) -> Pools:
    """Sort recordings and render what they lack."""
    real: dict[str, list[Clip]] = defaultdict(list)
    others, sentences = [], []
    for clip in clips:
        if len(clip.words) == 1 and clip.words[0] in LEXICON:
            real[clip.words[0]].append(clip)
        elif len(clip.words) == 1:
            others.append(clip)
        else:
            sentences.append(clip)
    rng, names = random.Random(seed), variants()
    texts = [word for word in LEXICON for _ in range(REPETITIONS)]
    texts += [word for word in SCORES for _ in range((SCORE_WEIGHT - 1) * REPETITIONS)]
    synthetic: dict[str, list[Clip]] = defaultdict(list)
    for clip in render(texts, seed, names):
        synthetic[clip.words[0]].append(clip)
    known: list[str] = []
    while len(known) < 4000:
        text = phrase(rng)
        if all(word in LEXICON for word in text.split()):
            known.append(text)
    rejected = [word for word in CONFUSABLE if word not in HOMOPHONES and word not in LEXICON]
    return Pools(
        dict(real),
        dict(synthetic),
        render(known, seed + 1, names),
        others,
        sentences,
        render([*rejected * 6, *SENTENCE_LIST * 8], seed + 2, names),
        list(general),
    )


class Sampler:
    """Draws labelled examples of at most `seconds`."""

    def __init__(self, pools: Pools, seed: int) -> None:
        self._pools = pools
        self._rng = random.Random(seed)
        self._real_words = [
            w for w in pools.real for _ in range(SCORE_WEIGHT if w in SCORES else 1)
        ]
        self._words = [w for w in LEXICON for _ in range(SCORE_WEIGHT if w in SCORES else 1)]

    @property
    def has_phones(self) -> bool:
        """Whether there is general speech with its phones."""
        return bool(self._pools.general)

    def word(self) -> Example:
        """A person's word; a synthetic one where no person said it."""
        word = self._rng.choice(self._real_words)
        count = len(self._pools.real[word])
        return self._one(word, REAL_SHARE * count / (count + ENOUGH))

    def synthetic(self) -> Example:
        """A synthetic voice's word."""
        return self._one(self._rng.choice(self._words), 0.0)

    def phrase(self) -> Example:
        """Several words of the vocabulary by a synthetic voice, or people's words joined."""
        if self._rng.random() < 0.7:
            clip = self._rng.choice(self._pools.phrases)
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
        if kind < 0.4 and self._pools.others:
            samples = self._rng.choice(self._pools.others).samples
        elif kind < 0.65:
            samples = self._stretch(self._rng.choice(self._pools.sentences).samples, seconds)
        elif kind < 0.9:
            samples = self._stretch(self._rng.choice(self._pools.confusable).samples, seconds)
        else:
            samples = self._spoiled()
        return self._wave(samples), (None,)

    def _one(self, word: str, share: float) -> Example:
        real = self._pools.real.get(word)
        pool = real if real and self._rng.random() < share else self._pools.synthetic[word]
        return self._wave(self._rng.choice(pool).samples), (word,)

    def _stretch(self, samples: Samples, seconds: float) -> Samples:
        count = int(self._rng.uniform(0.4, seconds) * RATE)
        start = self._rng.randint(0, max(0, len(samples) - count))
        return samples[start : start + count]

    def _spoiled(self) -> Samples:
        """A vocabulary word backwards."""
        word = self._rng.choice(self._real_words)
        return np.ascontiguousarray(self._rng.choice(self._pools.real[word]).samples[::-1])

    def _wave(self, samples: Samples) -> Wave:
        return changed_speed(samples, self._rng.triangular(0.82, 1.2, 1.0))


def _trimmed(wave: Wave) -> Wave:
    """The loud part of a one-word clip, so that joined words follow each other closely."""
    power = np.convolve(np.square(wave), np.ones(320, np.float32) / 320, "same")
    loud = np.flatnonzero(power > power.max() * 0.01)
    if not len(loud):
        return wave
    return wave[max(0, int(loud[0]) - 800) : int(loud[-1]) + 1200]
