"""The options of hear and say are read without the engines."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from voice.arguments import Engine, add_hear, add_say
from voice.language.kinds import Kind


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    add_hear(commands)
    add_say(commands)
    return parser


def test_what_is_typed_is_understood(parser: argparse.ArgumentParser) -> None:
    hear = parser.parse_args("hear --for score --json a.wav b.flac".split())
    assert (hear.kind, hear.json) == (Kind.SCORE, True)
    assert hear.files == [Path("a.wav"), Path("b.flac")]
    assert (hear.engine, hear.text) == (None, False)
    written = parser.parse_args("hear --text --engine moonshine a.wav".split())
    assert (written.kind, written.engine, written.text) == (None, Engine.MOONSHINE, True)
    say = parser.parse_args(["say", "--to", "x.wav", "Good morning"])
    assert (say.text, say.to) == ("Good morning", Path("x.wav"))


@pytest.mark.parametrize(
    "line",
    [
        "hear a.wav",
        "hear --for mood a.wav",
        "hear --for score",
        "hear --for score --text a.wav",
        "hear --text --engine ear a.wav",
        "say",
        "say --rate 0 x",
    ],
)
def test_what_is_missing_or_unknown_is_refused(parser: argparse.ArgumentParser, line: str) -> None:
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(line.split())
    assert ended.value.code == 2


def test_no_engine_is_loaded() -> None:
    heavy = "{'numpy', 'vosk', 'onnxruntime', 'soundfile', 'pyttsx3'}"
    code = f"import sys, voice.arguments; sys.exit(bool({heavy} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)
