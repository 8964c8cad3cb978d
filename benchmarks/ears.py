"""How well the ears hear people they were not trained on, beside PocketSphinx in the same run.

Each opinion alone (the tiny network, Moonshine's free text) and both together, as they listen.
`python -m benchmarks.ears FOLDER [--decibels 10 --decibels 20] [--draws 3] [--plot FILE.png]` reads
FOLDER/manifest.tsv (path source licence speaker transcript sample_rate split) and, for noise,
FOLDER/noise.tsv (path source licence kind seconds). Measured are the speakers that training keeps
aside (`training.folds`) and every recording of split `dev`.
"""

import argparse
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import bars, reliability
from benchmarks.bars import Shares
from benchmarks.pocketsphinx_ears import PocketSphinxEars
from benchmarks.reliability import Point
from training.data import Noise, Row
from training.held_out import kept_aside, mixed, noises_aside, pieces
from voice.arguments import Engine
from voice.audio.recordings import Samples
from voice.base.sound import RATE
from voice.ears.both import BothEars
from voice.ears.catalogue import BUNDLED
from voice.ears.decision import meaning
from voice.ears.moonshine.ears import MoonshineEars
from voice.ears.moonshine.engine import Moonshine
from voice.ears.protocol import Ears
from voice.ears.vosk_ears import MOMENT, VoskEars
from voice.language.answers import Value, parse
from voice.language.kinds import Kind

CLEAN = "clean"


@dataclass(frozen=True)
class Sound:
    """A recording under one condition, and the score meant (None: no score was said)."""

    row: Row
    samples: Samples
    condition: str
    noise: str
    meant: Value | None


@dataclass(frozen=True)
class Outcome:
    """What one recogniser made of a sound; `probability` that it is right, as it says itself.

    `likeliest` is the text of the best answer, asked back or even rejected; "" where there is none.
    """

    sound: Sound
    value: Value | None
    sure: bool
    probability: float
    likeliest: str = ""

    @property
    def right(self) -> bool:
        """Whether the score meant was heard, asked back or not."""
        return self.value is not None and self.value == self.sound.meant

    @property
    def point(self) -> Point:
        """For the reliability diagram; "stop" is an answer to any question."""
        found, said = meaning(Kind.SCORE, self.likeliest), self.sound.row.said
        return Point(self.probability, found == meaning(Kind.SCORE, said))


Recogniser = Callable[[Sound], Outcome]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ears", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=BUNDLED)
    parser.add_argument(
        "--decibels", type=float, action="append", default=[], help="noise this far below speech"
    )
    parser.add_argument("--draws", type=int, default=1, help="how often noises are drawn anew")
    parser.add_argument("--engine", type=Engine, choices=list(Engine), action="append")
    parser.add_argument("--fold", default="test", choices=["dev", "test", "both"])
    parser.add_argument("--every", type=int, default=1, help="only every n-th recording")
    parser.add_argument("--alone", action="store_true", help="without PocketSphinx")
    parser.add_argument("--plot", type=Path, help="reliability diagram as PNG")
    parser.add_argument("--bars", type=Path, help="the table by condition as PNG")
    given = parser.parse_args()
    rows = kept_aside(given.folder, given.fold)[:: given.every]
    noises = noises_aside(given.folder, given.fold) if given.decibels else []
    sounds = [
        sound
        for draw in range(given.draws)
        for sound in conditions(rows, noises, given.decibels, draw)
    ]
    length = sum(len(sound.samples) for sound in sounds) / RATE
    table = {}
    for name, ears in _engines(given.engine, given.model).items():
        began = time.process_time()
        outcomes = [hear(ears, sound) for sound in sounds]
        spent = time.process_time() - began
        report(name, outcomes)
        for title, of in (("speaker", lambda o: o.sound.row.speaker), ("word", _word)):
            print_by(title, [(of(o), o) for o in outcomes if o.sound.meant is not None], least=20)
        table[name] = shares(outcomes)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\nreal-time factor {spent / length:.3f}, memory {memory:.0f} MB with the sounds")
    if not given.alone:
        other = PocketSphinxEars()
        others = [hear_with(other, sound) for sound in sounds]
        report("PocketSphinx", others)
        table["PocketSphinx"] = shares(others)
    if given.plot:
        reliability.draw([o.point for o in outcomes if o.likeliest], given.plot)
    if given.bars:
        bars.draw(table, given.bars)


def _engines(wanted: Sequence[Engine] | None, model: Path) -> dict[str, Ears]:
    """Those wanted, by default all that work here; only the bundled model has a second opinion."""
    tiny, moonshine = VoskEars(model), MoonshineEars(Moonshine())
    every: dict[Engine, Ears] = {Engine.TINY: tiny}
    if moonshine.probe().works:
        every[Engine.MOONSHINE] = moonshine
        if model == BUNDLED:
            every[Engine.BOTH] = BothEars(tiny)
    return {str(name): ears for name, ears in every.items() if name in (wanted or every)}


