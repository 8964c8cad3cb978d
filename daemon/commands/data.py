"""Commands on the data as a whole: export, forget."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.lock import LOCKS, alone, lock_of
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.output import add_json, tell, warn_of
from daemon.diary.snapshot import Snapshot
from daemon.exchange.calendar_file import calendar_text
from daemon.exchange.portable import to_csv, to_json
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
    forget = commands.add_parser(
        "forget",
        help="erase everything that easeback keeps about you",
        description="Erases the diary, the settings, rules of your own, what it learned of "
        "your voice, and rendered speech. "
        "The service is removed with: easeback service uninstall",
        epilog="example: easeback forget",
    )
    forget.add_argument("--yes", action="store_true", help="without asking")
    add_json(forget)
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


def _forget(arguments: argparse.Namespace) -> int:
    store, files = Path(os.path.realpath(paths.store_file())), list(_kept())
    if not files:
        return tell(arguments, {"erased": []}, words("forget.none"))
    if arguments.json and not arguments.yes:
        raise EasebackError(words("forget.json"))
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
    return tell(arguments, {"erased": list(map(str, files))}, words("forget.done"))


def _kept() -> Iterator[Path]:
    store = paths.store_file()
    real = Path(os.path.realpath(store))
    found = [real, *(real.with_name(f"{real.name}{end}") for end in ("-wal", "-shm")), store]
    found += [paths.backup_folder(), *real.parent.glob(f"{real.name}.damaged-*")]
    found += [paths.config_file(), paths.rules_file(), words_file(), paths.cache_folder()]
    found += [
        paths.report_file(),
        paths.calendar_file(),
        paths.issued_file(),
        paths.seen_file(),
        paths.crash_folder(),
    ]
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
