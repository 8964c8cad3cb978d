"""What a watch wrote down of runs: FIT, GPX and TCX files, bare or packed.

Files come from anywhere: a damaged one is an error that names it, XML that declares entities is
refused unread, and what is packed is unpacked no further than a run may be large.
"""

import gzip
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from daemon.base.errors import EasebackError
from daemon.exchange import gpx, tcx
from daemon.exchange.activity import Activity
from daemon.exchange.fit import MAGIC, MAGIC_AT, read_fit
from daemon.exchange.xml_file import name_of, root_of

_ENDINGS = (".fit", ".gpx", ".tcx", ".gz", ".zip")
# A day of one reading a second with every sensor is below that.
_MOST_BYTES = 64_000_000
# More than the runs of a life.
_MOST_FILES = 20_000
_DAMAGED: tuple[type[Exception], ...] = (
    *(ParseError, ValueError, LookupError, TypeError, ArithmeticError),
    *(struct.error, zlib.error, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError),
)
_GZIP = b"\x1f\x8b"
_ROOTS: Mapping[str, Callable[[Element], list[Activity]]] = {
    gpx.ROOT: gpx.read_gpx,
    tcx.ROOT: tcx.read_tcx,
}


class Told(NamedTuple):
    """What a file tells of, or what is wrong with it (its name in it)."""

    name: str
    activities: list[Activity]
    problem: str = ""


def is_watch_file(path: Path) -> bool:
    """Whether it may be one: by its name, or by how it begins where the name says nothing."""
    if path.suffix.lower() in _ENDINGS:
        return True
    if path.exists() and not path.is_file():
        return path.is_char_device() or path.is_fifo()
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError:
        return False
    return start[MAGIC_AT:].startswith(MAGIC) or start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def files_below(path: Path) -> list[Path]:
    """The file, or a folder's files that are a watch's by their names, the oldest name first."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    return sorted(file for file in found if not file.name.startswith("."))


def read_watch_file(path: Path) -> Iterator[Told]:
    """What the file tells, or each of the files in the archive."""
    try:
        # A device or a pipe need not end.
        if path.is_char_device() or path.is_fifo():
            raise EasebackError(f"{path}: too large for a run")
        if path.suffix.lower() == ".zip":
            with _named(str(path)), zipfile.ZipFile(path) as archive:
                packed = [each for each in archive.infolist() if _is_packed_watch_file(each)]
                if len(packed) > _MOST_FILES:
                    raise EasebackError(f"{path}: too many files for the runs of a life")
                for each in packed:
                    yield _told(f"{path}: {each.filename}", partial(archive.open, each))
        else:
            yield _told(str(path), lambda: path.open("rb"))
    except EasebackError as error:
        yield Told(str(path), [], str(error))


def _is_packed_watch_file(packed: zipfile.ZipInfo) -> bool:
    name = Path(packed.filename)
    return name.suffix.lower() in _ENDINGS[:-1] and not name.name.startswith(".")


def _told(name: str, opened: Callable[[], IO[bytes]]) -> Told:
    try:
        with _named(name), opened() as file:
            activities = _activities(_bounded(name, file))
            if not activities:
                raise EasebackError(f"{name}: there is no activity in this file")
    except EasebackError as error:
        return Told(name, [], str(error))
    return Told(name, activities)


def _bounded(name: str, file: IO[bytes]) -> bytes:
    """All of it, unpacked where it is packed."""
    data = file.read(_MOST_BYTES + 1)
    if data.startswith(_GZIP):
        with gzip.open(BytesIO(data)) as packed:
            data = packed.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise EasebackError(f"{name}: too large for a run")
    return data


def _activities(data: bytes) -> list[Activity]:
    if not data:
        return []
    if data[MAGIC_AT:].startswith(MAGIC):
        return read_fit(data)
    root = root_of(data)
    if name_of(root) not in _ROOTS:
        raise ValueError("it is neither FIT nor GPX nor TCX")
    return _ROOTS[name_of(root)](root)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Whatever a library makes of a damaged file, as one error with its name."""
    from defusedxml import DefusedXmlException

    try:
        yield
    except OSError as error:
        raise EasebackError(f"{name}: {error.strerror or error}") from None
    except DefusedXmlException:
        raise EasebackError(f"{name}: refused: it declares entities, which no watch does") from None
    except _DAMAGED as error:
        reason = str(error).partition("\n")[0][:100]
        raise EasebackError(f"{name}: the file is damaged or of another kind: {reason}") from None
