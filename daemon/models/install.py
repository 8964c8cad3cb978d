"""Installing a speech model: fetched, checked, unpacked, tried, and only then put in place."""

import errno
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import words
from daemon.models.download import ShowProgress, fetch, verify
from daemon.models.unpack import unpack
from voice.base.children import own_program
from voice.base.own_folder import own_folder
from voice.base.places import models_folder
from voice.ears import catalogue
from voice.ears.catalogue import Archive

# How much larger than its archive a model may be: speech models hardly compress.
_GROWS = 4
_TRIAL_SECONDS = 120

Free = Callable[[Path], int]
"""Bytes that are free where a folder is."""


def install(
    archive: Archive, source: str, progress: ShowProgress, free: Free | None = None
) -> Path:
    """Install from a URL or a file. Raises EasebackError; a model that is there stays as it is."""
    place = models_folder() / archive.name
    try:
        own_folder(place.parent)
        part = place.with_name(f".{archive.name}.zip.part")
        _check_space(archive, part, free or _free)
        if "://" in source:
            fetch(archive, source, part, progress)
        else:
            _copy(archive, Path(source), part)
        _put(archive, part, place)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise CannotRun(words("model.full", folder=place.parent)) from None
        raise CannotRun(f"{error.filename or place}: {error.strerror}") from None
    part.unlink()
    return place


def remove(name: str) -> None:
    """Remove an installed model and what is left of its download."""
    place = models_folder() / name
    gone = place.with_name(f".{name}.removed")
    with suppress(FileNotFoundError):
        # A model half removed must not be taken for one.
        place.replace(gone)
    shutil.rmtree(gone, ignore_errors=True)
    place.with_name(f".{name}.zip.part").unlink(missing_ok=True)


def _check_space(archive: Archive, part: Path, free: Free) -> None:
    have = part.stat().st_size if part.exists() else 0
    needed = archive.bytes * (1 + _GROWS) - have
    if (left := free(part.parent)) < needed:
        text = words("model.space", needed=megabytes(needed), free=megabytes(left))
        raise CannotRun(f"{part.parent}: {text}")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _copy(archive: Archive, source: Path, part: Path) -> None:
    if not source.is_file():
        raise EasebackError(f"{source}: not found")
    shutil.copyfile(source, part)
    verify(archive, part)


def _put(archive: Archive, part: Path, place: Path) -> None:
    for old in place.parent.glob(f".{archive.name}-*"):
        # Of an install that was killed; the lock says that no other is at it.
        shutil.rmtree(old)
    with tempfile.TemporaryDirectory(prefix=f".{archive.name}-", dir=place.parent) as name:
        unpack(part, Path(name), archive.bytes * _GROWS)
        model = _model_in(Path(name), archive)
        _try(model, archive)
        if place.exists():
            shutil.rmtree(place)
        model.replace(place)


def _model_in(folder: Path, archive: Archive) -> Path:
    """The model, which archives have in a folder of its own."""
    for found in (folder, *folder.iterdir()):
        if not catalogue.lacking(found):
            return found
    raise CannotRun(words("model.incomplete", name=archive.name))


def _try(model: Path, archive: Archive) -> None:
    """Have it listen once, in a process that may crash: not every model runs everywhere."""
    listening = own_program("voice", "try", str(model))
    try:
        tried = subprocess.run(
            listening, capture_output=True, text=True, timeout=_TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotRun(
            words("model.unfit", name=archive.name, reason=words("model.hangs"))
        ) from None
    if tried.returncode:
        reason = tried.stderr.strip().rpartition("\n")[2] or words(
            "process.code", code=tried.returncode
        )
        raise CannotRun(words("model.unfit", name=archive.name, reason=reason))


def megabytes(number: int) -> str:
    """A size for people."""
    return f"{number / 1e6:.1f} MB"
