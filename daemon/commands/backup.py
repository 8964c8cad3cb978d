"""`easeback backup` and `easeback restore`."""

import argparse
import sys
from pathlib import Path

from daemon.base import clock, paths
from daemon.base.errors import EasebackError
from daemon.base.lock import alone
from daemon.base.words import words
from daemon.commands import Commands
from daemon.diary.backup import back_up, backups
from daemon.diary.restore import Change, restore

_SURE = "restore"


def add_commands(commands: Commands) -> None:
    """Add the commands to the parser."""
    backup = commands.add_parser(
        "backup",
        help="a copy of your diary",
        description="Copies the diary, while it is in use as well. The daemon does so every week "
        "by itself and keeps the last five.",
        epilog="example: easeback backup --to /media/stick/easeback.db",
    )
    backup.add_argument("--to", type=Path, metavar="FILE", help="the backup folder if left out")
    backup.set_defaults(run=_backup)
    restoring = commands.add_parser(
        "restore",
        help="bring a backup of your diary back",
        description="Puts a backup in the diary's place, with what can still be read of newer "
        "entries. What was there is kept beside it. The daemon has to be stopped meanwhile.",
        epilog="example: systemctl --user stop easeback; easeback restore",
    )
    restoring.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the newest backup if left out"
    )
    restoring.add_argument("--dry-run", action="store_true", help="only tell what it would change")
    restoring.add_argument(
        "--yes", action="store_true", help="without asking, where entries would be lost"
    )
    restoring.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    to = arguments.to or paths.backup_folder() / f"easeback-{clock.now():%Y-%m-%d}.db"
    back_up(paths.store_file(), to)
    print(words("backup.made", file=to))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    made = backups(paths.backup_folder())
    if arguments.file is None and not made:
        raise EasebackError(words("backup.none", folder=paths.backup_folder()))
    source = arguments.file or made[-1]

    def agree(change: Change) -> bool:
        told = words("backup.change", file=source, facts=change.facts, saved=change.saved)
        print(told, *([words("backup.lost", n=change.lost)] if change.lost else []))
        if arguments.dry_run:
            return False
        return arguments.yes or not change.lost or _is_sure()

    with alone(paths.store_file()):
        put = restore(source, paths.store_file(), clock.now(), agree)
    print(words("backup.restored" if put.done else "backup.left"))
    if put.kept:
        print(words("backup.kept", file=put.kept))
    return 0


def _is_sure() -> bool:
    print(words("backup.sure", word=_SURE), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() == _SURE
