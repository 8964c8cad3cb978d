"""Commands that hold a session or lend the ears and the mouth: warmup, checkin, hear, say."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from daemon import guide, paths
from daemon.conductor import Room
from daemon.dbus_notifier import DbusNotifier
from daemon.diary import Diary
from daemon.diary_commands import diary
from daemon.lock import only_one
from daemon.notify import FirstThatCan
from daemon.plyer_notifier import PlyerNotifier
from daemon.typed_room import Lines, TypedRoom
from daemon.voice_room import VoiceRoom
from voice.client import VoiceClient

Commands = Any  # argparse keeps the type of its sub-parsers private
Guide = Callable[[Room, Diary], Awaitable[None]]


def add_commands(commands: Commands) -> None:
    """Add the session commands to the parser."""
    warmup = commands.add_parser(
        "warmup",
        help="be guided through the warm-up, then give its pain score",
        description="Reads the warm-up aloud with its times, then asks for the pain score.",
        epilog="say or type: pause, resume, next, back, repeat, how long, ouch, stop",
    )
    warmup.set_defaults(run=lambda arguments: _hold(arguments, guide.warm_up))
    checkin = commands.add_parser(
        "checkin",
        help="answer the open questions about a run",
        description="Asks what is open about the last run, or about one made today.",
        epilog="answers: three, no pain, yes, 25 minutes, two and a half miles, unknown",
    )
    checkin.add_argument("--next-day", action="store_true", help="the score of the morning after")
    checkin.add_argument("--run", dest="new_run", action="store_true", help="a new run, made today")
    checkin.set_defaults(run=_checkin)
    for command in (warmup, checkin):
        command.add_argument("--typed", action="store_true", help="read and type, without voice")
    for name, text in (("hear", "what the ears make of recordings"), ("say", "the mouth")):
        commands.add_parser(name, help=text)


def _checkin(arguments: argparse.Namespace) -> int:
    async def check_in(room: Room, book: Diary) -> None:
        await guide.check_in(room, book, next_day=arguments.next_day, new_run=arguments.new_run)

    return _hold(arguments, check_in)


def _hold(arguments: argparse.Namespace, session: Guide) -> int:
    with only_one("session", paths.runtime_folder()), diary() as book:
        asyncio.run(_in_a_room(session, book, typed=arguments.typed))
    return 0


async def _in_a_room(session: Guide, book: Diary, *, typed: bool) -> None:
    notifier = FirstThatCan(DbusNotifier(), PlyerNotifier())
    terminal = TypedRoom(Lines(sys.stdin), notifier)
    voice = book.config.voice
    async with AsyncExitStack() as stack:
        stack.push_async_callback(notifier.close)
        room: Room = terminal
        if voice.enabled and not typed:
            client = VoiceClient(voice=voice.voice, rate=voice.rate)
            living = VoiceRoom(await stack.enter_async_context(client), terminal)
            await living.look_around()
            room = living
        await session(room, book)
