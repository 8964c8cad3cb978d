"""Asks a running daemon, over its control socket. Small: commands that answer at once use it."""

import errno
import json
import os
import socket
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from daemon.base import paths
from daemon.base.errors import CannotRun, Refused
from daemon.base.long_path import short
from daemon.base.peer import is_ours, peer
from daemon.control.version import VERSION
from voice.base.health import Health

# Longer than a session is waited for that does not change.
SECONDS = 30.0
# How long a daemon may take to answer that it is there.
ANSWER_SECONDS = 0.8
# What was found of one that does not answer at its socket, and until when it is not asked again.
_unheard: dict[Path, tuple[float, dict[str, Any]]] = {}


class NoDaemon(CannotRun):
    """Nobody answers on the socket."""

    def __init__(self, how: str, reason: str) -> None:
        # Imported here: most of the time there is somebody, and sentences take a while to load.
        from daemon.base.words import words

        super().__init__(words(f"socket.{how}", reason=reason))


class ControlClient:
    """One connection. Raises NoDaemon where it is lost, Refused where the daemon declines."""

    def __init__(self, path: Path | None = None, seconds: float = SECONDS) -> None:
        self._number = 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(seconds)
        try:
            with short(path or paths.control_socket()) as name:
                self._socket.connect(name)
            if not is_ours(self._socket):
                raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        except OSError as error:
            self._socket.close()
            raise NoDaemon("absent", error.strerror or str(error)) from None
        self._lines = self._socket.makefile("rb")

    def __enter__(self) -> Self:
        """Connected already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Disconnect."""
        self._lines.close()
        self._socket.close()

    @property
    def pid(self) -> int | None:
        """The daemon's process."""
        daemon = peer(self._socket)
        return daemon.pid if daemon else None

    def wait_for(self, seconds: float) -> None:
        """Wait so long for an answer from now on."""
        self._socket.settimeout(seconds)

    def ask(self, operation: str, **values: Any) -> dict[str, Any]:
        """What the daemon answers, without `v`, `id` and `ok`."""
        self._number += 1
        request = {"v": VERSION, "id": self._number, "op": operation, **values}
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(self._lines.readline())
        except (OSError, ValueError) as error:
            raise NoDaemon("silent", str(error)) from None
        if not answer["ok"]:
            raise Refused(**answer["error"])
        return {name: value for name, value in answer.items() if name not in ("v", "id", "ok")}


def wake() -> None:
    """Tell a running daemon that the store changed. None running is as good."""
    with suppress(NoDaemon, Refused), ControlClient(seconds=1.0) as client:
        client.ask("look")


def daemon_status() -> dict[str, Any] | None:
    """What a running daemon says of itself; None where there is none.

    One that does not answer within a second is told as broken in its part "control".
    """
    path = paths.control_socket()
    until, known = _unheard.get(path, (0.0, None))
    if monotonic() < until:
        return known
    try:
        client = ControlClient(path, ANSWER_SECONDS)
    except NoDaemon:
        return None
    with client:
        try:
            # It has to look nothing up for this.
            client.ask("session")
            client.wait_for(SECONDS)
            told = client.ask("status")
        except (NoDaemon, Refused) as error:
            told = _broken(client.pid, str(error))
            _unheard[path] = (monotonic() + ANSWER_SECONDS, told)
    return {name: told[name] for name in ("pid", "next_wake", "session", "parts")}


def _broken(pid: int | None, detail: str) -> dict[str, Any]:
    part = {"state": Health.BROKEN, "detail": detail}
    return {"pid": pid, "next_wake": None, "session": None, "parts": {"control": part}}


def faults(daemon: dict[str, Any] | None) -> list[str]:
    """What is broken in it, as sentences."""
    parts = daemon["parts"].values() if daemon else ()
    return [part["detail"] for part in parts if part["state"] == Health.BROKEN]
