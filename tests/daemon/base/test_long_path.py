"""Sockets in folders as deep as they like."""

import socket
from pathlib import Path

import pytest

from daemon.base.long_path import short


def test_a_socket_is_reached_where_its_own_name_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("deep" * 40) / "control.sock"
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        with pytest.raises(OSError, match="too long"):
            server.bind(str(path))
        with short(path) as name:
            server.bind(name)
        server.listen()
        with short(path) as name:
            client.connect(name)
        assert path.is_socket()
