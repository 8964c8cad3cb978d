"""A second opinion on scores: how this runner says them. Features only; no sound is kept.

The opinion never decides alone. Together with the recogniser's list it finds the likeliest score;
where that is not the recogniser's own first, it is asked back. It may make an answer sure on which
it agrees with the recogniser, and offer one that was rejected, to be asked back. So what is stored
without a question is either what was stored before, or what two ways of hearing that know nothing
of each other both found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from voice.base.own_folder import own_folder
from voice.base.whole_file import whole
from voice.ears.decision import FARTHEST
from voice.ears.features import FRAMES, NOISES, Matrix, distances
from voice.ears.heard import Heard
from voice.language.numbers import SCORE_WORDS

Templates = NDArray[np.float32]
Ranked = Sequence[tuple[str, float]]
"""What an answer could have been, and how far behind the likeliest (natural log, at most 0)."""

SCORES = range(11)
LEAST_EACH = 2
MOST_EACH = 6
# How much farther (as a share of the nearest) the next score must be. Measured with
# benchmarks/personal.py.
CLEAR = 0.11
# How much farther than the runner's own repetitions of a score an answer may be.
_REACH = 1.0
# What a score loses that is twice as far as the nearest one (natural log). From 60 to 130 it made
# no difference; at 30 more of the recogniser's own mistakes stayed (training/EARS.md).
_FARTHER = 80.0


@dataclass(frozen=True)
class Opinion:
    """The nearest score, and whether it is as near as the runner's own repetitions are."""

    score: int
    near: bool
    farther: tuple[float, ...]
    """How much farther each score is, as a share of the nearest one's distance."""

    @property
    def clear(self) -> bool:
        """Whether the nearest score is near, and much nearer than any other."""
        others = (away for score, away in enumerate(self.farther) if score != self.score)
        return self.near and min(others) >= CLEAR


@dataclass(frozen=True)
class PersonalVoice:
    """Features of answers by score, each (NOISES, FRAMES, columns), the oldest first."""

    answers: Mapping[int, tuple[Matrix, ...]]

    @property
    def complete(self) -> bool:
        """Whether every score is known: without one, its sound would be taken for another."""
        return all(len(self.answers.get(score, ())) >= LEAST_EACH for score in SCORES)

    def with_answer(self, score: int, features: Matrix) -> "PersonalVoice":
        """One more answer; of the oldest learned ones too many are forgotten."""
        kept = (*self.answers.get(score, ()), features)
        if len(kept) > MOST_EACH:
            # The first ones were spoken when asked to, and are known to be right.
            kept = (*kept[:LEAST_EACH], *kept[LEAST_EACH + 1 :])
        return PersonalVoice({**self.answers, score: kept})

    def opinion(self, features: Matrix) -> Opinion | None:
        """What an answer sounds like to who knows this voice; None without a complete one."""
        if not self.complete:
            return None
        labels, known = self._stacked
        away = distances(features, known)
        nearest = {score: float(away[labels == score].min()) for score in SCORES}
        first = min(SCORES, key=nearest.__getitem__)
        least = max(nearest[first], 1e-6)
        farther = tuple((nearest[score] - nearest[first]) / least for score in SCORES)
        return Opinion(first, nearest[first] <= _REACH * self._spread, farther)

    @cached_property
    def _stacked(self) -> tuple[NDArray[np.int64], Templates]:
        rows = [(score, one) for score, same in self.answers.items() for one in same]
        labels = np.repeat([score for score, _ in rows], NOISES)
        return labels, np.concatenate([one for _, one in rows])

    @cached_property
    def _spread(self) -> float:
        """How far the runner's own repetitions of a score are apart, at most."""
        return max(
            float(np.partition(distances(one[0], np.stack(same)[:, 0]), 1)[1])
            for same in self.answers.values()
            for one in same
        )


def settle(heard: Heard, ranked: Ranked, opinion: Opinion | None, *, likely: bool = True) -> Heard:
    """What was heard, with the opinion taken into account (the rule is this module's first lines).

    Only of a score said alone: "two or three" stays as the recogniser heard it. What the recogniser
    itself finds not even `likely` is asked back all the same: it may be no answer at all.
    """
    if opinion is None or heard.command:
        return heard
    if heard.value is not None and heard.text not in SCORE_WORDS:
        return heard
    likeliest = _likeliest(ranked, opinion)
    if heard.value is None:
        listed = any(text == SCORE_WORDS[likeliest] for text, _ in ranked)
        agreed = listed and opinion.near and opinion.score == likeliest
        return _asked_back(heard, likeliest) if agreed else heard
    if likeliest != heard.value:
        return _asked_back(heard, likeliest)
    if not opinion.clear:
        return heard
    return replace(heard, sure=opinion.score == heard.value and (heard.sure or likely))


def _likeliest(ranked: Ranked, opinion: Opinion) -> int:
    """The best score of the recogniser's list and the opinion together."""
    behind = dict.fromkeys(SCORES, -FARTHEST)
    for text, weight in ranked:
        if text in SCORE_WORDS:
            score = SCORE_WORDS.index(text)
            behind[score] = max(behind[score], weight)
    return max(SCORES, key=lambda score: behind[score] - _FARTHER * opinion.farther[score])


def _asked_back(heard: Heard, score: int) -> Heard:
    return replace(heard, value=score, sure=False)


def load(file: Path) -> PersonalVoice:
    """What was kept; nothing where there is no such file, or none that can be read."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            scores, features = kept["scores"], kept["features"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return PersonalVoice({})
    if features.shape[1:3] != (NOISES, FRAMES) or len(scores) != len(features):
        return PersonalVoice({})
    return PersonalVoice(
        {score: tuple(features[scores == score]) for score in SCORES if (scores == score).any()}
    )


def save(voice: PersonalVoice, file: Path) -> None:
    """Keep it, for its owner's eyes alone. Raises OSError."""
    rows = [(score, one) for score, same in voice.answers.items() for one in same]
    own_folder(file.parent)
    with whole(file) as made, made.open("wb") as out:
        np.savez_compressed(
            out,
            scores=np.array([score for score, _ in rows], np.int16),
            features=np.stack([one for _, one in rows]).astype(np.float16),
        )
