"""A ZIP file into a folder, trusting nothing in it."""

import stat
import zlib
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from daemon.base.errors import CannotRun
from daemon.base.words import words

MOST_FILES = 1000
_PIECE = 1 << 16


def unpack(archive: Path, into: Path, most: int) -> None:
    """Unpack at most `most` bytes. Raises CannotRun, OSError for a full disk; `into` must exist.

    Refused before anything is written: names that lead out of the folder, links and devices,
    more files or bytes than a model has, and other methods of packing than ZIP's own.
    """
    try:
        with ZipFile(archive) as packed:
            entries = packed.infolist()
            _check(entries, most)
            for entry in entries:
                if not entry.is_dir():
                    _write(packed, entry, into, most)
    # zipfile's words for damaged, cut off and encrypted; damaged again, in zlib's words.
    except (BadZipFile, EOFError, RuntimeError, zlib.error) as error:
        raise CannotRun(words("model.unreadable", reason=error)) from None


def _check(entries: list[ZipInfo], most: int) -> None:
    for entry in entries:
        path, kind = PurePosixPath(entry.filename), stat.S_IFMT(entry.external_attr >> 16)
        outside = (
            path.is_absolute() or ".." in path.parts or set(entry.filename) & {"\\", ":", "\0"}
        )
        if outside or kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise CannotRun(words("model.outside", path=repr(entry.filename)))
        # Others tell damage in ways of their own, and no model needs them.
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile(f"method of packing: {entry.compress_type}")
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > most:
        raise CannotRun(words("model.bomb"))


def _write(packed: ZipFile, entry: ZipInfo, into: Path, most: int) -> None:
    target = into.joinpath(*PurePosixPath(entry.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = min(entry.file_size, most)
    with packed.open(entry) as source, target.open("xb") as out:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                # The size that the archive tells is not the one it has.
                raise CannotRun(words("model.bomb"))
            out.write(piece)
