"""Commands on the data as a whole: export, import, forget."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError, Problems
from daemon.base.limited import read_limited
from daemon.base.lock import LOCKS, alone, lock_of
from daemon.base.words import listed, shown_answer, words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.output import add_json, tell, warn_of
from daemon.diary.facts import By, answer_of
from daemon.diary.history import Record
from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.exchange.calendar_file import calendar_text
from daemon.exchange.portable import from_json, to_csv, to_json
from daemon.exchange.sport_watch import Activity, reader_of
from rules.model import Distance, RulesError
from voice.base.places import models_folder, personal_file, words_file
from voice.base.whole_file import write_whole

_SURE = "forget"


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    export = commands.add_parser(
        "export",
        help="your diary as JSON or CSV, the coming sessions as a calendar",
        description="Writes every run and day (json, csv), or the coming four weeks for a "
        "calendar program (ics). `easeback import` reads the JSON back.",
        epilog="example: easeback export --format csv --to runs.csv",
    )
    export.add_argument(
        "--format", choices=tuple(_FORMATS), default="json", help="json if left out"
    )
    export.add_argument("--to", type=Path, metavar="FILE", help="standard output if left out")
    export.set_defaults(run=_export)
    importing = commands.add_parser(
        "import",
        help="the runs of an exported diary, or a watch's minutes and distance",
        description="Reads what `easeback export` wrote, all of it or nothing: what is known "
        "already is left as it is, a day that tells something else is refused. A file of a watch "
        "(.fit, .gpx, .tcx) answers what is open of that day's run: its minutes and its distance.",
        epilog="example: easeback import morning-run.fit",
    )
    importing.add_argument("file", metavar="FILE", type=Path)
    add_json(importing)
    importing.set_defaults(run=_import)
    forget = commands.add_parser(
        "forget",
        help="erase everything that easeback keeps about you",
        description="Erases the diary, the settings, rules of your own, what it learned of "
        "your voice, and rendered speech. "
        "The service is removed with: easeback service uninstall",
        epilog="example: easeback forget",
    )
    forget.add_argument("--yes", action="store_true", help="without asking")
    forget.set_defaults(run=_forget)


def _export(arguments: argparse.Namespace) -> int:
    with diary() as book:
        read = book.read()
    text = _FORMATS[arguments.format](read)
    warn_of(read.ledger.damaged)
    if arguments.to is None:
        print(text, end="")
        return 0
    try:
        write_whole(arguments.to, text)
    except OSError as error:
        raise EasebackError(f"{arguments.to}: {error.strerror}") from None
    return 0


def _as_json(read: Snapshot) -> str:
    return json.dumps(to_json(read.history), indent=2) + "\n"


def _as_csv(read: Snapshot) -> str:
    today = clock.now().date()
    return to_csv(read.course(today).outcomes, read.told(today))


def _as_ics(read: Snapshot) -> str:
    return calendar_text(read, clock.now())


_FORMATS = {"json": _as_json, "csv": _as_csv, "ics": _as_ics}


def _import(arguments: argparse.Namespace) -> int:
    read = reader_of(arguments.file)
    return _import_run(arguments, read) if read else _import_diary(arguments)


def _import_run(arguments: argparse.Namespace, read: Callable[[Path], Activity]) -> int:
    file: Path = arguments.file
    activity = read(file)
    now, day = clock.now(), activity.start.astimezone().date()
    with diary(writing=True) as book:
        answers = activity.answers(book.config.runner.units)
        if not answers:
            raise EasebackError(f"{file}: {words('import.nothing_told')}")
        _check(file, answers)
        records = [record for record in book.read().history.records if record.day == day]
        if not records:
            raise EasebackError(f"{file}: {words('import.no_run', day=day)}")
        record = next((r for r in records if _open(r, answers)), records[-1])
        told = _open(record, answers)
        book.answers(now, record.id, told, By.IMPORTED)
    line = words("import.nothing_open", day=day)
    if told:
        spoken = [_spoken(question, value) for question, value in told.items()]
        line = words("import.filled", day=day, answers=listed(spoken))
    return tell(arguments, {"day": day.isoformat(), "answers": told}, line)


def _check(file: Path, answers: Mapping[str, Any]) -> None:
    """A watch that saw the impossible is told of, and none of it is stored."""
    problems = []
    for question, value in answers.items():
        try:
            answer_of(Question(question), value)
        except RulesError:
            told, possible = _spoken(question, value), words(f"import.possible_{question}")
            line = words("import.impossible", told=told, possible=possible, question=question)
            problems.append(line)
    if problems:
        raise Problems(problems, file)


def _open(record: Record, answers: Mapping[str, Any]) -> dict[Question, Any]:
    """What a watch answers that the runner did not: what they said is never replaced."""
    return {
        Question(name): value
        for name, value in answers.items()
        if getattr(record.attempt, name) is None
    }


def _spoken(question: str, value: Any) -> str:
    if question == Question.MINUTES:
        return words("count.minute", n=value)
    # It may be no distance that a run has.
    return shown_answer(Distance(Decimal(str(value["value"])), value["unit"]))


def _import_diary(arguments: argparse.Namespace) -> int:
    place = str(arguments.file)
    try:
        value = json.loads(read_limited(arguments.file))
    except OSError as error:
        raise EasebackError(f"{place}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise EasebackError(f"{place}: not JSON: {error}") from None
    now = clock.now()
    try:
        document = from_json(value, now.date())
        with diary(writing=True) as book:
            added = book.add(now, document)
    except Problems as error:
        raise Problems(error.problems, place) from None
    runs = len(document.entries)
    line = words("import.done", added=added, runs=runs)
    return tell(arguments, {"added": added, "runs": runs}, line)


def _forget(arguments: argparse.Namespace) -> int:
    store, files = Path(os.path.realpath(paths.store_file())), list(_kept())
    if not files:
        print(words("forget.none"))
        return 0
    if not arguments.yes:
        print(words("forget.these"), *files, sep="\n  ")
        print(words("forget.sure", word=_SURE), end=" ", flush=True)
        if sys.stdin.readline().strip().lower() != _SURE:
            print(words("forget.left"))
            return 0
    # Not under the feet of a daemon or a session, which would write it anew.
    with alone(paths.store_file()):
        for path in files:
            _erase(path)
        for what in LOCKS:
            lock_of(what, store).unlink(missing_ok=True)
    for path in {*(file.parent for file in files), paths.runtime_folder()}:
        _tidy(path)
    print(words("forget.done"))
    return 0


def _kept() -> Iterator[Path]:
    store = paths.store_file()
    real = Path(os.path.realpath(store))
    found = [real, *(real.with_name(f"{real.name}{end}") for end in ("-wal", "-shm")), store]
    found += [paths.backup_folder(), *real.parent.glob(f"{real.name}.damaged-*")]
    found += [paths.config_file(), paths.rules_file(), words_file(), paths.cache_folder()]
    found += [paths.report_file(), paths.calendar_file(), paths.crash_folder()]
    found += [personal_file(), models_folder()]
    return (path for path in dict.fromkeys(found) if os.path.lexists(path))


def _erase(path: Path) -> None:
    try:
        linked = path.is_symlink() or not path.is_dir()
        path.unlink() if linked else shutil.rmtree(path)
    except OSError as error:
        raise CannotRun(words("forget.unerased", path=path, reason=error.strerror)) from None


def _tidy(folder: Path) -> None:
    """Remove what is left of a folder of ours; one with anything of another's in it stays."""
    with suppress(OSError):
        if folder.name == "easeback":
            folder.rmdir()
