"""`easeback report`: the comeback as one page that needs nothing else."""

import argparse
import webbrowser
from pathlib import Path

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.output import add_json, tell
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole


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
    # Imported here: what draws the page is slow to import.
    from daemon.report.page import page

    with diary() as book:
        text = page(book.read(), clock.now())
    try:
        if arguments.to is None:
            own_folder(file.parent)
        write_whole(file, text)
    except OSError as error:
        raise EasebackError(f"{file}: {error.strerror}") from None
    if arguments.open and not webbrowser.open(file.absolute().as_uri()):
        raise CannotRun(words("report.no_browser", file=file))
    return tell(arguments, {"file": str(file)}, str(file))
