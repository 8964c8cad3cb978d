"""`easeback import`: an exported diary, or what watches wrote down of runs."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from daemon.base import clock
from daemon.base.errors import EasebackError, Problems
from daemon.base.typed_dates import DAYS
from daemon.base.words import listed, shown_answer, words
from daemon.commands import Commands, typed
from daemon.commands.diary import diary
from daemon.commands.json_input import read_input
from daemon.commands.output import add_json, tell
from daemon.diary.announce import length
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.history import Record
from daemon.diary.next_run import next_json, next_run
from daemon.diary.questions import Question
from daemon.exchange.matching import Day, Found, by_day, since, still_open
from daemon.exchange.portable import from_json
from daemon.exchange.sport_watch import Told, files_below, is_watch_file, read_watch_file
from daemon.exchange.watch_run import answers_of, spoken_answers
from rules.course import View

# From so many files on it is worth saying how far it is.
_MANY = 10
_ZONES = timedelta(days=1)
"""How far a day abroad may be from the one at home."""


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


@dataclass
class _Report:
    """What was made of the files: lines for the runner, values for programs."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)

    def run(self, found: Found, answers: dict[Question, Any], *, new: bool) -> None:
        day = found.day.isoformat()
        self.runs.append({"file": found.file, "day": day, "answers": answers, "new": new})
        told = spoken_answers(answers)
        key = "new" if new else "filled" if answers else "nothing_open"
        self.lines.append(words(f"import.{key}", day=day, answers=listed(told)))

    def values(self) -> dict[str, Any]:
        """`day` and `answers` are those of the newest run."""
        none: dict[str, Any] = {"day": None, "answers": {}}
        newest = max(self.runs, key=lambda run: str(run["day"]), default=none)
        return {
            "day": newest["day"],
            "answers": newest["answers"],
            "runs": self.runs,
            "left_out": self.left_out,
            "problems": self.problems,
        }


def _import_runs(arguments: argparse.Namespace, files: Sequence[Path]) -> int:
    report, now = _Report(), clock.now()
    today = now.date()
    told = list(_read(files))
    with diary(writing=True) as book:
        found = list(_runs_of(told, book, arguments.at, report))
        before = book.read()
        days = by_day(found, before.history.records)
        pairs = [pair for day in days for pair in _pairs(day, arguments, report)]
        missing = [run for run, record in pairs if record is None]
        wanted = _wanted(missing, arguments, book, before.history.records, report)
        for run, record in pairs:
            if record is not None:
                answers = still_open(record, run.answers)
                book.answers(now, record.id, answers, By.IMPORTED)
                report.run(run, answers, new=False)
            elif run in wanted:
                answers = {Question(name): value for name, value in run.answers.items()}
                book.add_run(now, run.day, answers, By.IMPORTED)
                report.run(run, answers, new=True)
        after = book.read()
        course, was = after.course(today), before.course(today)
        following = next_run(book.config, after.recent(today), today)
    if not report.runs and (useless := [*report.problems, *report.left_out]):
        raise Problems(useless)
    for problem in report.problems:
        print(f"easeback: {problem}", file=sys.stderr)
    changed = course.view() != was.view()
    if changed:
        report.lines += [*_changed(was.view(), course.view()), following]
    values = {**report.values(), "changed": changed, "next": next_json(course)}
    return tell(arguments, values, *report.left_out, *report.lines)


def _read(files: Sequence[Path]) -> Iterator[Told]:
    """What all files tell; at a terminal with how far it is where that takes a while."""
    shown = len(files) >= _MANY and sys.stderr.isatty()
    for number, file in enumerate(files, 1):
        if shown:
            print(
                words("import.reading", number=number, files=len(files)), end="\r", file=sys.stderr
            )
        yield from read_watch_file(file)
    if shown:
        print(end="\x1b[2K", file=sys.stderr)


