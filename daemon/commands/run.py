"""`easeback run`: the daemon in the foreground."""

import argparse

from daemon.commands import Commands


def add_commands(commands: Commands) -> None:
    """Add `run` to the parser."""
    running = commands.add_parser(
        "run",
        help="the daemon in the foreground",
        description="Reminds of runs, rest, strength work and the morning's question, until it is "
        "stopped with Ctrl-C or SIGTERM. The systemd unit starts this.",
        epilog="example: easeback run",
    )
    running.set_defaults(run=_run)


def _run(_arguments: argparse.Namespace) -> int:
    # Imported here: the other commands answer faster without it.
    from daemon.app import run

    return run()
