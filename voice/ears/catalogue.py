"""Speech models: the bundled one, those that can be installed, and which of them listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import tomli

from voice.base.own_folder import own_folder
from voice.base.places import models_folder
from voice.base.whole_file import write_whole
from voice.base.words import words

BUNDLED = Path(__file__).parents[1] / "models" / "tiny-en"
# Vosk crashes the process where one of these is missing.
NEEDED = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")
_CHOICE = "in-use"


@dataclass(frozen=True)
class Archive:
    """A model to be had: a ZIP file of so many bytes with this SHA-256."""

    name: str
    about: str
    licence: str
    url: str
    bytes: int
    sha256: str


@cache
def catalogue() -> Mapping[str, Archive]:
    """Every archive that ships as a pinned checksum, by the model's name."""
    data = tomli.loads((files("voice") / "data" / "models.toml").read_text("utf-8"))
    return {
        name: Archive(name, words(f"about.{name}"), **entry)
        for name, entry in data.items()
        if name != "format"
    }


def lacking(model: Path) -> list[str]:
    """Files that a model folder should have and has not."""
    return [name for name in NEEDED if not (model / name).is_file()]


def installed() -> Mapping[str, Path]:
    """Every complete model by its name, the bundled one first."""
    found = sorted(path for path in models_folder().glob("[!.]*") if not lacking(path))
    return {BUNDLED.name: BUNDLED, **{path.name: path for path in found}}


def in_use() -> Path:
    """The model that listens: the one chosen, else an installed one, else the bundled one."""
    models = installed()
    chosen = models.get(_choice())
    return chosen or [*models.values()][-1]


def use(name: str) -> None:
    """Have this one listen from now on."""
    place = models_folder() / _CHOICE
    own_folder(place.parent)
    write_whole(place, f"{name}\n")


def _choice() -> str:
    try:
        return (models_folder() / _CHOICE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
