"""The kernel says who is at the other end."""

import os
import socket

from daemon.base.peer import is_ours, peer


def test_the_kernel_says_whose_a_connection_is() -> None:
    with socket.socket(socket.AF_UNIX) as alone:
        ours, theirs = socket.socketpair(socket.AF_UNIX)
        with ours, theirs:
            assert peer(ours) == (os.getpid(), os.getuid())
            assert is_ours(ours)
        assert not is_ours(alone)
