"""`easeback import`: an exported diary, or what watches wrote down of runs."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from daemon.base import clock
from daemon.base.errors import EasebackError, Problems
from daemon.base.typed_dates import DAYS
from daemon.base.words import listed, words
from daemon.commands import Commands, typed
from daemon.commands.diary import diary
from daemon.commands.import_questions import ask_to_note, ask_which, described
from daemon.commands.json_input import read_input
from daemon.commands.output import add_json, tell
from daemon.diary.announce import length
from daemon.diary.next_run import next_json, next_run
from daemon.diary.snapshot import Snapshot
from daemon.exchange.matching import Day, Pair, by_day
from daemon.exchange.portable import from_json
from daemon.exchange.sport_watch import Told, files_below, is_watch_file, read_watch_file
from daemon.exchange.take import Taken, of_this_comeback, runs_in, take
from rules.course import View

# From so many files on it is worth saying how far it is.
_MANY = 10


def add_commands(commands: Commands) -> None:
    """Add `import` to the parser."""
    importing = commands.add_parser(
        "import",
        help="the runs of an exported diary, or a watch's minutes and distance",
        description="Reads what `easeback export` wrote, all of it or nothing: what is known "
        "already is left as it is, a day that tells something else is refused. Files of a watch "
        "(.fit, .gpx, .tcx, also .gz or .zip, or folders of them) answer what is open of each "
        "day's run: its minutes and its distance. A run that the diary has not is offered as a new "
        "one.",
        epilog="examples: easeback import morning-run.fit; easeback import --new ~/Downloads",
    )
    importing.add_argument("file", metavar="FILE", type=Path, nargs="+")
    importing.add_argument(
        "--new", action="store_true", help="note runs that the diary has not, without asking"
    )
    importing.add_argument(
        "--at",
        type=typed.past_day,
        metavar="DAY",
        help=f"the day of a run abroad by the clock there: {DAYS}",
    )
    add_json(importing)
    importing.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    files = [file for path in arguments.file for file in files_below(path)]
    documents = [file for file in files if not is_watch_file(file)]
    if documents and len(files) > 1:
        raise EasebackError(f"{documents[0]}: {words('import.by_itself')}")
    return _import_diary(arguments, documents[0]) if documents else _import_runs(arguments, files)


def _import_diary(arguments: argparse.Namespace, file: Path) -> int:
    value, now = read_input(str(file)), clock.now()
    try:
        document = from_json(value, now.date())
        with diary(writing=True) as book:
            added = book.add(now, document)
    except Problems as error:
        raise Problems(error.problems, file) from None
    runs = len(document.entries)
    line = words("import.done", added=added, runs=runs)
    return tell(arguments, {"added": added, "runs": runs}, line)


def _import_runs(arguments: argparse.Namespace, files: Sequence[Path]) -> int:
    report, now = Taken(), clock.now()
    today = now.date()
    told = list(_read(files))
    with diary() as book:
        read, unit = book.read(), book.config.runner.units
    found = list(runs_in(told, unit, report, arguments.at))
    # Asked before anything is written: nobody else has to wait for an answer.
    pairs = list(_pairs(by_day(found, read.history.records), read, arguments, report))
    with diary(writing=True) as book:
        was = book.read().course(today)
        take(book, pairs, now, report)
        after = book.read()
        following = next_run(book.config, after.recent(today), today)
    if not report.runs and (useless := [*report.problems, *report.left_out]):
        raise Problems(useless)
    for problem in report.problems:
        print(f"easeback: {problem}", file=sys.stderr)
    course = after.course(today)
    changed = course.view() != was.view()
    if changed:
        report.lines += [_changed(was.view(), course.view()), following]
    if not report.runs:
        report.lines.append(words("import.nothing"))
    values = {**report.values(), "changed": changed, "next": next_json(course)}
    return tell(arguments, values, *report.left_out, *report.lines)


def _read(files: Sequence[Path]) -> Iterator[Told]:
    """What all files tell; at a terminal with how far it is where that takes a while."""
    shown = len(files) >= _MANY and sys.stderr.isatty()
    for number, file in enumerate(files, 1):
        if shown:
            told = words("import.reading", number=number, files=len(files))
            print(told, end="\r", file=sys.stderr)
        yield from read_watch_file(file)
    if shown:
        print(end="\x1b[2K", file=sys.stderr)


def _pairs(
    days: Sequence[Day], read: Snapshot, arguments: argparse.Namespace, report: Taken
) -> Iterator[Pair]:
    """Each run with its record; the runner is asked where it is not clear, and about new ones."""
    can_ask = sys.stdin.isatty() and not arguments.json
    missing = []
    for day in days:
        pairs = day.pairs
        if pairs is None and can_ask:
            pairs = ask_which(day)
        if pairs is None:
            runs = listed([described(found) for found in day.found])
            report.problems.append(words("import.unclear", day=day.day, runs=runs))
        for pair in pairs or ():
            if pair.record is None:
                missing.append(pair.found)
            else:
                yield pair
    offered = of_this_comeback(missing, read, clock.now().date(), report)
    if arguments.new or (can_ask and offered and ask_to_note(offered)):
        yield from (Pair(found, None) for found in offered)
    elif not can_ask:
        told = [words("import.no_run", file=found.file, day=found.day) for found in offered]
        report.problems += told


def _changed(was: View, now: View) -> str:
    """How the next run differs from what it was before."""
    if was.held or now.held or was.target == now.target:
        return words("next.changed")
    long = length(was.target, was.easy)
    return words("import.changed", was=long, now=length(now.target, now.easy))
