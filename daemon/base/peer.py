"""Who is at the other end of a Unix socket."""

import os
import socket
import struct
from typing import NamedTuple

_UCRED = struct.Struct("3i")


class Peer(NamedTuple):
    """A process and its user."""

    pid: int
    user: int


def peer(connection: socket.socket) -> Peer | None:
    """None where the kernel does not say."""
    try:
        packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except OSError:
        return None
    pid, user, _group = _UCRED.unpack(packed)
    return Peer(pid, user)


def is_ours(connection: socket.socket) -> bool:
    """Whether a process of the same user is there."""
    other = peer(connection)
    return other is not None and other.user == os.getuid()
