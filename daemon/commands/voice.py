"""`easeback voice`: the ears learn how one runner says the scores."""

import argparse
import asyncio
import random

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.base.lock import only_one
from daemon.base.words import spoken_score, words
from daemon.commands import Commands
from daemon.settings.config import load_config
from daemon.settings.voice import voice_client
from rules.model import MAX_SCORE
from voice.base.errors import VoiceFailed
from voice.base.places import personal_file
from voice.child.client import VoiceClient

_PARTS = ("mouth", "ears", "speaker", "microphone")
_TRIES = 3


def add_commands(commands: Commands) -> None:
    """Add `voice` to the parser."""
    voice = commands.add_parser(
        "voice",
        help="have the ears learn your voice",
        description="After a minute in which you say each score twice, it asks back less often. "
        "Numbers that describe your voice are kept, no sound.",
        epilog="example: easeback voice train",
    )
    parts = voice.add_subparsers(required=True, metavar="WHAT")
    train = parts.add_parser(
        "train",
        help="say each score when you are asked to",
        description="Goes by voice alone. Nothing is kept before its end; Ctrl-C leaves all as it "
        "was.",
        epilog="example: easeback voice train --times 3",
    )
    train.add_argument("--times", type=int, choices=(2, 3), default=2, help="of each score")
    train.set_defaults(run=_train)
    for name, run, told in (
        ("status", _status, "whether it knows you"),
        ("forget", _forget, "erase what it learned"),
    ):
        part = parts.add_parser(name, help=told, epilog=f"example: easeback voice {name}")
        part.set_defaults(run=run)


def _train(arguments: argparse.Namespace) -> int:
    voice = load_config(paths.config_file()).voice
    with only_one("session", paths.store_file()):
        try:
            kept = asyncio.run(trained(voice_client(voice), arguments.times))
        except VoiceFailed as failed:
            raise CannotRun(words("learn.failed", reason=failed.reason)) from None
    print(words("learn.done", count=kept))
    return 0


async def trained(client: VoiceClient, times: int) -> int:
    """Have what is needed, then `train`. Raises CannotRun or VoiceFailed."""
    async with client:
        parts = await client.probe()
        for name in _PARTS:
            if not parts[name].works:
                raise CannotRun(
                    words("learn.needs", part=words(f"doctor.{name}"), reason=parts[name].detail)
                )
        return await train(client, times)


async def train(client: VoiceClient, times: int) -> int:
    """Ask for every score so many times, in no order one could fall in with; answers kept.

    Raises VoiceFailed; nothing is kept then.
    """
    await _say(client, words("learn.intro"))
    order = random.Random(0)
    for _ in range(times):
        for score in order.sample(range(MAX_SCORE + 1), MAX_SCORE + 1):
            await _ask(client, score)
    kept = await client.keep()
    await client.say(words("learn.thanks"))
    return kept


async def _ask(client: VoiceClient, score: int) -> None:
    for _ in range(_TRIES):
        await _say(client, words("learn.say", number=spoken_score(score)))
        if await client.train(score):
            return
        await _say(client, words("learn.again"))
    raise VoiceFailed(words("learn.unheard", number=spoken_score(score)))


async def _say(client: VoiceClient, text: str) -> None:
    print(text, flush=True)
    await client.say(text)


def _status(_arguments: argparse.Namespace) -> int:
    known = personal_file().exists()
    print(words("learn.known" if known else "learn.stranger", file=personal_file()))
    return 0


def _forget(_arguments: argparse.Namespace) -> int:
    known = personal_file().exists()
    personal_file().unlink(missing_ok=True)
    print(words("learn.forgotten" if known else "learn.stranger"))
    return 0
