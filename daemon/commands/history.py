"""`easeback history`: every run and what was decided, at a glance."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from daemon.base import clock
from daemon.base.dates import dated
from daemon.base.words import shown_answer, words
from daemon.commands import Commands
from daemon.commands.output import warn_of
from daemon.diary.announce import given
from daemon.diary.next_run import run_json
from daemon.diary.opened import opened_here
from daemon.diary.weeks import Week, weeks_of
from rules.attempt_json import attempt_to_json, decision_to_json
from rules.attempts import Outcome
from rules.course import Course
from rules.model import Attempt, Load

_MARKS = {Load.INCREASE: ("▲", "green"), Load.REPEAT: ("●", "yellow"), Load.DROP: ("▼", "red")}
_WIDTH, _HEIGHT = 56, 8
# More weeks are in the report.
_WEEKS = 8


def add_commands(commands: Commands) -> None:
    """Add `history` to the parser."""
    history = commands.add_parser(
        "history",
        help="every run and what was decided",
        description="A curve of the minutes, then a line for each run: its minutes, the pain in "
        "the warm-up, later in the run and the next morning (? is not known), what was decided; "
        "then the weeks with their totals.",
        epilog="example: easeback history; the same as a page to print: easeback report --open",
    )
    history.add_argument("--json", action="store_true", help="JSON instead of lines")
    history.set_defaults(run=_history)


def _history(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with opened_here() as diary:
        read = diary.read()
    outcomes, told = read.course(today).outcomes, read.told(today)
    warn_of(read.ledger.damaged)
    if arguments.json:
        print(json.dumps(_rows(read.course(today), told)))
        return 0
    if not outcomes:
        print(words("history.empty"))
        return 0
    if sys.stdout.isatty() and (drawn := curve(outcomes)):
        print(drawn)
    print(words("history.head"))
    for outcome in outcomes:
        print(_line(outcome, told[outcome.day]))
    print()
    print(words("history.weeks"))
    for week in weeks_of(read.runs(today))[-_WEEKS:]:
        print(_week_line(week, read.config.runner.units))
    return 0


def _week_line(week: Week, unit: str) -> str:
    far = week.distance(unit)
    return words(
        "history.week",
        day=dated(week.monday, "date.row"),
        runs=f"{words('count.run', n=week.runs):8}",
        minutes=f"{week.minutes if week.untold < week.runs else '?':>4}",
        distance=shown_answer(far) if far else "",
        untold=words("history.untold", n=week.untold) if week.untold else "",
    ).rstrip()


def curve(outcomes: Sequence[Outcome]) -> str:
    """The minutes that were told, marked with the decisions; coloured where the terminal can."""
    # Imported here: most commands draw nothing.
    import plotille

    outcomes = [outcome for outcome in outcomes if outcome.attempt.minutes is not None]
    if not outcomes:
        return ""
    days = [datetime.combine(outcome.day, datetime.min.time()) for outcome in outcomes]
    minutes = [outcome.attempt.minutes or 0 for outcome in outcomes]
    figure = plotille.Figure()
    figure.width, figure.height, figure.origin = _WIDTH, _HEIGHT, False
    figure.x_label, figure.y_label = words("history.days"), words("history.minutes")
    figure.set_x_limits(days[0], max(days[-1], days[0] + timedelta(days=7)))
    # Each line of the plot is then a whole number of minutes, the same for all.
    figure.set_y_limits(0, -(-max(minutes) // _HEIGHT) * _HEIGHT or _HEIGHT)
    years = days[-1] - days[0] > timedelta(days=300)
    figure.register_label_formatter(datetime, _month_label if years else _day_label)
    figure.register_label_formatter(float, lambda value, *_, **__: f"{value:9.0f}")
    figure.plot(days, minutes, lc="cyan")
    for load, (mark, colour) in _MARKS.items():
        of_load = [n for n, outcome in enumerate(outcomes) if outcome.load is load]
        if of_load:
            points = [days[n] for n in of_load], [minutes[n] for n in of_load]
            figure.scatter(*points, lc=colour, marker=mark)
    # Where the terminal has no colour, plotille sees that for itself.
    return str(figure.show())


def _day_label(value: Any, *_: Any, **__: Any) -> str:
    return dated(value, "date.tick")


def _month_label(value: Any, *_: Any, **__: Any) -> str:
    return dated(value, "date.tick_month")


def _line(outcome: Outcome, told: Attempt) -> str:
    scores = (told.warmup, told.late, told.next_day)
    pain = " ".join("?" if score is None else str(score) for score in scores)
    mark, colour = _MARKS[outcome.load]
    row = words(
        "history.row",
        day=str(outcome.day),
        minutes=f"{'?' if outcome.attempt.minutes is None else outcome.attempt.minutes:>3}",
        pain=pain,
        mark=mark,
        load=words(f"load.{outcome.load.name.lower()}"),
        rest=outcome.rest_days,
        rules=", ".join(outcome.rules),
    )
    # Nothing that a terminal obeys may be in the words.
    return row.replace(mark, _coloured(mark, colour), 1)


def _coloured(text: str, colour: str) -> str:
    if not sys.stdout.isatty():
        return text
    import plotille

    return str(plotille.color(text, fg=colour))


def _rows(now: Course, told: Mapping[date, Attempt]) -> list[dict[str, Any]]:
    """Each day's attempt, and the run that was to follow it; whether easy, the one after tells."""
    easy = [*(outcome.easy for outcome in now.outcomes[1:]), now.view().easy]
    return [
        {
            "day": outcome.day.isoformat(),
            "target_minutes": outcome.planned.session,
            "attempt": attempt_to_json(told[outcome.day]),
            "decision": decision_to_json(given(outcome)),
            "next": run_json(None if outcome.held else outcome.due, outcome.next, is_easy),
        }
        for outcome, is_easy in zip(now.outcomes, easy, strict=False)
    ]
