"""A file is written whole or not at all: whoever reads it finds the old one or the new one."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MODE = 0o600
# Nobody writes a file for so long: what is older was left by a process that was killed.
_LEFT_SECONDS = 3600.0


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A path to write to, in the same folder; it takes the place of `file` once the block ends.

    Nobody but its owner reads it, unless the file that is there says otherwise.

    By then it is on disk. Where the block fails, or the process is killed, `file` is as it was. A
    file that is there keeps its mode; a link, and what is no plain file, stay what they are.
    Raises OSError.
    """
    file = Path(os.path.realpath(file))
    if file.exists() and not file.is_file():
        # A pipe, or /dev/stdout, is read while it is written: it cannot be replaced.
        yield file
        return
    sweep(file.parent, file.name)
    made = file.with_name(f".{file.name}.{os.getpid()}-{time.monotonic_ns()}.new")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
    try:
        with suppress(FileNotFoundError):
            made.chmod(file.stat().st_mode)
        yield made
        _sync(made)
        made.replace(file)
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    # Not every file system lets a folder be synchronised; the file is whole all the same.
    with suppress(OSError):
        _sync(file.parent)


def write_whole(file: Path, data: str | bytes) -> None:
    """Have `file` hold exactly this; a text in UTF-8. Raises OSError, and then it is as before."""
    with whole(file) as made:
        made.write_bytes(data.encode() if isinstance(data, str) else data)


def sweep(folder: Path, name: str = "") -> None:
    """Remove what killed processes left beside files of this name, of any name if left out."""
    for left in folder.iterdir():
        ours = left.name.startswith(f".{name}.") if name else left.name.startswith(".")
        if ours and left.name.endswith(".new"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                    left.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
