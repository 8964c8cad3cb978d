"""What a minute of voice training gives: people who said the scores many times, from a folder.

`python -m benchmarks.personal FOLDER` reads FOLDER/manifest.tsv (see benchmarks/ears.py). Of each
speaker with enough clips some of each score are learned, the others are heard, with and without.
Speech that is no score, of anybody, is heard by each of these personal ears too. All is done
several times, with other answers learned each time. A score that a
speaker never said (most corpora have no "ten") is learned from a synthetic voice and not measured.
Every clip is heard as in a room: with a moment before and after it, hiss, and noise all the time.
"""

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from training.held_out import loudness, mixed, noises_aside
from voice.audio.recordings import Samples, read_recording
from voice.base.places import cache_folder
from voice.ears.features import features, in_noises
from voice.ears.heard import Heard
from voice.ears.listening import LEAD
from voice.ears.personal import SCORES, PersonalVoice, Ranked, settle
from voice.ears.vosk_ears import VoskEars
from voice.language.answers import parse
from voice.language.kinds import Kind
from voice.language.numbers import SCORE_WORDS
from voice.mouth.espeak import EspeakMouth

Clips = Mapping[int, Sequence[Path]]
_FATES = ("right", "sure+right", "sure+wrong")
_OTHER = ("asked", "sure")
_HEARD_EACH = 8
BEFORE, AFTER = 4000, 6400
"""Samples of the room beside the clip: of the pre-roll, and of the silence that ends an answer."""
HISS = 45.0
"""Decibels by which a quiet room is below the speech."""


@dataclass(frozen=True)
class Answer:
    """A clip as the recogniser has it."""

    heard: Heard
    ranked: Ranked
    sound: bytes
    likely: bool


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.personal", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=2, help="answers of each score to learn")
    parser.add_argument("--draws", type=int, default=5, help="how often to learn others of them")
    parser.add_argument("--others", type=int, default=300, help="clips of other speech")
    parser.add_argument("--decibels", type=float, help="mix in noise, this far below the speech")
    given = parser.parse_args()
    speakers, others = read(given.folder)
    noises = (
        [] if given.decibels is None else [noise.samples for noise in noises_aside(given.folder)]
    )
    enough = {
        name: clips
        for name, clips in speakers.items()
        if sum(len(clips.get(score, ())) > given.each for score in SCORES) >= 9
    }
    rng = random.Random(0)
    ears = Recordings(noises, given.decibels or 0.0)
    strangers = rng.sample(others, min(given.others, len(others)))
    heads = (*_FATES, *(f"other {fate}" for fate in _OTHER))
    print(f"{'speaker':20} {'':9}" + "".join(f"{head:>12}" for head in heads))
    whole: Counter[str] = Counter()
    for name, clips in enough.items():
        counts: Counter[str] = Counter()
        for _ in range(given.draws):
            voice, rest = learned(ears, clips, given.each, rng)
            counts += counted(ears, voice, rest, strangers)
        show(name, counts)
        whole += counts
    show("all", whole)


