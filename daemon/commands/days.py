"""Commands on days: pain on any of them, pauses, back again, and a run on another day."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date

from daemon.base import clock, typed_dates
from daemon.base.dates import spoken_day
from daemon.base.errors import EasebackError
from daemon.base.words import spoken_score, words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.output import add_json, tell
from daemon.diary import telling
from daemon.diary.comeback_facts import During, PainTold, Why
from daemon.diary.next_run import next_json, next_run
from daemon.diary.snapshot import Snapshot
from rules.model import MAX_SCORE

_UNTIL = "until"


def add_commands(commands: Commands) -> None:
    """Add the commands on days to the parser."""
    pain = commands.add_parser(
        "pain",
        help="it hurts, on whatever day and outside a run",
        description="Pain outside a run counts for the last one as pain of the morning after does, "
        "and the next run is not before the day after it.",
        epilog="examples: easeback pain 4; easeback pain 3 --at yesterday; easeback pain 2 "
        "--strength",
    )
    pain.add_argument("score", type=_score, metavar="SCORE", help="from 0 (none) to 10")
    pain.add_argument(
        "--at", type=_past, metavar="DAY", dest="day", help=f"{typed_dates.DAYS} (today)"
    )
    pain.add_argument("--strength", action="store_true", help="it came in strength work")
    pain.set_defaults(run=_pain)
    pause = commands.add_parser(
        "pause",
        help="ill or away: no runs until you are back",
        description="No run is announced meanwhile and none is missed; afterwards it goes on as "
        "gently as the gap asks for. Told anew, the pause has its new end.",
        usage="easeback pause [until DAY] --why {ill,away} [--from DAY] [--json]",
        epilog="examples: easeback pause --why ill; easeback pause until monday --why away",
    )
    pause.add_argument("until", nargs="*", metavar="until DAY", help=words("pause.until_flag"))
    pause.add_argument(
        "--why", required=True, choices=[each.value for each in Why], help=words("pause.why_flag")
    )
    pause.add_argument(
        "--from", type=_coming, metavar="DAY", dest="start", help=words("pause.from_flag")
    )
    pause.set_defaults(run=_pause)
    back = commands.add_parser(
        "back",
        help="the pause is over",
        description="Ends the pause that is on; today is the first day back unless DAY says else.",
        epilog="examples: easeback back; easeback back yesterday",
    )
    back.add_argument("day", nargs="?", type=_past, metavar="DAY", help=words("pause.back_flag"))
    back.set_defaults(run=_back)
    move = commands.add_parser(
        "move",
        help="the next run on another day, not before it is due",
        description="The next run is announced on that day, until a run is made or moved again.",
        epilog="example: easeback move friday",
    )
    move.add_argument("day", nargs="+", metavar="DAY", help=words("move.day_flag"))
    move.set_defaults(run=_move)
    for command in (pain, pause, back, move):
        add_json(command)


def _pain(arguments: argparse.Namespace) -> int:
    now = clock.now()
    told = PainTold(
        arguments.day or now.date(),
        arguments.score,
        During.STRENGTH if arguments.strength else During.DAY,
    )
    with diary(writing=True) as book:
        before = book.read()
        telling.tell_pain(book, now, told)
        after = book.read()
    line = words("pain.none")
    if told.score:
        day = spoken_day(told.day, now.date())
        line = words(f"pain.{told.during}", score=spoken_score(told.score), day=day)
    values = {"day": told.day.isoformat(), "score": told.score, "during": told.during}
    return _led_to(arguments, values, line, before, after)


def _pause(arguments: argparse.Namespace) -> int:
    now = clock.now()
    until = _until(arguments.until)
    with diary(writing=True) as book:
        before = book.read()
        pause = telling.pause(book, now, Why(arguments.why), arguments.start, until)
        after = book.read()
    start = spoken_day(pause.start, now.date())
    line = words(f"pause.{pause.why}_open", start=start)
    if pause.until:
        line = words(f"pause.{pause.why}", start=start, until=spoken_day(pause.until, now.date()))
    values = {
        "from": pause.start.isoformat(),
        "until": pause.until.isoformat() if pause.until else None,
        "why": pause.why,
    }
    return _led_to(arguments, values, line, before, after)


def _back(arguments: argparse.Namespace) -> int:
    now = clock.now()
    with diary(writing=True) as book:
        before = book.read()
        day = telling.back(book, now, arguments.day or now.date())
        after = book.read()
    return _led_to(arguments, {"day": day.isoformat()}, words("pause.over"), before, after)


def _move(arguments: argparse.Namespace) -> int:
    now = clock.now()
    to = _coming_day(" ".join(arguments.day), "move")
    with diary(writing=True) as book:
        before = book.read()
        telling.move(book, now, to)
        after = book.read()
    return _led_to(arguments, {"day": to.isoformat()}, words("move.done"), before, after)


def _led_to(
    arguments: argparse.Namespace,
    values: Mapping[str, object],
    line: str,
    before: Snapshot,
    after: Snapshot,
) -> int:
    today = clock.now().date()
    now = after.course(today)
    changed = now.view() != before.course(today).view()
    following = next_run(after.config, after.recent(today), today)
    return tell(arguments, {**values, "changed": changed, "next": next_json(now)}, line, following)


def _until(given: list[str]) -> date | None:
    if not given:
        return None
    first, *rest = given
    if first != _UNTIL or not rest:
        raise EasebackError(words("pause.say_until", text=" ".join(given)))
    return _coming_day(" ".join(rest), f"pause {_UNTIL}")


def _coming_day(text: str, place: str) -> date:
    try:
        return _coming(text)
    except argparse.ArgumentTypeError as error:
        raise EasebackError(f"{place}: {error}") from None


def _score(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_SCORE:
        raise argparse.ArgumentTypeError(f"expected a whole number 0 to {MAX_SCORE}")
    return int(text)


def _typed(read: Callable[[], date], expected: str) -> date:
    try:
        return read()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; expected {expected}") from None


def _past(text: str) -> date:
    return _typed(lambda: typed_dates.past_day(text, clock.now()), typed_dates.DAYS)


def _coming(text: str) -> date:
    expected = words("injury_expected.not_before")
    return _typed(lambda: typed_dates.coming_day(text, clock.now().date()), expected)
