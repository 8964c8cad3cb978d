"""`python -m voice hear|say|serve`: ears and mouth as a process of their own."""

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from voice import serve
from voice.answers import Kind
from voice.ears import Ears, Heard
from voice.errors import RecordingError, VoiceError
from voice.mouth import EspeakMouth, cache_folder
from voice.player import Player
from voice.recordings import read_recording
from voice.vosk_ears import VoskEars


def main(argv: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 bad input, 3 cannot run here, 130 interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        return code
    except VoiceError as error:
        print(f"easeback: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="easeback")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    hear = commands.add_parser(
        "hear",
        help="what the ears make of recordings",
        description="Listens to recordings (WAV, FLAC or Ogg, any rate) as answers.",
        epilog="example: easeback hear --for score --json three.wav",
    )
    hear.add_argument("--for", dest="kind", required=True, type=Kind, choices=list(Kind))
    hear.add_argument("--json", action="store_true", help="one JSON object a line")
    hear.add_argument("files", nargs="+", metavar="FILE", type=Path)
    hear.set_defaults(run=_hear)
    say = commands.add_parser(
        "say",
        help="the mouth",
        description="Speaks a text, or writes it as a WAV file.",
        epilog='example: easeback say --to hello.wav "Good morning"',
    )
    say.add_argument("text", metavar="TEXT")
    say.add_argument("--to", metavar="FILE", type=Path, help="write a WAV file instead")
    say.add_argument("--voice", default="en-us", help="a voice of espeak-ng")
    say.add_argument("--rate", type=int, default=150, help="words a minute")
    say.set_defaults(run=_say)
    serving = commands.add_parser("serve", help="JSON lines on standard input and output")
    serving.add_argument("--voice", default="en-us")
    serving.add_argument("--rate", type=int, default=150)
    serving.set_defaults(run=lambda given: serve.serve(given.voice, given.rate))
    return parser


def _hear(arguments: argparse.Namespace) -> int:
    ears, code = VoskEars(), 0
    for path in arguments.files:
        try:
            heard = hear_file(ears, arguments.kind, path)
        except RecordingError as error:
            print(f"easeback: {error}", file=sys.stderr)
            code = 2
            continue
        if arguments.json:
            print(json.dumps({"file": str(path), **asdict(heard)}), flush=True)
        else:
            print(f"{path}: {_readable(heard)}", flush=True)
    return code


def hear_file(ears: Ears, kind: Kind, path: Path) -> Heard:
    """One recording as an answer. Raises RecordingError or VoiceError."""
    samples = read_recording(path)
    utterance = ears.utterance(kind)
    utterance.feed(samples.astype("<i2").tobytes())
    return utterance.heard()


def _readable(heard: Heard) -> str:
    if not heard.text:
        return "nothing was heard"
    if not heard.accepted:
        return f"not understood ({heard.text})"
    sure = "sure" if heard.sure else "not sure: would be asked back"
    return f"{heard.value if heard.value is not None else heard.text} ({sure})"


def _say(arguments: argparse.Namespace) -> int:
    try:
        spoken = EspeakMouth(cache_folder(), arguments.voice, arguments.rate).render(arguments.text)
        if arguments.to:
            shutil.copyfile(spoken, arguments.to)
        else:
            _play(spoken)
    except OSError as error:
        print(f"easeback: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _play(path: Path) -> None:
    player = Player()
    try:
        player.play(path)
    finally:
        player.close()


if __name__ == "__main__":
    sys.exit(main())