def read(folder: Path) -> tuple[dict[str, dict[int, list[Path]]], list[Path]]:
    """Clips of single scores by speaker, and clips of anything else."""
    speakers: dict[str, dict[int, list[Path]]] = defaultdict(lambda: defaultdict(list))
    others = []
    with (folder / "manifest.tsv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            words = row["transcript"].lower().strip()
            value = parse(Kind.SCORE, words) if words else None
            if value is None:
                others.append(folder / row["path"])
            elif isinstance(value, int) and " " not in words and words not in ("none", "nothing"):
                speakers[row["speaker"]][value].append(folder / row["path"])
    return speakers, others


class Recordings:
    """The recogniser's answer to each clip, each heard once."""

    def __init__(self, noises: Sequence[Samples], decibels: float) -> None:
        self._ears, self._noises, self._decibels = VoskEars(), noises, decibels
        self._rng = np.random.default_rng(0)
        self.quiet = cache(self._quiet)
        self.answer = cache(self._answer)

    def _quiet(self, path: Path) -> Answer:
        return self._heard(self._in_room(read_recording(path)))

    def _answer(self, path: Path) -> Answer:
        samples = read_recording(path)
        around = self._in_room(samples)
        if self._noises:
            noise = self._noises[int(self._rng.integers(len(self._noises)))]
            around = mixed(around, noise, self._decibels, loudness(samples))
        return self._heard(around)

    def _in_room(self, samples: Samples) -> Samples:
        around = np.pad(samples, (BEFORE, AFTER))
        hiss = (1000 * self._rng.standard_normal(len(around))).astype(np.int16)
        return mixed(around, hiss, HISS, loudness(samples))

    def _heard(self, samples: Samples) -> Answer:
        utterance = self._ears.utterance(Kind.SCORE)
        utterance.feed(LEAD + samples.tobytes())
        heard = utterance.heard()
        return Answer(heard, utterance.ranked, utterance.spoken, utterance.likely)


def learned(
    ears: Recordings, clips: Clips, each: int, rng: random.Random
) -> tuple[PersonalVoice, list[tuple[int, Path]]]:
    """A voice trained where it is quiet, and the clips that it has not heard."""
    voice, rest = PersonalVoice({}), []
    for score in SCORES:
        paths = rng.sample(list(clips.get(score, ())), len(clips.get(score, ())))
        if len(paths) <= each:
            paths = synthetic(score, each)
        for path in paths[:each]:
            found = in_noises(ears.quiet(path).sound)
            if found is not None:
                voice = voice.with_answer(score, found)
        rest += [(score, path) for path in paths[each : each + _HEARD_EACH]]
    return voice, rest


def synthetic(score: int, each: int) -> list[Path]:
    """The score by espeak-ng, where a corpus lacks it."""
    voices = [EspeakMouth(cache_folder(), "en-us", 130 + 20 * number) for number in range(each)]
    return [voice.render(SCORE_WORDS[score]) for voice in voices]


def counted(
    ears: Recordings,
    voice: PersonalVoice,
    rest: Sequence[tuple[int, Path]],
    strangers: Sequence[Path],
) -> Counter[str]:
    """How many were right, and sure, without ("stranger") and with the training."""
    counts: Counter[str] = Counter(answers=len(rest), others=len(strangers))
    for score, path in rest:
        answer = ears.answer(path)
        for name, heard in (("stranger", answer.heard), ("trained", settled(voice, answer))):
            right = heard.value == score
            counts[f"{name} right"] += right
            counts[f"{name} sure+right"] += right and heard.sure
            counts[f"{name} sure+wrong"] += heard.sure and not right
    for answer in map(ears.answer, strangers):
        for name, heard in (("stranger", answer.heard), ("trained", settled(voice, answer))):
            # "stop" is sure as well, and no score.
            counts[f"{name} sure"] += heard.value is not None and heard.sure
            counts[f"{name} asked"] += heard.value is not None and not heard.sure
    return counts


def settled(voice: PersonalVoice, answer: Answer) -> Heard:
    """An answer with the opinion of who knows the voice."""
    found = features(answer.sound)
    opinion = None if found is None else voice.opinion(found)
    return settle(answer.heard, answer.ranked, opinion, likely=answer.likely)


def show(name: str, counts: Mapping[str, int]) -> None:
    """Two lines of the table, in per cent."""
    for who in ("stranger", "trained"):
        shares = [100 * counts[f"{who} {fate}"] / max(1, counts["answers"]) for fate in _FATES]
        shares += [100 * counts[f"{who} {fate}"] / max(1, counts["others"]) for fate in _OTHER]
        print(f"{name:20} {who:9}" + "".join(f"{share:12.1f}" for share in shares))


if __name__ == "__main__":
    main()
