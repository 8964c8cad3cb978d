"""Neural synthetic voices: Kokoro-82M (Apache-2.0) with blended speakers, for what people lack.

Optional. FOLDER holds `kokoro-v1.0.int8.onnx`, `vocab.json` (phoneme to number) and
`voices/NAME.bin` (510 x 256 float32 each), as published by the Kokoro projects;
`python -m training.kokoro FOLDER OUT` writes FLAC files and a `manifest.tsv` of the usual form.
Blending two speakers, foreign ones too, gives a new voice for every recording.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from training.data import to_int16
from training.phrases import COMMANDS, CONFUSABLE, phrase
from training.pools import HOMOPHONES
from training.synth import Espeak, trimmed
from voice.audio.recordings import resampled
from voice.base.sound import RATE
from voice.language.numbers import SCORE_WORDS

KOKORO_RATE = 24_000
STYLES, STYLE = 510, 256
THIN = ("two", "three", "four", "six", "seven", "nine", "ten")
"""Scores with few speakers among the recordings."""
LANGUAGES = ("en-us", "en-us", "en-gb-x-rp")
WHISPERED = frozenset({"af_nicole"})

# Kokoro writes English diphthongs and affricates as one sign each, and no length marks.
SIGNS = (
    ("eɪ", "A"), ("aɪ", "I"), ("ɔɪ", "Y"), ("aʊ", "W"), ("oʊ", "O"), ("əʊ", "Q"), ("tʃ", "ʧ"),
    ("dʒ", "ʤ"), ("ɜːɹ", "ɜɹ"), ("ɚ", "əɹ"), ("ː", ""), ("ɐ", "ə"), ("r", "ɹ"), ("g", "ɡ"),
)  # fmt: skip

Wave = NDArray[np.float32]


class Kokoro:
    """The synthesiser: phonemes in IPA to a wave at 24 kHz."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        model = str(folder / "kokoro-v1.0.int8.onnx")
        self._session: Any = onnxruntime.InferenceSession(model, options)
        self._numbers: dict[str, int] = json.loads((folder / "vocab.json").read_text())["vocab"]
        self._voices = {
            path.stem: np.fromfile(path, np.float32).reshape(STYLES, STYLE)
            for path in sorted((folder / "voices").glob("*.bin"))
            if path.stem not in WHISPERED
        }

    def voice(self, rng: random.Random, language: str) -> tuple[str, Wave]:
        """A name and a style between two speakers, at least one of them English."""
        english = [
            name for name in self._voices if name[0] == ("a" if language == "en-us" else "b")
        ]
        first, second = rng.choice(english), rng.choice(list(self._voices))
        share = rng.uniform(0.3, 1.0)
        style = share * self._voices[first] + (1 - share) * self._voices[second]
        return f"{first}+{second}", style

    def say(self, ipa: str, style: Wave, speed: float) -> Wave:
        """Speech with silence at both ends."""
        if "ˈ" not in ipa:
            ipa = ipa.replace("ˌ", "ˈ")
        for sound, sign in SIGNS:
            ipa = ipa.replace(sound, sign)
        tokens = [self._numbers[sign] for sign in ipa if sign in self._numbers]
        wave: Wave = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]]),
                "style": style[len(tokens)][None],
                "speed": np.array([speed], np.float32),
            },
        )[0].ravel()
        return wave


def texts(rng: random.Random) -> Iterator[str]:
    """What to say, the most needed first, without end."""
    rejected = [word for word in CONFUSABLE if word not in HOMOPHONES and word not in SCORE_WORDS]
    while True:
        yield from THIN
        yield from rng.sample(SCORE_WORDS, 4)
        yield rng.choice(COMMANDS)
        yield from rng.sample(rejected, 3)
        yield phrase(rng)


def render(folder: Path, out: Path, count: int, seed: int) -> None:
    """Write `count` recordings and their manifest."""
    rng, kokoro, espeak = random.Random(seed), Kokoro(folder), Espeak()
    out.mkdir(parents=True, exist_ok=True)
    with (out / "manifest.tsv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow("path source licence speaker transcript sample_rate split".split())
        for number, text in zip(range(count), texts(rng), strict=False):
            language = rng.choice(LANGUAGES)
            name, style = kokoro.voice(rng, language)
            wave = kokoro.say(espeak.ipa(text, language) + ".", style, rng.uniform(0.8, 1.2))
            wave = resampled(wave, KOKORO_RATE, RATE) * (0.5 / max(1e-3, np.abs(wave).max()))
            path = f"{number:05}.flac"
            soundfile.write(out / path, trimmed(to_int16(wave * 32767), 300), RATE)
            table.writerow((path, "Kokoro-82M", "Apache-2.0", name, text, RATE, "train"))
            file.flush()


def main(given: Sequence[str] | None = None) -> None:
    """`python -m training.kokoro`."""
    parser = argparse.ArgumentParser(prog="python -m training.kokoro", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(given)
    render(options.folder, options.out, options.count, options.seed)


if __name__ == "__main__":
    main()
