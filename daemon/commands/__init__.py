"""The commands, one file each."""

from typing import Any

Commands = Any
"""What a command is added to: argparse keeps the type of its sub-parsers private."""
