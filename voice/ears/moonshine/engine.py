"""Moonshine as a whole: loaded once, in the background, and asked about a sound."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.part import Part
from voice.base.words import words
from voice.ears.moonshine import files
from voice.ears.moonshine.networks import Decoder, Encoder, Frames
from voice.ears.moonshine.tokenizer import Tokenizer, load_tokenizer


@dataclass(frozen=True)
class Loaded:
    """The networks, ready to run."""

    encoder: Encoder
    decoder: Decoder
    tokenizer: Tokenizer


@dataclass(frozen=True)
class Text:
    """What the decoder writes of its own accord ("Three."), and its mean log-probability."""

    text: str
    certainty: float


@contextmanager
def _told() -> Iterator[None]:
    """Whatever onnxruntime raises (its exceptions have no class in common) as a VoiceError."""
    try:
        yield
    except VoiceError:
        raise
    except Exception as error:
        raise VoiceError(words("moonshine.broken", reason=f"{error!s:.200}")) from error


class Moonshine:
    """One thread loads it while the question is spoken; who asks before it is ready waits.

    Every method but `probe` raises VoiceError where it cannot be loaded.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def probe(self) -> Part:
        """Whether it works here: present only if it loads."""
        part = files.probe(self._folder)
        if not part.works:
            return part
        try:
            self._ready.result()
        except VoiceError as error:
            return Part(Health.BROKEN, str(error))
        return part

    def load(self) -> None:
        """Begin to load; returns at once."""
        self._folder_of_all()
        _ = self._ready

    def frames(self, samples: NDArray[np.int16]) -> Frames:
        """What its encoder makes of 16 kHz samples: (frames, WIDTH)."""
        with _told():
            return self._ready.result().encoder(samples)

    def text(self, frames: Frames) -> Text:
        """Its free text."""
        with _told():
            ready = self._ready.result()
            tokens, certainty = ready.decoder.greedy(frames)
            return Text(ready.tokenizer.text(tokens), certainty)

    def scored(self, frames: Frames, texts: Sequence[str]) -> list[float]:
        """The log-probability that what was said begins with each of these texts."""
        with _told():
            ready = self._ready.result()
            return ready.decoder.scored(frames, [ready.tokenizer.tokens(text) for text in texts])

    @cached_property
    def _ready(self) -> Future[Loaded]:
        loader = ThreadPoolExecutor(1, thread_name_prefix="moonshine")
        future = loader.submit(self._loaded)
        loader.shutdown(wait=False)
        return future

    def _loaded(self) -> Loaded:
        place = self._folder_of_all()
        with _told():
            return Loaded(
                Encoder(place / files.ENCODER),
                Decoder(place / files.DECODER),
                load_tokenizer(place / files.TOKENIZER),
            )

    def _folder_of_all(self) -> Path:
        part, place = files.probe(self._folder), self._folder or files.folder()
        if place is None or not part.works:
            raise VoiceError(part.detail)
        return place
