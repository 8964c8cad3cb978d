"""Phones of general speech: `python -m training.label FOLDER OUT --words TABLE`.

PocketSphinx's dictionary makes phones of words, and its model of English finds where the words are
(BSD-2-Clause). The words are those of the manifest, or of `training.transcribe` where it has none.
Words said too fast to be true break a recording into stretches. The result is a table: path start
end phones, times in seconds, commas between words.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.data import Row, Wave, read_audio, read_manifest
from training.lexicon import LEXICON, PHONE_INDEX
from voice.base.sound import RATE
from voice.language.numbers import ONES

FRAME_SECONDS = 0.01
LOUDNESS = 2500.0
"""Root mean square, on the 16-bit scale, that PocketSphinx likes."""
LONGEST = 3.0
"""Seconds of a stretch."""
SHORTEST_PHONE = 0.03
FEWEST = 3
"""Phones of a stretch."""
WORD = re.compile(r"[a-z0-9']+")
NUMERALS = {str(number): word for number, word in enumerate([*ONES, "twenty"])}
"""Recognisers write small numbers either way."""
LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz'",
        "AE B K D EH F G HH IH JH K L M N AA P K R S T AH V W K Y Z HH".split(),
        strict=True,
    )
)
"""Roughly how a word that is in no dictionary sounds: enough to find where its neighbours are."""


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
        self._rough = set[str]()

    def stretches(self, row: Row, text: str) -> Iterator[Stretch]:
        """Of one recording in which `text` is said, without what is in no dictionary."""
        words = [NUMERALS.get(word, word) for word in WORD.findall(text.lower())]
        if not words or (len(words) == 1 and words[0] in LEXICON):
            return  # nothing, or what is learned as a word
        samples = read_audio(row.path).astype(np.float32)
        for word in words:
            if not self._decoder.lookup_word(word):
                self._guess(word)
        if len(samples) <= LONGEST * RATE and not self._rough.intersection(words):
            said = [_indices(self._decoder.lookup_word(word)) for word in words]
            yield Stretch(row.path, 0.0, len(samples) / RATE, tuple(said))
            return
        for run in _runs(self._aligned(samples, words)):
            yield Stretch(row.path, run[0].start, run[-1].end, tuple(w.phones for w in run))

    def _guess(self, word: str) -> None:
        lookup = self._decoder.lookup_word
        phones = [lookup(NUMERALS[sign]) if sign.isdigit() else LETTERS[sign] for sign in word]
        self._decoder.add_word(word, " ".join(phones), True)
        self._rough.add(word)

    def _aligned(self, samples: Wave, words: Sequence[str]) -> list[_Word | None]:
        level = float(np.sqrt(np.mean(np.square(samples)))) + 1.0
        even = np.clip(samples * (LOUDNESS / level), -32768, 32767).astype(np.int16)
        decoder = self._decoder
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(even.tobytes(), full_utt=True)
        decoder.end_utt()
        return [self._word(segment) for segment in decoder.seg() or ()]

    def _word(self, segment: Any) -> _Word | None:
        """The word of a segment; None where it is silence, a noise, guessed or too short."""
        start = segment.start_frame * FRAME_SECONDS
        end = (segment.end_frame + 1) * FRAME_SECONDS
        if segment.word.startswith(("<", "[", "+")) or segment.word in self._rough:
            return None
        phones = _indices(self._decoder.lookup_word(segment.word))
        if end - start < SHORTEST_PHONE * len(phones):
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


def words_of(table: Path | None, folder: Path) -> dict[Path, str]:
    """A table of `training.transcribe`."""
    if table is None:
        return {}
    with table.open(newline="", encoding="utf-8") as file:
        return {
            folder / row["path"]: row["text"]
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def main(given: Sequence[str] | None = None) -> None:
    """`python -m training.label`."""
    parser = argparse.ArgumentParser(prog="python -m training.label", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.tsv")
    parser.add_argument("out", type=Path, help="table to write")
    parser.add_argument("--words", type=Path, help="table of training.transcribe")
    options = parser.parse_args(given)
    labeller, written = Labeller(), words_of(options.words, options.folder)
    rows = [row for row in read_manifest(options.folder) if row.split == "train"]
    found = (
        one
        for row in rows
        for one in labeller.stretches(row, row.transcript or written.get(row.path, ""))
    )
    write(found, options.folder, options.out)


if __name__ == "__main__":
    main()
