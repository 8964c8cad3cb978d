"""A second opinion on scores: how this runner says them. Features only; no sound is kept.

The opinion never decides alone. It may make an answer sure on which it agrees with the recogniser,
make one unsure that it hears as another, and offer one that the recogniser had as an alternative
only, to be asked back. So what is stored without a question is either what was stored before, or
what two ways of hearing that know nothing of each other both found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from voice.answers import UNKNOWN, Kind, parse
from voice.ears import Heard
from voice.features import FRAMES, Matrix, distances

Templates = NDArray[np.float32]

SCORES = range(11)
LEAST_EACH = 2
MOST_EACH = 6
# How much nearer (as a share) the nearest score must be than the next one. Measured with
# benchmarks/personal.py.
CLEAR = 0.1
# How much farther than the runner's own repetitions of a score an answer may be.
_REACH = 1.0


@dataclass(frozen=True)
class Opinion:
    """The nearest score; `clear` where it is much nearer than any other, and near enough."""

    score: int
    clear: bool


@dataclass(frozen=True)
class PersonalVoice:
    """Features of answers by their score, each (FRAMES, columns), the oldest first."""

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
        first, second = sorted(nearest, key=lambda score: nearest[score])[:2]
        lead = (nearest[second] - nearest[first]) / max(nearest[second], 1e-6)
        return Opinion(first, lead >= CLEAR and nearest[first] <= _REACH * self._spread)

    @cached_property
    def _stacked(self) -> tuple[NDArray[np.int64], Templates]:
        rows = [(score, one) for score, same in self.answers.items() for one in same]
        return np.array([score for score, _ in rows]), np.stack([one for _, one in rows])

    @cached_property
    def _spread(self) -> float:
        """How far the runner's own repetitions of a score are apart, at most."""
        return max(
            float(np.partition(distances(one, np.stack(same)), 1)[1])
            for same in self.answers.values()
            for one in same
        )


def settle(
    heard: Heard, alternatives: Sequence[str], opinion: Opinion | None, *, likely: bool = True
) -> Heard:
    """What was heard, with the opinion taken into account (the rule is this module's first lines).

    Only of a score said alone: "two or three" stays as the recogniser heard it. What the recogniser
    itself finds not even `likely` is asked back all the same: it may be no answer at all.
    """
    if opinion is None or not opinion.clear:
        return heard
    if heard.value is None:
        return _offered(heard, alternatives, opinion)
    if not _alone(heard.text):
        return heard
    return replace(heard, sure=heard.value == opinion.score and (heard.sure or likely))


def _offered(heard: Heard, alternatives: Sequence[str], opinion: Opinion) -> Heard:
    said = (text for text in alternatives if _alone(text))
    text = next((text for text in said if parse(Kind.SCORE, text) == opinion.score), None)
    if text is None or heard.accepted:
        return heard
    return Heard(text, opinion.score, True, False, heard.seconds)


def _alone(text: str) -> bool:
    return UNKNOWN not in text.split() and text in _WORDS


_WORDS = frozenset("zero one two three four five six seven eight nine ten".split())


def load(file: Path) -> PersonalVoice:
    """What was kept; nothing where there is no such file, or none that can be read."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            scores, features = kept["scores"], kept["features"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return PersonalVoice({})
    if features.ndim != 3 or features.shape[1] != FRAMES or len(scores) != len(features):
        return PersonalVoice({})
    return PersonalVoice(
        {score: tuple(features[scores == score]) for score in SCORES if (scores == score).any()}
    )


def save(voice: PersonalVoice, file: Path) -> None:
    """Keep it, for its owner's eyes alone. Raises OSError."""
    rows = [(score, one) for score, same in voice.answers.items() for one in same]
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = file.with_suffix(".part")
    with made.open("wb") as out:
        made.chmod(0o600)
        np.savez_compressed(
            out,
            scores=np.array([score for score, _ in rows], np.int16),
            features=np.stack([one for _, one in rows]).astype(np.float16),
        )
    made.replace(file)
