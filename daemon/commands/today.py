"""`easeback` alone: what today is, what is open, and the commands that matter."""

from daemon.base import clock, paths
from daemon.base.terminal import folded
from daemon.base.words import words
from daemon.diary.next_run import next_run
from daemon.diary.opened import opened_here

_COMMANDS = ("warmup", "go", "checkin", "log", "plan")


def show() -> int:
    """Print it; where nothing was set up yet, how to begin."""
    now = clock.now()
    today = now.date()
    new = not paths.config_file().exists() and not paths.store_file().exists()
    if new:
        lines = [words("today.new")]
    else:
        with opened_here() as book:
            recent = book.recent(today)
        lines = [next_run(book.config, recent, today)]
        if waiting := recent.waiting(now):
            lines.insert(0, words("status.open", part=words(f"part.{waiting[1]}")))
    print(*map(folded, lines), sep="\n")
    print()
    for name in ("init", *_COMMANDS[1:]) if new else _COMMANDS:
        print(f"  easeback {name:9} {words(f'today.{name}')}")
    print(f"  easeback {'--help':9} {words('today.help')}")
    return 0
