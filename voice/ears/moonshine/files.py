"""Where the networks lie: in the package `moonshine-voice`, which is never imported.

Its own code asks for a sound library of the system's; only its files are wanted, and they are in no
version but the pinned one (later ones download them).
"""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from voice.base.health import Health
from voice.base.part import Part
from voice.base.words import words

PACKAGE = "moonshine-voice"
VERSION = "0.0.49"
RUNTIME = "onnxruntime"
NAME = "moonshine-tiny-en"

ENCODER, DECODER, TOKENIZER = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"


def folder() -> Path | None:
    """The folder of the networks; None where the package is not installed."""
    found = find_spec(PACKAGE.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "assets" / "tiny-en"


def probe(place: Path | None = None) -> Part:
    """Whether it is all there (in `place`, or installed), without loading anything."""
    place = place or folder()
    for name, there in ((RUNTIME, find_spec(RUNTIME) is not None), (PACKAGE, place is not None)):
        if not there:
            told = words("moonshine.not_installed", name=name, package=PACKAGE, version=VERSION)
            return Part(Health.MISSING, told)
    assert place is not None
    gaps = [name for name in (ENCODER, DECODER, TOKENIZER) if not (place / name).is_file()]
    if gaps:
        told = words("moonshine.lacks", version=_version(), files=", ".join(gaps), wanted=VERSION)
        return Part(Health.BROKEN, told)
    return Part(Health.PRESENT, words("ears.model", name=NAME))


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "?"
