"""Commands on the diary: next, status, skip, cleared, snooze."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta

from daemon.base import clock, typed_dates
from daemon.base.dates import spoken_day
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.output import add_json, tell
from daemon.diary import telling
from daemon.diary.diary import Diary
from daemon.diary.next_run import next_json, next_run
from daemon.diary.opened import opened_here


@contextmanager
def diary(*, writing: bool = False) -> Iterator[Diary]:
    """The diary of this user, closed afterwards.

    Who is `writing` reads and enters in one transaction: all of it or nothing, as if no other
    command ran meanwhile. A running daemon hears of it.
    """
    with opened_here() as opened, opened.together() if writing else nullcontext():
        yield opened
    if writing:
        # Imported here, as below: `next`, which prompts ask for, answers faster without it.
        from daemon.control.client import wake

        wake()


def add_commands(commands: Commands) -> None:
    """Add the diary's commands to the parser."""
    for name, run, text, example in (
        ("next", _next, "the next run", 'easeback next --json gives {"day": ..., "minutes": ...}'),
        ("status", _status, "what is open and what comes next", "easeback status"),
        ("skip", _skip, "no run today; it stays due", "easeback skip"),
        ("cleared", _cleared, "a professional allows running again", "easeback cleared"),
    ):
        command = commands.add_parser(name, help=text, epilog=f"example: {example}")
        add_json(command)
        command.set_defaults(run=run)
    snooze = commands.add_parser(
        "snooze",
        help="no reminders for a while; what is still owed comes again after it",
        epilog="examples: easeback snooze; easeback snooze 45m; easeback snooze until 18:00",
    )
    snooze.add_argument("time", nargs="*", metavar="TIME", help="10m to 7d (30m if left out)")
    add_json(snooze)
    snooze.set_defaults(run=_snooze)


def _next(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with diary() as book:
        recent = book.recent(today)
    told = next_run(book.config, recent, today)
    return tell(arguments, next_json(recent.course), told)


def _status(arguments: argparse.Namespace) -> int:
    from daemon.control.client import daemon_status, faults

    now = clock.now()
    today = now.date()
    with diary() as book:
        recent = book.recent(today)
    waiting = recent.waiting(now)
    lines = [next_run(book.config, recent, today)]
    occasion = waiting[1].value if waiting else None
    if occasion:
        lines.insert(0, words("status.open", part=words(f"part.{occasion}")))
    daemon = daemon_status()
    if broken := faults(daemon):
        lines.append(words("status.broken", reasons=" ".join(broken)))
    values = {"open": occasion, "next": next_json(recent.course), "daemon": daemon}
    return tell(arguments, values, *lines)


def _skip(arguments: argparse.Namespace) -> int:
    now = clock.now()
    with diary(writing=True) as book:
        read = book.read()
        skipped, recent = book.skip(now, read), read.recent(now.date())
    lines = [words("skip.done" if skipped else "skip.none")]
    if not skipped:
        lines.append(next_run(book.config, recent, now.date()))
    return tell(arguments, {"skipped": skipped, "next": next_json(recent.course)}, *lines)


def _cleared(arguments: argparse.Namespace) -> int:
    now = clock.now()
    with diary(writing=True) as book:
        telling.clear(book, now)
        recent = book.recent(now.date())
    told = next_run(book.config, recent, now.date())
    values = {"day": now.date().isoformat(), "next": next_json(recent.course)}
    return tell(arguments, values, words("cleared.done"), told)


def _snooze(arguments: argparse.Namespace) -> int:
    now = clock.now()
    until = now + _span(" ".join(arguments.time) or "30m", now)
    with diary(writing=True) as book:
        book.snooze(now, until)
    key = "snooze.done" if until.date() == now.date() else "snooze.done_day"
    day = spoken_day(until.date(), now.date())
    line = words(key, day=day, time=f"{until:%H:%M}")
    return tell(arguments, {"until": until.isoformat(timespec="seconds")}, line)


def _span(text: str, now: datetime) -> timedelta:
    from daemon.reminders.due import LONGEST_SNOOZE, SHORTEST_SNOOZE

    try:
        length = typed_dates.span(text, now)
        if SHORTEST_SNOOZE <= length <= LONGEST_SNOOZE:
            return length
    except ValueError:
        pass
    raise EasebackError(words("snooze.bad", text=text))
