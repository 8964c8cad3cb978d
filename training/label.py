"""Phones of general speech, as another recogniser hears them: `python -m training.label`.

PocketSphinx (BSD-2-Clause) writes down speech whose words are not given; its dictionary makes
phones of words, given or heard. Words that it is not sure of, or that were said too fast to be
true, break a recording into stretches. The result is a table: path start end phones, times in
seconds, commas between words.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.data import Row, Samples, Wave, read_audio, read_manifest
from training.features import RATE
from training.lexicon import PHONE_INDEX

FRAME_SECONDS = 0.01
LOUDNESS = 2500.0
"""Root mean square, on the 16-bit scale, that PocketSphinx likes."""
SURE = 0.5
"""Posterior of a word from which it counts."""
LONGEST = 3.0
"""Seconds of a stretch."""
SHORTEST_PHONE = 0.03
FEWEST = 3
"""Phones of a stretch."""


@dataclass(frozen=True)
class Stretch:
    """A piece of a recording and the phones said in it, word by word."""

    path: Path
    start: float
    end: float
    words: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _Word:
    start: float
    end: float
    phones: tuple[int, ...]


class Labeller:
    """PocketSphinx with its own model of English."""

    def __init__(self) -> None:
        import pocketsphinx

        self._decoder: Any = pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL", fwdflat=False)

    def stretches(self, row: Row) -> Iterator[Stretch]:
        """Of one recording."""
        samples = read_audio(row.path).astype(np.float32)
        if row.words:
            yield from self._given(row, len(samples) / RATE)
        else:
            yield from self._guessed(row.path, samples)

    def _given(self, row: Row, seconds: float) -> Iterator[Stretch]:
        said = [self._decoder.lookup_word(word) for word in row.words]
        if all(said) and seconds <= LONGEST:
            yield Stretch(row.path, 0.0, seconds, tuple(map(_indices, said)))

    def _guessed(self, path: Path, samples: Wave) -> Iterator[Stretch]:
        level = float(np.sqrt(np.mean(np.square(samples)))) + 1.0
        even = np.clip(samples * (LOUDNESS / level), -32768, 32767).astype(np.int16)
        for words in _runs(self._heard(even)):
            yield Stretch(path, words[0].start, words[-1].end, tuple(w.phones for w in words))

    def _heard(self, samples: Samples) -> list[_Word | None]:
        decoder = self._decoder
        decoder.start_utt()
        decoder.process_raw(samples.tobytes(), full_utt=True)
        decoder.end_utt()
        return [self._word(segment) for segment in decoder.seg() or ()]

    def _word(self, segment: Any) -> _Word | None:
        """The word of a segment; None where it is silence, a noise or a guess."""
        start = segment.start_frame * FRAME_SECONDS
        end = (segment.end_frame + 1) * FRAME_SECONDS
        if segment.word.startswith(("<", "[", "+")):
            return None
        phones = _indices(self._decoder.lookup_word(segment.word))
        sure = self._decoder.get_logmath().exp(segment.prob) >= SURE
        if not sure or end - start < SHORTEST_PHONE * len(phones):
            return None
        return _Word(start, end, phones)


def _indices(phones: str) -> tuple[int, ...]:
    return tuple(PHONE_INDEX[name] for name in phones.split())


def _runs(words: Sequence[_Word | None]) -> Iterator[list[_Word]]:
    """Neighbours without a doubtful one between them, no longer than `LONGEST`."""
    run: list[_Word] = []
    for word in [*words, None]:
        if run and (word is None or word.end - run[0].start > LONGEST):
            if sum(len(one.phones) for one in run) >= FEWEST:
                yield run
            run = []
        if word is not None and word.end - word.start <= LONGEST:
            run.append(word)


def write(stretches: Iterator[Stretch], folder: Path, out: Path) -> None:
    """Write the table; paths are relative to `folder`."""
    names = {index: name for name, index in PHONE_INDEX.items()}
    with out.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(("path", "start", "end", "phones"))
        for one in stretches:
            phones = ", ".join(" ".join(names[p] for p in word) for word in one.words)
            place = one.path.relative_to(folder)
            table.writerow((place, f"{one.start:.2f}", f"{one.end:.2f}", phones))
            file.flush()


def read(table: Path, folder: Path) -> list[Stretch]:
    """Read a table back."""
    with table.open(newline="", encoding="utf-8") as file:
        return [
            Stretch(
                folder / row["path"],
                float(row["start"]),
                float(row["end"]),
                tuple(_indices(word) for word in row["phones"].split(",")),
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def main(given: Sequence[str] | None = None) -> None:
    """`python -m training.label`."""
    parser = argparse.ArgumentParser(prog="python -m training.label", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.tsv")
    parser.add_argument("out", type=Path, help="table to write")
    options = parser.parse_args(given)
    labeller = Labeller()
    rows = [row for row in read_manifest(options.folder) if row.split == "train"]
    found = (one for row in rows for one in labeller.stretches(row))
    write(found, options.folder, options.out)


if __name__ == "__main__":
    main()
