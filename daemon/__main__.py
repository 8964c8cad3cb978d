# PYTHON_ARGCOMPLETE_OK
"""The program `easeback`: an answer that still holds is told at once, all else by the commands."""

import sys

from daemon import recall


def main() -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:]
    if not recall.is_kept(argv) or sys.stdout is None:
        return _command(argv)
    try:
        before = recall.stamp()
        told = recall.recalled(argv, before)
        if told is None:
            return _told_anew(argv, before)
        sys.stdout.write(told)
        sys.stdout.flush()
    except (OSError, UnicodeError):
        # The commands know what to do with output that cannot be written.
        return _command(argv)
    return 0


def _told_anew(argv: list[str], before: recall.Stamp) -> int:
    from contextlib import redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()) as out:
        code = _command(argv)
    sys.stdout.write(out.getvalue())
    sys.stdout.flush()
    if code == 0:
        recall.remember(argv, before, out.getvalue())
    return code


def _command(argv: list[str]) -> int:
    from daemon.cli import main as run

    return run(argv)


if __name__ == "__main__":
    sys.exit(main())
