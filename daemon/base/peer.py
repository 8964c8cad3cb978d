"""Who is at the other end of a Unix socket."""

import socket
import struct

_UCRED = struct.Struct("3i")


def peer(connection: socket.socket) -> int | None:
    """The user; None where the kernel does not say."""
    try:
        packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except OSError:
        return None
    user: int = _UCRED.unpack(packed)[1]
    return user