def conditions(
    rows: Sequence[Row], noises: Sequence[Noise], decibels: Sequence[float], draw: int = 0
) -> Iterator[Sound]:
    """Every recording with each strength of noise, at the first draw of noises clean too."""
    rng = np.random.default_rng(draw)
    for row in rows:
        meant = parse(Kind.SCORE, row.said)
        for samples in pieces(row):
            if draw == 0:
                yield Sound(row, samples, CLEAN, "", meant)
            for level in decibels:
                noise = noises[int(rng.integers(len(noises)))]
                spoilt = mixed(samples, noise.samples, level)
                yield Sound(row, spoilt, f"{level:g} dB", noise.kind, meant)


def hear(ears: Ears, sound: Sound) -> Outcome:
    """One engine of ours, as an answer to a question for a score."""
    utterance = ears.utterance(Kind.SCORE)
    utterance.feed(MOMENT + sound.samples.astype("<i2").tobytes() + MOMENT)
    heard = utterance.heard()
    likeliest = utterance.ranked[0][0] if utterance.ranked else ""
    return Outcome(sound, heard.value, heard.sure, utterance.probability, likeliest)


def hear_with(other: PocketSphinxEars, sound: Sound) -> Outcome:
    """The other recogniser; it is always sure."""
    value = other.hear(sound.samples)
    return Outcome(sound, value, value is not None, 1.0)


def report(name: str, outcomes: Sequence[Outcome]) -> None:
    """The tables of one recogniser."""
    print(f"\n==== {name}")
    scores = [o for o in outcomes if o.sound.meant is not None]
    print_by("condition, source", [(_place(o), o) for o in scores])
    print_by("noise", [(o.sound.noise, o) for o in scores if o.sound.noise])
    print_other([(_place(o), o) for o in outcomes if o.sound.meant is None])


def shares(outcomes: Sequence[Outcome]) -> dict[str, Shares]:
    """What becomes of the scores under each condition."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.sound.meant is not None:
            groups[outcome.sound.condition].append(outcome)
    return {name: _shares(group) for name, group in groups.items()}


def _shares(group: Sequence[Outcome]) -> Shares:
    wrong = [o for o in group if o.value is not None and not o.right]
    counts = (
        sum(o.right and o.sure for o in group),
        sum(o.right and not o.sure for o in group),
        len(wrong),
        sum(o.sure for o in wrong),
    )
    return Shares(*(count / len(group) for count in counts))


def print_by(title: str, pairs: Iterable[tuple[str, Outcome]], least: int = 1) -> None:
    """What becomes of scores, in per cent of each group of at least `least`."""
    pairs = list(pairs)
    if not pairs:
        return
    heads = ("clips", "right", "wrong", "sure", "sure+wrong")
    print(f"\n{title:44}" + "".join(f"{head:>11}" for head in heads))
    for name, group in grouped(pairs):
        if len(group) < least:
            continue
        wrong = [o for o in group if o.value is not None and not o.right]
        sure = [o for o in group if o.sure]
        shares = (len([o for o in group if o.right]), len(wrong), len(sure))
        figures = "".join(f"{100 * count / len(group):11.1f}" for count in shares)
        dear = 100 * len([o for o in wrong if o.sure]) / len(group)
        print(f"{name[:43]:44}{len(group):11}{figures}{dear:11.2f}")


def print_other(pairs: Sequence[tuple[str, Outcome]]) -> None:
    """Speech that is no score but was asked back as one, or stored."""
    print(f"\n{'other speech':44}{'clips':>11}{'asked':>11}{'stored':>11}")
    for name, group in grouped(pairs):
        stored = [o for o in group if o.value is not None and o.sure]
        asked = [o for o in group if o.value is not None and not o.sure]
        shares = f"{100 * len(asked) / len(group):11.1f}{100 * len(stored) / len(group):11.2f}"
        print(f"{name[:43]:44}{len(group):11}{shares}")


def grouped(pairs: Iterable[tuple[str, Outcome]]) -> list[tuple[str, list[Outcome]]]:
    """Outcomes by name in order of the names, and all of each condition."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for name, outcome in pairs:
        groups[name].append(outcome)
        groups[f"{outcome.sound.condition}: all"].append(outcome)
    return sorted(groups.items())


def _place(outcome: Outcome) -> str:
    return f"{outcome.sound.condition}, {outcome.sound.row.source}"


def _word(outcome: Outcome) -> str:
    return outcome.sound.row.said


if __name__ == "__main__":
    main()
