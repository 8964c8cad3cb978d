"""One file from the network: resumed where it was cut, and exactly the one that is pinned.

The only module that opens a connection to the outside, and only for `easeback model install`.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from daemon.base.errors import CannotRun
from daemon.base.words import words
from voice.ears.catalogue import Archive

ShowProgress = Callable[[int, int], None]
"""Told how many bytes are there, and of how many."""

_TIMEOUT = 30
_TRIES = 5
_PAUSE = 0.5
_PIECE = 1 << 16
_PARTIAL, _NOT_SATISFIABLE = 206, 416


def fetch(archive: Archive, url: str, part: Path, progress: ShowProgress) -> None:
    """Bring `part` to the whole archive; what it has already is kept.

    Raises CannotRun; `part` then keeps what came, unless it is not the archive at all.
    """
    most = failures = 0
    reason = ""
    while (have := _size(part)) < archive.bytes:
        # Only tries that bring nothing count: a line that is cut often still gets there.
        failures = 0 if have > most else failures + 1
        most = max(most, have)
        if failures > _TRIES:
            raise CannotRun(words("model.cut", name=archive.name, reason=reason))
        if failures > 1:
            time.sleep(_PAUSE * 2**failures)
        try:
            _go_on(archive, url, part, progress)
        except (HTTPException, URLError, TimeoutError, ConnectionError) as error:
            reason = str(error) or type(error).__name__
            if isinstance(error, HTTPError) and 400 <= error.code < 500:
                raise CannotRun(words("model.refused", url=url, reason=reason)) from None
    verify(archive, part)


def verify(archive: Archive, part: Path) -> None:
    """Raise CannotRun, and remove the file, where it is not the archive that is pinned."""
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    if part.stat().st_size != archive.bytes or digest.hexdigest() != archive.sha256:
        part.unlink()
        raise CannotRun(words("model.wrong", name=archive.name))


def _go_on(archive: Archive, url: str, part: Path, progress: ShowProgress) -> None:
    have = _size(part)
    request = Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        reply: HTTPResponse = urlopen(request, timeout=_TIMEOUT)
    except HTTPError as error:
        if error.code == _NOT_SATISFIABLE and have:
            # The server's file ends here, before ours does.
            part.unlink()
            raise CannotRun(words("model.wrong", name=archive.name)) from None
        raise
    # A server that does not go on where we were sends it from the beginning.
    goes_on = reply.status == _PARTIAL and _begins_at(reply, have)
    with reply, part.open("ab" if goes_on else "wb") as out:
        _copy(reply, out, archive, progress)


def _begins_at(reply: HTTPResponse, have: int) -> bool:
    return (reply.headers.get("Content-Range") or "").startswith(f"bytes {have}-")


def _copy(reply: HTTPResponse, out: BinaryIO, archive: Archive, progress: ShowProgress) -> None:
    have = out.tell()
    # A byte more than there should be is enough to know that it is another file.
    while have <= archive.bytes and (piece := reply.read1(_PIECE)):
        out.write(piece)
        have += len(piece)
        progress(min(have, archive.bytes), archive.bytes)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
