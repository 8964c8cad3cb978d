"""Whoever asks a daemon that is not there, or that is not one, is told so."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.errors import Refused
from daemon.base.long_path import short
from daemon.control import client
from daemon.control.client import ControlClient, NoDaemon, daemon_status, faults, wake


@contextmanager
def answering(path: Path, *lines: bytes) -> Iterator[None]:
    """Somebody at this socket who gives one answer a line, and then hangs up."""
    with socket.socket(socket.AF_UNIX) as server:
        with short(path) as name:
            server.bind(name)
        server.listen()

        def serve() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as requests:
                for line in lines:
                    requests.readline()
                    connection.sendall(line + b"\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join()


def test_an_answer_comes_without_its_envelope(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with answering(path, b'{"v": 1, "id": 1, "ok": true, "pid": 7}'), ControlClient(path) as asking:
        assert asking.ask("status") == {"pid": 7}


def test_a_refusal_has_its_code(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    error = b'{"ok": false, "error": {"code": "not_open", "message": "No."}}'
    with (
        answering(path, error),
        ControlClient(path) as asking,
        pytest.raises(Refused, match="No") as refused,
    ):
        asking.ask("answer")
    assert refused.value.code == "not_open"


@pytest.mark.parametrize("lines", [(), (b"hello",)])
def test_who_hangs_up_or_speaks_otherwise_is_no_daemon(
    tmp_path: Path, lines: tuple[bytes, ...]
) -> None:
    path = tmp_path / "socket"
    with answering(path, *lines), ControlClient(path) as asking, pytest.raises(NoDaemon):
        asking.ask("status")


def test_without_one_nothing_fails_that_needs_none(tmp_path: Path) -> None:
    with pytest.raises(NoDaemon):
        ControlClient(tmp_path / "nobody")
    wake()
    assert daemon_status() is None
    assert faults(None) == []


def test_what_is_broken_in_it_is_told() -> None:
    parts = {
        "voice": {"state": "broken", "detail": "It hangs."},
        "diary": {"state": "present", "detail": ""},
        "backups": {"state": "missing", "detail": "None yet."},
    }
    assert faults({"parts": parts}) == ["It hangs."]


def test_another_users_socket_is_told_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    us = os.getuid()
    with answering(tmp_path / "socket"):
        monkeypatch.setattr(os, "getuid", lambda: us + 1)
        with pytest.raises(NoDaemon):
            ControlClient(tmp_path / "socket")


def test_one_that_hangs_is_told_within_a_second_and_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.05)
    path = paths.control_socket()
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as hanging:
        with short(path) as name:
            hanging.bind(name)
        # Nobody accepts: the kernel lets them connect, and that is all.
        hanging.listen(1)
        told = daemon_status()
        assert told
        assert told["pid"] == os.getpid()
        assert "did not answer" in faults(told)[0]
        assert daemon_status() == told


def test_one_whose_socket_is_crowded_says_so() -> None:
    path = paths.control_socket()
    path.parent.mkdir(parents=True)
    error = b'{"ok": false, "error": {"code": "crowded", "message": "at most 16 connections"}}'
    with answering(path, error):
        assert faults(daemon_status()) == ["at most 16 connections"]
