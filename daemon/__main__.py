# PYTHON_ARGCOMPLETE_OK
"""The program `easeback`: an answer that still holds is told at once, all else by the commands.

What is kept of `status` is what depends on files; a running daemon is asked each time.
"""

import json
import sys
import time
from io import StringIO
from typing import Any, TextIO

from daemon.base import paths
from daemon.commands import answer_cache

Daemon = dict[str, Any] | None


def main() -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:]
    if argv not in answer_cache.RECALLED or sys.stdout is None:
        code = _command(argv)
        if code == 0 and argv and argv[0] in answer_cache.CHANGING:
            _answer_ahead()
        return code
    try:
        daemon = _daemon(argv)
        told = answer_cache.recalled(argv, answer_cache.stamp())
        if told is None or _is_faulty(daemon):
            return _tell_anew(argv, sys.stdout)
        sys.stdout.write(_with(daemon, argv, told))
        sys.stdout.flush()
    except (OSError, UnicodeError):
        # The commands know what to do with output that cannot be written.
        return _command(argv)
    return 0


def _tell_anew(argv: list[str], out: TextIO) -> int:
    from contextlib import redirect_stdout

    at, before = time.time_ns(), answer_cache.stamp()
    with redirect_stdout(StringIO()) as found:
        code = _command(argv)
    told = found.getvalue()
    out.write(told)
    out.flush()
    if code == 0 and not _is_faulty(_daemon(argv)):
        answer_cache.remember(argv, before, at, _with(None, argv, told))
    return code


def _answer_ahead() -> None:
    from contextlib import redirect_stderr

    answer_cache.settle()
    # What there is to say beside an answer was said by the command.
    with redirect_stderr(StringIO()):
        for argv in answer_cache.AHEAD:
            _tell_anew(argv, StringIO())


def _daemon(argv: list[str]) -> Daemon:
    if argv[0] != "status" or not paths.control_socket().exists():
        return None
    from daemon.control.client import daemon_status

    return daemon_status()


def _is_faulty(daemon: Daemon) -> bool:
    """Whether it has more to tell than what is kept."""
    if daemon is None:
        return False
    from daemon.control.client import faults

    return bool(faults(daemon))


def _with(daemon: Daemon, argv: list[str], told: str) -> str:
    if argv != ["status", "--json"]:
        return told
    return json.dumps({**json.loads(told), "daemon": daemon}) + "\n"


def _command(argv: list[str]) -> int:
    from daemon.cli import main as run

    return run(argv)


if __name__ == "__main__":
    sys.exit(main())
