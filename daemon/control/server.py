"""The control socket: who may connect, how much, how fast. Always an answer or a close."""

import asyncio
import logging
import os
import socket
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from daemon.base.errors import CannotRun, EasebackError, Refused
from daemon.base.long_path import short
from daemon.base.peer import is_ours
from daemon.base.words import words
from daemon.control.protocol import (
    MOST_BYTES,
    BadFrame,
    Perform,
    frame_from,
    refusal,
    reply,
)
from voice.base.own_folder import folder_at

log = logging.getLogger(__name__)


CONNECTIONS = 16
# Far more than a person or a script of theirs asks, far less than would keep a core busy.
REQUESTS_A_SECOND = 100.0
BURST = 200.0
# How long half a request, or a reader that does not read, may keep a connection.
STALLED_SECONDS = 5.0
# How long a connection may ask nothing.
IDLE_SECONDS = 600.0


class ControlServer:
    """Answers requests on a Unix socket that only its owner can open."""

    def __init__(self, path: Path, perform: Perform, rate: float = REQUESTS_A_SECOND) -> None:
        self._path = path
        self._perform = perform
        self._pace = Pace(rate)
        self._connections: set[asyncio.Task[None]] = set()
        # Those that ask nothing at the moment, the one that has been silent longest first.
        self._silent: dict[asyncio.Task[None], None] = {}

    async def __aenter__(self) -> Self:
        """Answer from now on. Raises CannotRun where the socket cannot be had."""
        self._server = await asyncio.start_unix_server(
            self._connected, sock=listening(self._path), limit=MOST_BYTES
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection; the socket is gone afterwards."""
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            if is_ours(writer.get_extra_info("socket")):
                await (self._converse(reader, writer) if self._has_room() else _turn_away(writer))
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            # The other side went away or does not read, or nobody is answered any more: a mere
            # close would wait for it. (asyncio logs a cancelled connection as a fault.)
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            self._silent.pop(task, None)
            writer.close()

    def _has_room(self) -> bool:
        """Whoever asks nothing gives way to one who comes to ask."""
        if len(self._connections) > CONNECTIONS and self._silent:
            silent = next(iter(self._silent))
            del self._silent[silent]
            self._connections.discard(silent)
            silent.cancel()
        return len(self._connections) <= CONNECTIONS

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        while True:
            try:
                self._silent[task] = None
                line = await _line(reader)
                self._silent.pop(task, None)
            except asyncio.LimitOverrunError:
                too_long = Refused("too_long", f"a request has at most {MOST_BYTES} bytes")
                await _send(writer, refusal(None, too_long))
                return
            if line is None:
                return
            if delay := self._pace.delay(asyncio.get_running_loop().time()):
                await asyncio.sleep(delay)
            await _send(writer, await self._answer(line))

    async def _answer(self, line: bytes) -> bytes:
        try:
            frame = frame_from(line)
        except BadFrame as bad:
            return refusal(bad.id, bad)
        try:
            return reply(frame.id, await self._perform(frame.request))
        except Refused as refused:
            return refusal(frame.id, refused)
        except CannotRun as error:
            return refusal(frame.id, Refused("cannot", str(error)))
        except EasebackError as error:
            return refusal(frame.id, Refused("refused", str(error)))
        except Exception:
            # One request that goes wrong must not take the reminders with it.
            log.exception("request %s", type(frame.request).__name__)
            return refusal(frame.id, Refused("fault", "this went wrong; see: easeback logs"))


class Pace:
    """Holds back whoever asks faster than `rate` a second, after a burst."""

    def __init__(self, rate: float, burst: float = BURST) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, 0.0

    def delay(self, now: float) -> float:
        """How many seconds the request that came at `now` has to wait."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - 1.0
        self._at = now
        return max(0.0, -self._left / self._rate)


def listening(path: Path) -> socket.socket:
    """The socket, 0600 in a folder 0700. Raises CannotRun where that is not to be had.

    The daemon's lock is held: a socket that is there is one that a killed daemon left.
    """
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        folder_at(path.parent)
        status = path.parent.stat()
        if status.st_uid != os.getuid():
            raise CannotRun(words("socket.foreign", folder=path.parent))
        path.parent.chmod(0o700)
        if path.exists() and not stat.S_ISSOCK(path.stat().st_mode):
            raise CannotRun(words("socket.taken", path=path))
        path.unlink(missing_ok=True)
        with short(path) as name:
            server.bind(name)
        path.chmod(0o600)
        server.listen(CONNECTIONS)
    except OSError as error:
        server.close()
        raise CannotRun(words("socket.unmade", path=path, reason=error.strerror)) from None
    except CannotRun:
        server.close()
        raise
    return server


async def _line(reader: asyncio.StreamReader) -> bytes | None:
    """The next line; None at the end of the connection, or where none or only half of one comes."""
    try:
        async with asyncio.timeout(IDLE_SECONDS):
            first = await reader.readexactly(1)
        if first == b"\n":
            return first
        async with asyncio.timeout(STALLED_SECONDS):
            return first + await reader.readuntil(b"\n")
    except (asyncio.IncompleteReadError, TimeoutError):
        return None


async def _send(writer: asyncio.StreamWriter, line: bytes) -> None:
    writer.write(line)
    async with asyncio.timeout(STALLED_SECONDS):
        await writer.drain()


async def _turn_away(writer: asyncio.StreamWriter) -> None:
    crowded = Refused("crowded", f"at most {CONNECTIONS} connections at once")
    await _send(writer, refusal(None, crowded))
