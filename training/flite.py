"""Flite's voices, made from recordings of people: `python -m training.flite OUT`.

Optional; needs the program flite (BSD-style licence, package `flite`). Says every word of the
vocabulary, the scores most often, at random speeds and pitches, and writes FLAC files and a
`manifest.tsv` of the usual form.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import soundfile

from training.data import read_audio
from training.lexicon import LEXICON
from training.phrases import COMMANDS, phrase
from training.synth import trimmed
from voice.base.sound import RATE
from voice.language.numbers import SCORE_WORDS

VOICES = {"awb": 130, "rms": 95, "slt": 180, "kal16": 105}
"""Name to pitch in hertz."""
PHRASES = 300


def say(text: str, voice: str, slowness: float, hertz: float, out: Path) -> None:
    """Write a WAV file; `slowness` 1 is the voice's own speed."""
    settings = (f"duration_stretch={slowness:.2f}", f"int_f0_target_mean={hertz:.0f}")
    options = [word for setting in settings for word in ("--setf", setting)]
    command = ["flite", "-voice", voice, *options, "-t", text, "-o", str(out)]
    subprocess.run(command, check=True, timeout=30)


def texts(rng: random.Random) -> list[str]:
    """What to say."""
    return [*LEXICON, *COMMANDS, *SCORE_WORDS * 4, *(phrase(rng) for _ in range(PHRASES))]


def render(out: Path, seed: int) -> None:
    """Write the recordings and their manifest."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        (out / "manifest.tsv").open("w", newline="", encoding="utf-8") as file,
    ):
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow("path source licence speaker transcript sample_rate split".split())
        wave = Path(scratch) / "said.wav"
        for number, text in enumerate(texts(rng)):
            for voice, hertz in VOICES.items():
                say(text, voice, rng.uniform(0.8, 1.4), hertz * rng.uniform(0.8, 1.3), wave)
                path = f"{number:04}-{voice}.flac"
                soundfile.write(out / path, trimmed(read_audio(wave), 300), RATE)
                table.writerow((path, "Flite", "BSD-style", voice, text, RATE, "train"))


def main(given: Sequence[str] | None = None) -> None:
    """`python -m training.flite`."""
    parser = argparse.ArgumentParser(prog="python -m training.flite", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(given)
    render(options.out, options.seed)


if __name__ == "__main__":
    main()