def _runs_of(
    told: Sequence[Told], book: Diary, at: date | None, report: _Report
) -> Iterator[Found]:
    """The runs that may be one; what is none is told of, with the file's name."""
    for name, activities, problem in told:
        if problem:
            report.problems.append(problem)
        others = [activity for activity in activities if not activity.on_foot]
        for activity in others:
            line = words("import.no_sport", file=name, sport=activity.sport.lower())
            only = len(others) == len(activities)
            (report.problems if only else report.left_out).append(line)
        for activity in activities:
            if not activity.on_foot:
                continue
            if at and abs(activity.start.date() - at) > _ZONES:
                day = activity.day
                report.problems.append(words("import.not_at", file=name, day=day, at=at))
                continue
            try:
                answers = answers_of(activity, book.config.runner.units)
            except Problems as error:
                report.problems += [f"{name}: {problem}" for problem in error.problems]
                continue
            yield Found(name, activity, at or activity.day, answers)


_Pair = tuple[Found, Record | None]


def _pairs(day: Day, arguments: argparse.Namespace, report: _Report) -> Sequence[_Pair]:
    """Each run of this day with its record; the runner is asked where it is not clear."""
    if day.pairs is not None:
        return day.pairs
    if not _can_ask(arguments):
        told = listed([_described(found) for found in day.found])
        report.problems.append(words("import.unclear", day=day.day, runs=told))
        return []
    pairs: list[_Pair] = []
    records = list(day.records)
    for found in day.found:
        print(words("import.which", day=day.day, run=_described(found)))
        for number, record in enumerate(records, 1):
            print(f"  {number}  {_noted(record)}")
        new = len(records) + 1
        print(f"  {new}  {words('import.another')}")
        match _asked(new):
            case None:
                continue
            case number if number == new:
                pairs.append((found, None))
            case number:
                pairs.append((found, records.pop(number - 1)))
    return pairs


def _wanted(
    missing: Sequence[Found],
    arguments: argparse.Namespace,
    book: Diary,
    records: Sequence[Record],
    report: _Report,
) -> Sequence[Found]:
    """The runs that the diary has not and is to have."""
    today = clock.now().date()
    oldest = since(book.config.plan.first_day, records, today)
    for found in missing:
        if found.day < oldest:
            report.left_out.append(words("import.before", file=found.file, day=found.day))
        elif found.day > today:
            report.problems.append(words("import.future", file=found.file, day=found.day))
    offered = [found for found in missing if oldest <= found.day <= today]
    if arguments.new or not offered:
        return offered
    if not _can_ask(arguments):
        for found in offered:
            report.problems.append(words("import.no_run", file=found.file, day=found.day))
        return []
    print(words("import.these"))
    for found in offered:
        print(f"  {found.day}  {_described(found)}")
    print(words("import.note_them"), end=" ", flush=True)
    said = sys.stdin.readline().strip().lower()
    return offered if said in ("", *_YES) else []


_YES = ("y", "yes")


def _can_ask(arguments: argparse.Namespace) -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and not arguments.json


def _asked(most: int) -> int | None:
    """The number that was typed, 1 to `most`; None where nothing was."""
    while True:
        print(words("import.number", most=most), end=" ", flush=True)
        line = sys.stdin.readline()
        if not line.strip():
            return None
        if line.strip().isdecimal() and 1 <= int(line) <= most:
            return int(line)


def _described(found: Found) -> str:
    start = found.activity.start.astimezone()
    return words("import.run", time=f"{start:%H:%M}", answers=listed(spoken_answers(found.answers)))


def _noted(record: Record) -> str:
    told = [
        words(f"undo.{question}", answer=shown_answer(getattr(record.attempt, question)))
        for question in Question
        if question in record.answered
    ]
    return listed(told) or words("import.bare")


def _changed(was: View, now: View) -> list[str]:
    """How the next run differs from what it was before."""
    if was.held or now.held or was.target == now.target:
        return [words("next.changed")]
    lengths = (length(view.target, view.easy) for view in (was, now))
    return [words("import.changed", was=next(lengths), now=next(lengths))]
