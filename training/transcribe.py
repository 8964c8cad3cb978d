"""Words of recordings whose words are not given.

`python -m training.transcribe FOLDER WHISPER OUT`. WHISPER is a folder with a Whisper model (MIT)
in the form of CTranslate2, such as faster-whisper's `base`. The result is a table: path text. What
Whisper itself doubts is left out.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.data import Wave, read_audio, read_manifest

SURE = -0.7
"""Mean log probability of a token from which a text counts."""


class Transcriber:
    """Whisper, in English."""

    def __init__(self, model: Path) -> None:
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(str(model), device="cpu", compute_type="int8")

    def text(self, samples: Wave) -> str:
        """What is said in samples between -1 and 1 at 16 kHz; "" where that is not sure."""
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=2,
            without_timestamps=True,
            condition_on_previous_text=False,
            temperature=0.0,
        )
        found = list(segments)
        if any(segment.avg_logprob < SURE for segment in found):
            return ""
        return " ".join(segment.text.strip() for segment in found)


def main(given: Sequence[str] | None = None) -> None:
    """`python -m training.transcribe`."""
    parser = argparse.ArgumentParser(prog="python -m training.transcribe", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.tsv")
    parser.add_argument("whisper", type=Path, help="folder with the Whisper model")
    parser.add_argument("out", type=Path, help="table to write")
    options = parser.parse_args(given)
    transcriber = Transcriber(options.whisper)
    with options.out.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(
            file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
        )
        table.writerow(("path", "text"))
        for row in read_manifest(options.folder):
            if row.split == "train" and not row.words:
                samples = read_audio(row.path).astype(np.float32)
                text = transcriber.text(samples / np.float32(32768))
                table.writerow((row.path.relative_to(options.folder), text))
                file.flush()


if __name__ == "__main__":
    main()
