"""The options of `hear` and `say`, without the engines: help and completion load nothing heavy."""

import argparse
from enum import StrEnum
from pathlib import Path
from typing import Any

from voice.base.words import words
from voice.language.kinds import Kind


class Engine(StrEnum):
    """Who listens."""

    TINY = "tiny"
    MOONSHINE = "moonshine"
    BOTH = "both"


def add_hear(commands: Any) -> argparse.ArgumentParser:
    """Add `hear` to the sub-parsers."""
    hear: argparse.ArgumentParser = commands.add_parser(
        "hear",
        help="what the ears make of recordings",
        description="Listens to recordings (WAV, FLAC or Ogg, any rate) as answers. "
        "Of a recording that is longer than an answer, the first answer in it counts.",
        epilog="example: easeback hear --for score --json three.wav",
    )
    wanted = hear.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "--for",
        dest="kind",
        type=Kind,
        choices=list(Kind),
        help="the kind of answer to listen for",
    )
    wanted.add_argument(
        "--text", action="store_true", help="write down whatever is said (needs Moonshine)"
    )
    hear.add_argument(
        "--engine",
        type=Engine,
        choices=list(Engine),
        help="who listens (by default as in a session: both, where Moonshine is installed)",
    )
    hear.add_argument("--json", action="store_true", help="one JSON object a line")
    hear.add_argument("files", nargs="+", metavar="FILE", type=Path)
    return hear


def add_say(commands: Any) -> argparse.ArgumentParser:
    """Add `say` to the sub-parsers."""
    say: argparse.ArgumentParser = commands.add_parser(
        "say",
        help="the mouth",
        description="Speaks a text, or writes it as a WAV file.",
        epilog='example: easeback say --to hello.wav "Good morning"',
    )
    say.add_argument("text", metavar="TEXT")
    say.add_argument("--to", metavar="FILE", type=Path, help="write a WAV file instead")
    say.add_argument("--voice", default="en-us", help="a voice of espeak-ng")
    say.add_argument("--rate", type=_rate, default=150, help="words a minute, 80 to 300")
    return say


def _rate(text: str) -> int:
    # As `voice.rate` of the settings; espeak-ng takes others for one that it likes.
    if not text.isdecimal() or not 80 <= int(text) <= 300:
        raise argparse.ArgumentTypeError(words("speech.rate"))
    return int(text)
