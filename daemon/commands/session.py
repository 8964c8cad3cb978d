"""Commands that hold a session, or lend the ears and the mouth (hear, say)."""

import argparse
import asyncio
import json
import sys
from contextlib import AsyncExitStack
from typing import Any, TextIO

from daemon.base import clock, paths
from daemon.base.lock import only_one
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.output import tell
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notify import FirstThatCan
from daemon.desktop.plyer_notifier import PlyerNotifier
from daemon.diary.announce import given
from daemon.diary.diary import Diary
from daemon.diary.next_run import next_json
from daemon.rooms.console import Console, Lines
from daemon.rooms.living_room import living_room
from daemon.rooms.typed_room import TypedRoom
from daemon.session import guide
from daemon.session.conductor import Room
from rules.attempt_json import decision_to_json
from voice.arguments import add_hear, add_say


def add_commands(commands: Commands) -> None:
    """Add the session commands to the parser."""
    warmup = commands.add_parser(
        "warmup",
        help="be guided through the warm-up, then give its pain score",
        description="Reads the warm-up aloud with its times, then asks for the pain score.",
        epilog="example: easeback warmup; then say or type: pause, resume, next, back, repeat, "
        "how long, ouch, stop",
    )
    warmup.set_defaults(run=lambda arguments: _hold(arguments, guide.warm_up))
    checkin = commands.add_parser(
        "checkin",
        help="answer the open questions about a run",
        description="Asks what is open about the last run, or about one made today.",
        epilog="example: easeback checkin; then say or type: three, no pain, yes, 25 minutes, "
        "two and a half miles, unknown",
    )
    checkin.add_argument("--next-day", action="store_true", help="the score of the morning after")
    checkin.add_argument("--run", dest="new_run", action="store_true", help="a new run, made today")
    checkin.set_defaults(run=_checkin)
    go = commands.add_parser(
        "go",
        help="be guided through today's run, then answer the questions about it",
        description="Cues the turns of running and walking of today's run, or its minutes, aloud; "
        "counts the minutes; asks about pain where the plan says so.",
        epilog="example: easeback go; say or type: pause, resume, next, how long, louder, ouch, "
        "stop",
    )
    go.set_defaults(run=lambda arguments: _hold(arguments, guide.run))
    strength = commands.add_parser(
        "strength",
        help="be guided through strength work, or tick it off",
        description="Reads the strength work of your stage aloud with its holds, repetitions and "
        "rests, and ticks the day off at its end. `easeback strength done` ticks it off at once.",
        epilog="example: easeback strength; say or type: pause, resume, next, back, repeat, "
        "how long, ouch, stop",
    )
    strength.add_argument("what", nargs="?", choices=["done"], help="tick off, without guidance")
    strength.set_defaults(run=_strength)
    for command in (warmup, checkin, go, strength):
        command.add_argument("--typed", action="store_true", help="read and type, without voice")
        command.add_argument(
            "--json", action="store_true", help="at the end what it led to, as JSON"
        )
    # Run by the voice package itself; here for help and completion.
    add_hear(commands)
    add_say(commands)


def _checkin(arguments: argparse.Namespace) -> int:
    async def check_in(room: Room, book: Diary) -> None:
        await guide.check_in(room, book, next_day=arguments.next_day, new_run=arguments.new_run)

    return _hold(arguments, check_in)


def _strength(arguments: argparse.Namespace) -> int:
    if arguments.what is None:
        return _hold(arguments, guide.strength)
    now = clock.now()
    with diary(writing=True) as book:
        book.strength_done(now, book.read())
    return tell(arguments, {"day": now.date().isoformat()}, words("strength.day_ticked"))


def _hold(arguments: argparse.Namespace, session: guide.Guide) -> int:
    with only_one("session", paths.store_file()), diary() as book:
        # What a program reads is the answer alone; who sits there reads beside it.
        out = sys.stderr if arguments.json else sys.stdout
        asyncio.run(_in_a_room(session, book, out, typed=arguments.typed))
        if arguments.json:
            print(json.dumps(_led_to(book)))
    return 0


def _led_to(book: Diary) -> dict[str, Any]:
    read, now = book.read(), clock.now()
    today = now.date()
    recent, latest = read.recent(today), read.history.latest
    waiting = recent.waiting(now)
    outcome = read.outcome(latest.id, today) if latest else None
    decision = decision_to_json(given(outcome)) if outcome else None
    return {
        "open": waiting[1] if waiting else None,
        "decision": decision,
        "next": next_json(recent.course),
    }


async def _in_a_room(session: guide.Guide, book: Diary, out: TextIO, *, typed: bool) -> None:
    notifier = FirstThatCan(DbusNotifier(), PlyerNotifier())
    terminal = Console(Lines(sys.stdin), notifier, out)
    voice = book.config.voice
    async with AsyncExitStack() as stack:
        stack.push_async_callback(notifier.close)
        room: Room = TypedRoom(terminal)
        if voice.enabled and not typed:
            room = await stack.enter_async_context(living_room(voice, terminal))
        await session(room, book)
