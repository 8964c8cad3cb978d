"""One daemon and one session at a time on one diary, whoever starts them and from where.

The locks lie beside the file itself, where links to it end: no environment leads past them. The
kernel lets go of them when the process ends, however it ends.
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from daemon.base.errors import CannotRun
from daemon.base.words import words
from voice.base.own_folder import folder_at

LOCKS = ("daemon", "session", "use")
"""What may be held of a diary; "use" by many, or by one who replaces or erases the file."""
# Somebody puts another file in its place, which takes a moment; by then it is done or hangs.
_WAIT_SECONDS = 5.0
_LOOK_SECONDS = 0.02


@contextmanager
def only_one(what: str, of: Path) -> Iterator[None]:
    """Hold the lock `what` of this file; raises CannotRun naming the process that has it."""
    with _exclusive(what, of):
        yield


@contextmanager
def alone(of: Path) -> Iterator[None]:
    """Nobody has the diary open meanwhile: it may be replaced or erased. Raises CannotRun."""
    with ExitStack() as held:
        for what in LOCKS[:2]:
            held.enter_context(only_one(what, of))
        held.enter_context(_exclusive("use", of, _WAIT_SECONDS))
        yield


def in_use(of: Path) -> int | None:
    """A descriptor; until it is closed the file is not replaced. Raises CannotRun.

    None where no lock can be made: who cannot write there cannot replace it either.
    """
    folder = os.path.dirname(os.path.realpath(of))
    if os.path.exists(folder) and not os.access(folder, os.W_OK):
        return None
    try:
        return _taken("use", of, fcntl.LOCK_SH, _WAIT_SECONDS)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return None
        raise CannotRun(_no_lock("use", of, error)) from None


def lock_of(what: str, of: Path) -> Path:
    """Where the lock `what` of a file lies."""
    file = Path(os.path.realpath(of))
    return file.with_name(f"{file.name}.{what}.lock")


@contextmanager
def _exclusive(what: str, of: Path, seconds: float = 0.0) -> Iterator[None]:
    try:
        descriptor = _taken(what, of, fcntl.LOCK_EX, seconds)
    except OSError as error:
        raise CannotRun(_no_lock(what, of, error)) from None
    try:
        # Where the disk is full, the lock holds all the same; only nobody reads whose it is.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _taken(what: str, of: Path, how: int, seconds: float = 0.0) -> int:
    """A descriptor that holds the lock. Raises CannotRun where another has it, or OSError."""
    lock = lock_of(what, of)
    end = time.monotonic() + seconds
    while True:
        try:
            return _held(lock, how)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise CannotRun(words(f"running.{what}", owner=_owner(lock))) from None
        time.sleep(_LOOK_SECONDS)


def _no_lock(what: str, of: Path, error: OSError) -> str:
    return words("running.no_lock", lock=lock_of(what, of), reason=error.strerror)


def _held(lock: Path, how: int) -> int:
    folder_at(lock.parent)
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        # Who held it may have erased it meanwhile: then it keeps nobody out any more.
        if _is_still(descriptor, lock):
            return descriptor
        os.close(descriptor)


def _is_still(descriptor: int, path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False


def _owner(lock: Path) -> str:
    with suppress(OSError, ValueError):
        return str(int(lock.read_bytes()[:20]))
    return "unknown"
