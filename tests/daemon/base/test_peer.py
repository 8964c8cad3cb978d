"""The kernel says who is at the other end."""

import os
import socket

from daemon.base.peer import peer


def test_the_kernel_says_whose_a_connection_is() -> None:
    with socket.socket(socket.AF_UNIX) as alone:
        ours, theirs = socket.socketpair(socket.AF_UNIX)
        with ours, theirs:
            assert peer(ours) == os.getuid()
        assert peer(alone) != os.getuid()
