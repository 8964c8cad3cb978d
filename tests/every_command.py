"""Every command as the parser knows it, so that no test keeps a list of its own."""

import argparse
from collections.abc import Iterator

from daemon.cli import parser


def every_command() -> dict[str, argparse.ArgumentParser]:
    """Each command and each part of one ("rules verify") with its parser."""
    return dict(_below("", parser()))


def _below(name: str, of: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for part, inner in action.choices.items():
                whole = f"{name} {part}".strip()
                yield whole, inner
                yield from _below(whole, inner)
