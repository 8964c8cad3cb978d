"""How well the ears hear people they were not trained on.

`python -m benchmarks.ears FOLDER` reads FOLDER/manifest.tsv (path source licence speaker
transcript sample_rate split) and, for noise, FOLDER/noise.tsv (path first). Measured are the
speakers that training keeps aside (`training.folds`) and every recording of split `dev`.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.folds import fold_of
from voice.answers import Kind, parse
from voice.models import BUNDLED
from voice.recordings import Samples, read_recording
from voice.vosk_ears import VoskEars

MARGINS = (0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 8.0)


@dataclass(frozen=True)
class Clip:
    """A recording and what was said in it ("" where the words are not given)."""

    path: Path
    source: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What was meant (None: no score was said), what was heard, how far ahead it was."""

    source: str
    words: str
    meant: object
    value: object
    margin: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ears", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=BUNDLED)
    parser.add_argument("--decibels", type=float, help="mix in noise, this far below the speech")
    parser.add_argument("--fold", default="test", choices=["dev", "test", "both"])
    given = parser.parse_args()
    clips = list(kept_aside(given.folder, given.fold))
    noises = [] if given.decibels is None else list(read_noises(given.folder, given.fold))
    outcomes = measure(VoskEars(given.model), clips, noises, given.decibels or 0.0)
    print_by("source", [(o.source, o) for o in outcomes if o.meant is not None])
    print_by("word", [(o.words, o) for o in outcomes if o.meant is not None])
    print_other([(kind_of(o), o) for o in outcomes if o.meant is None])
    print_margins(outcomes)


def kept_aside(folder: Path, fold: str) -> Iterator[Clip]:
    """Recordings of the speakers that training never saw."""
    with (folder / "manifest.tsv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["split"] == "dev" or is_kept_aside(row["speaker"], fold):
                yield Clip(folder / row["path"], row["source"], row["transcript"].lower().strip())


def is_kept_aside(name: str, fold: str) -> bool:
    """Whether training left this speaker or noise out, and for this fold."""
    found = fold_of(name)
    return found != "train" and fold in (found, "both")


def read_noises(folder: Path, fold: str) -> Iterator[Samples]:
    """Noises that training never saw."""
    with (folder / "noise.tsv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if is_kept_aside(row["path"], fold):
                yield read_recording(folder / row["path"])


def measure(
    ears: VoskEars, clips: Sequence[Clip], noises: Sequence[Samples], decibels: float
) -> list[Outcome]:
    """Every clip as an answer to a question for a score."""
    rng = np.random.default_rng(0)
    outcomes = []
    for clip in clips:
        samples = read_recording(clip.path)
        if noises:
            samples = mixed(samples, noises[int(rng.integers(len(noises)))], decibels)
        utterance = ears.utterance(Kind.SCORE)
        silence = bytes(8000)
        utterance.feed(silence + samples.tobytes() + silence)
        heard = utterance.heard()
        meant = parse(Kind.SCORE, clip.words)
        outcomes.append(Outcome(clip.source, clip.words, meant, heard.value, utterance.margin))
    return outcomes


def mixed(samples: Samples, noise: Samples, decibels: float) -> Samples:
    """Speech with noise this far below the loud half of its frames."""
    wave = samples.astype(np.float64)
    frames = np.sort(np.square(wave[: len(wave) // 160 * 160].reshape(-1, 160)).mean(axis=1))
    speech = float(np.sqrt(frames[len(frames) // 2 :].mean()))
    added = np.resize(noise.astype(np.float64), len(wave))
    added *= speech / (np.sqrt(np.square(added).mean()) + 1e-9) * 10 ** (-decibels / 20)
    return np.clip(np.rint(wave + added), -32768, 32767).astype(np.int16)


def kind_of(outcome: Outcome) -> str:
    """Other words or running speech."""
    return f"{outcome.source}: {'one word' if outcome.words else 'speech'}"


def print_by(title: str, pairs: Iterable[tuple[str, Outcome]]) -> None:
    """Right, wrong and rejected scores of each group, in per cent."""
    print(f"\n{title:30} {'clips':>6} {'right':>7} {'wrong':>7} {'rejected':>9}")
    for name, group in [*grouped(pairs), ("all", [o for _, o in pairs])]:
        kinds = Counter(
            "rejected" if o.value is None else "right" if o.value == o.meant else "wrong"
            for o in group
        )
        shares = [100 * kinds[kind] / max(1, len(group)) for kind in ("right", "wrong", "rejected")]
        print(f"{name:30} {len(group):6} {shares[0]:7.1f} {shares[1]:7.1f} {shares[2]:9.1f}")


def print_other(pairs: Sequence[tuple[str, Outcome]]) -> None:
    """Speech that is no score but was taken for one."""
    print(f"\n{'other speech':30} {'clips':>6} {'taken for a score':>18}")
    for name, group in [*grouped(pairs), ("all", [o for _, o in pairs])]:
        share = 100 * sum(o.value is not None for o in group) / max(1, len(group))
        print(f"{name:30} {len(group):6} {share:18.1f}")


def print_margins(outcomes: Sequence[Outcome]) -> None:
    """What would be stored without a question at each margin."""
    scores = [o for o in outcomes if o.meant is not None]
    others = [o for o in outcomes if o.meant is None]
    print(f"\n{'sure from margin':>16} {'sure+right':>11} {'sure+wrong':>11} {'other sure':>11}")
    for margin in MARGINS:
        sure = [o for o in scores if o.value is not None and o.margin >= margin]
        right = 100 * sum(o.value == o.meant for o in sure) / max(1, len(scores))
        wrong = 100 * sum(o.value != o.meant for o in sure) / max(1, len(scores))
        taken = [o for o in others if o.value is not None and o.margin >= margin]
        other = 100 * len(taken) / max(1, len(others))
        print(f"{margin:16.1f} {right:11.1f} {wrong:11.2f} {other:11.2f}")


def grouped(pairs: Iterable[tuple[str, Outcome]]) -> list[tuple[str, list[Outcome]]]:
    """Outcomes by name, names in their order."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for name, outcome in pairs:
        groups[name].append(outcome)
    return sorted(groups.items())


if __name__ == "__main__":
    main()
