"""`easeback backup` and `easeback restore`."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from daemon.base import clock, paths
from daemon.base.errors import EasebackError
from daemon.base.lock import alone
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.output import add_json, tell
from daemon.diary.backup import back_up, file_of
from daemon.diary.copies import Copy, copies, richest
from daemon.diary.restore import Change, restore

_SURE = "restore"


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    backup = commands.add_parser(
        "backup",
        help="a copy of your diary",
        description="Copies the diary, while it is in use as well. The daemon does so every day "
        "by itself and keeps copies of the last days, weeks and months within 20 MB.",
        epilog="examples: easeback backup --to /media/stick/easeback.db; easeback backup list",
    )
    backup.add_argument("what", nargs="?", choices=["list"], help="the copies that there are")
    backup.add_argument("--to", type=Path, metavar="FILE", help="the backup folder if left out")
    add_json(backup)
    backup.set_defaults(run=_backup)
    restoring = commands.add_parser(
        "restore",
        help="bring a backup of your diary back",
        description="Puts a backup in the diary's place, with what can still be read of newer "
        "entries. What was there is kept beside it. The daemon has to be stopped meanwhile.",
        epilog="example: systemctl --user stop easeback; easeback restore",
    )
    restoring.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the copy with the most entries if left out",
    )
    restoring.add_argument("--dry-run", action="store_true", help="only tell what it would change")
    restoring.add_argument(
        "--yes", action="store_true", help="without asking, where entries would be lost"
    )
    restoring.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    if arguments.what == "list":
        return _list(arguments)
    to = arguments.to or file_of(paths.backup_folder(), clock.now().date())
    back_up(paths.store_file(), to)
    return tell(arguments, {"file": str(to)}, words("backup.made", file=to))


def _list(arguments: argparse.Namespace) -> int:
    there = copies(paths.backup_folder())
    values = [
        {
            "file": str(copy.path),
            "day": copy.day.isoformat(),
            "bytes": copy.size,
            "entries": copy.facts,
            "newest": copy.newest[:10] or None,
        }
        for copy in there
    ]
    lines = [*map(_line, there)] or [words("backup.none", folder=paths.backup_folder())]
    return tell(arguments, {"backups": values}, *lines)


def _line(copy: Copy) -> str:
    size = words("backup.size", n=max(1, round(copy.size / 1000)))
    if not copy.facts:
        return words("backup.copy_unread", day=copy.day, size=size, file=copy.path)
    return words(
        "backup.copy",
        n=copy.facts,
        day=copy.day,
        newest=copy.newest[:10],
        size=size,
        file=copy.path,
    )


def _restore(arguments: argparse.Namespace) -> int:
    made = copies(paths.backup_folder())
    best = richest(made)
    source = arguments.file or (best.path if best else None)
    if source is None:
        raise EasebackError(words("backup.none", folder=paths.backup_folder()))

    def agree(change: Change) -> bool:
        told = words("backup.change", file=source, facts=change.facts, saved=change.saved)
        print(told, *([words("backup.lost", n=change.lost)] if change.lost else []))
        if arguments.dry_run:
            return False
        return arguments.yes or not change.lost or _is_sure()

    with alone(paths.store_file()):
        put = restore(source, paths.store_file(), clock.now(), agree)
    if put.done:
        # What it had before does not accuse it.
        with suppress(OSError):
            paths.witness_file().unlink()
    print(words("backup.restored" if put.done else "backup.left"))
    if put.kept:
        print(words("backup.kept", file=put.kept))
    return 0


def _is_sure() -> bool:
    print(words("backup.sure", word=_SURE), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() == _SURE
