"""`easeback report`: the comeback as one page that needs nothing else."""

import argparse
import webbrowser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from daemon import clock, paths
from daemon.config import WEEKDAYS
from daemon.dates import dated
from daemon.days import What, past
from daemon.diary import Diary
from daemon.diary_commands import diary, next_run
from daemon.errors import CannotRun, EasebackError
from daemon.output import add_json, tell
from daemon.words import words
from rules.program import run_minutes

Commands = Any  # argparse keeps the type of its sub-parsers private

# A wide drawing and one for a phone: text keeps its size in both.
_SIZES = {"wide": (720, 280), "narrow": (330, 260)}


def add_commands(commands: Commands) -> None:
    """Add `report` to the parser."""
    report = commands.add_parser(
        "report",
        help="your comeback as a page to look at, print or send",
        description="Writes one HTML file: pain and minutes over time, the calendar, streaks, "
        "and every run with why it was decided so. The page loads nothing from anywhere.",
        epilog="example: easeback report --open; easeback report --to for-my-physio.html",
    )
    report.add_argument("--open", action="store_true", help="show it in the browser")
    report.add_argument(
        "--to", type=Path, metavar="FILE", help="report.html beside your diary if left out"
    )
    add_json(report)
    report.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    file: Path = arguments.to or paths.report_file()
    with diary() as book:
        text = page(book, clock.now())
    try:
        if arguments.to is None:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise EasebackError(f"{file}: {error.strerror}") from None
    if arguments.open and not webbrowser.open(file.absolute().as_uri()):
        raise CannotRun(f"report: no browser was found here; open {file} in one")
    return tell(arguments, {"file": str(file)}, str(file))


def page(book: Diary, now: datetime) -> str:
    """The whole page as HTML."""
    # Imported here: the other commands answer faster without them.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("daemon", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dated"] = dated
    return environment.get_template("report.html").render(**_values(book, now))


def _values(book: Diary, now: datetime) -> dict[str, Any]:
    from daemon import charts, report

    outcomes, history, today = book.outcomes, book.history, now.date()
    gone = past(outcomes, history.strength_days, date.min, today)
    ahead = book.ahead(today)
    current, best = report.streaks(outcomes)
    return {
        "text": lambda name, **values: words(f"page.{name}", **values),
        "advises": words("init.first"),
        "what": {what.value: words(f"what.{what}") for what in What},
        "weekdays": [words(f"weekday_short.{name}") for name in WEEKDAYS],
        "now": now,
        "next": next_run(book, book.state, today),
        "outcomes": outcomes,
        "minutes": [run_minutes(outcome) for outcome in outcomes],
        "streak": current,
        "best_streak": best,
        "strength_days": len(history.strength_days),
        "easy_until": _ahead(book.state.easy_until, today),
        "attention_until": _ahead(book.attention_until(), today),
        "charts": {
            kind: [
                (size, width, height, draw(outcomes, width, height))
                for size, (width, height) in _SIZES.items()
            ]
            for kind, draw in (("minutes", charts.minutes_chart), ("pain", charts.pain_chart))
            if outcomes
        },
        "months": report.calendar(gone, ahead),
        "achievements": report.achievements(outcomes),
        "entries": report.entries(outcomes, book.config.runner.professional),
    }


def _ahead(day: date | None, today: date) -> date | None:
    return day if day and day > today else None
