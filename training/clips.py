"""Recordings by what they teach: words of the vocabulary, phrases of them, or speech to reject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from training.lexicon import LEXICON

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Clip:
    """A recording: samples at 16 kHz, 16 bit; the words said (empty if not known)."""

    samples: Samples
    words: tuple[str, ...]
    speaker: str
    source: str
    synthetic: bool = False


@dataclass(frozen=True)
class Sorted:
    """Clips by use."""

    real: dict[str, list[Clip]] = field(default_factory=lambda: defaultdict(list))
    """Single words of the vocabulary by people."""
    synthetic: dict[str, dict[str, list[Clip]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """The same by synthesisers: by word, then by synthesiser."""
    phrases: list[Clip] = field(default_factory=list)
    """Several words, all of the vocabulary."""
    others: list[Clip] = field(default_factory=list)
    """Single other words."""
    sentences: list[Clip] = field(default_factory=list)
    """Any other speech."""


def by_use(clips: Iterable[Clip]) -> Sorted:
    """Sort clips; what is made of the vocabulary alone is never among what is to be rejected."""
    found = Sorted()
    for clip in clips:
        known = bool(clip.words) and all(word in LEXICON for word in clip.words)
        if known and len(clip.words) > 1:
            found.phrases.append(clip)
        elif known and clip.synthetic:
            found.synthetic[clip.words[0]][clip.source].append(clip)
        elif known:
            found.real[clip.words[0]].append(clip)
        elif len(clip.words) == 1:
            found.others.append(clip)
        else:
            found.sentences.append(clip)
    return found
