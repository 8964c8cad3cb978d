"""`python -m voice hear|say|level|serve`: ears and mouth as a process of their own."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from voice.arguments import Engine, add_hear, add_say
from voice.audio.echo import EchoCanceller
from voice.audio.level import advice, levels, meter
from voice.audio.microphone import Microphone
from voice.audio.player import Player
from voice.audio.recordings import read_recording
from voice.base.errors import RecordingError, VoiceError
from voice.base.places import cache_folder
from voice.base.sound import RATE, silence
from voice.base.words import words
from voice.child import serve
from voice.ears.activity import SileroActivity
from voice.ears.both import BothEars, ears_in_use
from voice.ears.endpoint import LONGEST_SECONDS
from voice.ears.heard import Heard
from voice.ears.moonshine.ears import MoonshineEars, written
from voice.ears.moonshine.engine import Moonshine
from voice.ears.protocol import Ears
from voice.ears.stretches import stretches
from voice.ears.vosk_ears import MOMENT, VoskEars
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth


def main(argv: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 bad input, 3 cannot run here, 130 interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        _check_neighbours()
        code: int = arguments.run(arguments)
        return code
    except VoiceError as error:
        print(f"easeback: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


def _check_neighbours() -> None:
    """Raise VoiceError where what came with this package is not found beside it.

    Another program's package has its name then, or another version of easeback is mixed in.
    """
    here = Path(__file__).parents[1]
    for name in ("daemon", "rules"):
        spec = find_spec(name)
        if spec is not None and spec.origin != str(here / name / "__init__.py"):
            raise VoiceError(words("process.in_the_way", file=spec.origin or name))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="easeback")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_hear(commands).set_defaults(run=_hear)
    add_say(commands).set_defaults(run=_say)
    level = commands.add_parser(
        "level",
        help="how loud the microphone is",
        description="Shows the microphone's level while you speak, then says what to do about it.",
    )
    level.add_argument("--seconds", type=float, default=10.0)
    level.set_defaults(run=_level)
    trial = commands.add_parser("try", help="whether a model folder works here")
    trial.add_argument("folder", type=Path)
    trial.set_defaults(run=_try)
    serving = commands.add_parser("serve", help="JSON lines on standard input and output")
    serving.add_argument("--voice", default="en-us")
    serving.add_argument("--rate", type=int, default=150)
    serving.add_argument("--gain", type=float, default=1.0, help="loudness")
    serving.add_argument("--cancel-echo", action="store_true", help="while there is a microphone")
    serving.set_defaults(run=_serve)
    return parser


def _hear(arguments: argparse.Namespace) -> int:
    hear = _writer() if arguments.text else _listener(arguments.engine, arguments.kind)
    code = 0
    for path in arguments.files:
        try:
            print(hear(path, arguments.json), flush=True)
        except RecordingError as error:
            print(f"easeback: {error}", file=sys.stderr)
            code = 2
    return code


def _listener(engine: Engine | None, kind: Kind) -> Callable[[Path, bool], str]:
    ears = _ENGINES[engine]()

    def line(path: Path, as_json: bool) -> str:
        heard = hear_file(ears, kind, path)
        return _json(path, heard) if as_json else f"{path}: {_readable(heard)}"

    return line


def _writer() -> Callable[[Path, bool], str]:
    moonshine = Moonshine()

    def line(path: Path, as_json: bool) -> str:
        sound = read_recording(path).astype("<i2").tobytes()
        text = " ".join(filter(None, (written(moonshine, part) for part in _parts(sound))))
        if as_json:
            return json.dumps({"file": str(path), "text": text, "seconds": len(sound) / 2 / RATE})
        return f"{path}: {text or words('heard.nothing')}"

    return line


_ENGINES: Mapping[Engine | None, Callable[[], Ears]] = {
    None: ears_in_use,
    Engine.TINY: VoskEars,
    Engine.MOONSHINE: lambda: MoonshineEars(Moonshine()),
    Engine.BOTH: lambda: BothEars(VoskEars()),
}


def hear_file(ears: Ears, kind: Kind, path: Path) -> Heard:
    """One recording as an answer. Raises RecordingError or VoiceError.

    Of a long one each stretch of speech is heard by itself, until one is an answer.
    """
    samples = read_recording(path)
    first: Heard | None = None
    for part in _parts(samples.astype("<i2").tobytes()):
        utterance = ears.utterance(kind)
        utterance.feed(MOMENT + part + MOMENT)
        heard = utterance.heard()
        if first is None or heard.accepted:
            first = heard
        if heard.accepted:
            break
    return replace(first or Heard(""), seconds=len(samples) / RATE)


def _parts(sound: bytes) -> Iterator[bytes]:
    if len(sound) / 2 / RATE <= LONGEST_SECONDS:
        yield sound
    else:
        yield from stretches(sound, SileroActivity())


def _json(path: Path, heard: Heard) -> str:
    """One line of `easeback hear --json`: people script against these names."""
    return json.dumps(
        {
            "file": str(path),
            "text": heard.text,
            "value": heard.value,
            "accepted": heard.accepted,
            "sure": heard.sure,
            "seconds": heard.seconds,
        }
    )


def _readable(heard: Heard) -> str:
    if not heard.text:
        return words("heard.nothing")
    if not heard.accepted:
        return words("heard.not_understood", text=heard.text)
    answer = heard.text if heard.value is None else heard.value
    return words("heard.sure" if heard.sure else "heard.unsure", answer=str(answer))


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


def _level(arguments: argparse.Namespace) -> int:
    end = "\r" if sys.stdout.isatty() else "\n"
    heard = []
    microphone = Microphone()
    microphone.open()
    try:
        for one in levels(microphone, arguments.seconds):
            heard.append(one)
            print(meter(one), end=end, flush=True)
        microphone.check()
    finally:
        microphone.close()
    print(f"\n{advice(heard)}")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    canceller = EchoCanceller() if arguments.cancel_echo else None
    mouth = EspeakMouth(cache_folder(), arguments.voice, arguments.rate)
    return serve.serve(mouth, arguments.gain, canceller)


def _try(arguments: argparse.Namespace) -> int:
    ears = VoskEars(arguments.folder)
    part = ears.probe()
    if not part.works:
        raise VoiceError(part.detail)
    utterance = ears.utterance(Kind.SCORE)
    utterance.feed(silence(1.0))
    utterance.heard()
    return 0


if __name__ == "__main__":
    sys.exit(main())
