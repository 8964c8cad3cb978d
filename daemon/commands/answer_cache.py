"""What `next` and `status` answered last, for as long as nothing that they depend on changed.

Only a cache. They depend on the day, the diary, the settings, the rules, the words and the
program's own files; each of those is looked at, none is read. This is what makes a prompt or a
status bar able to ask at every turn: nearly all of the time goes to importing what computes the
answer.
"""

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from daemon.base import paths
from voice.base.places import words_file

RECALLED = (["next"], ["next", "--json"], ["status"], ["status", "--json"])
# Who changes the diary has loaded all that answers, so what is asked next is answered by then.
AHEAD = RECALLED[:2]
CHANGING = (
    *("log", "undo", "skip", "cleared", "import", "restore"),
    *("injury", "pain", "pause", "back", "move"),
    *("warmup", "go", "checkin", "strength"),
)
# A file may change again without looking different: within a tick of the kernel's clock, and where
# whole seconds are all that is kept of the time, within two of those.
_TICK, _TWO_SECONDS = 20_000_000, 2_000_000_000
_CODE = Path(__file__).parents[2]
_PARTS = ("daemon", "rules", "voice")

# The hour in which the morning after a run begins: FROM of diary/asking, which is not imported.
MORNING_HOUR = 3

Stamp = list[list[int] | str | None]


def stamp() -> Stamp:
    """What an answer depends on, as it is now: a value for JSON."""
    store = paths.store_file()
    # SQLite's log lies beside the file itself, where links to it end.
    wal = Path(f"{os.path.realpath(store)}-wal")
    files = (store, wal, paths.config_file(), paths.rules_file(), words_file())
    return [
        _part_of_day(time.localtime()),
        *map(_looks, files),
        *(_newest(_CODE / part) for part in _PARTS),
    ]


def recalled(argv: Sequence[str], now: Stamp) -> str | None:
    """What was answered to this, if it still holds."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_file().read_text("utf-8"))
        if kept["stamp"] == now:
            told: str = kept["told"][" ".join(argv)]
            return told
    return None


def settle() -> None:
    """Let as much time pass as makes the next change look different, where that is a moment."""
    wait = _restless(stamp(), time.time_ns())
    if 0 < wait <= _TICK:
        time.sleep(wait / 1_000_000_000)


def remember(argv: Sequence[str], now: Stamp, at: int, told: str) -> None:
    """Keep an answer that was found while everything stayed as in `now`.

    `at` is the moment, in nanoseconds, just before `now` was looked at.
    """
    if stamp() != now or _restless(now, at) > 0:
        return
    # Imported here: who finds an answer writes none.
    from voice.base.own_folder import own_folder
    from voice.base.whole_file import write_whole

    with suppress(OSError):
        own_folder(_file().parent)
        kept = {"stamp": now, "told": {**_kept(now), " ".join(argv): told}}
        write_whole(_file(), json.dumps(kept))


def _kept(now: Stamp) -> dict[str, str]:
    every = (" ".join(argv) for argv in RECALLED)
    answers = {argv: recalled(argv.split(), now) for argv in every}
    return {argv: told for argv, told in answers.items() if told is not None}


def _file() -> Path:
    return paths.cache_folder() / "recall.json"


def _looks(file: Path) -> list[int] | None:
    # A link that leads nowhere is no file that is not there.
    for look in (os.stat, os.lstat):
        with suppress(OSError):
            status = look(file)
            return [status.st_ino, status.st_size, status.st_mtime_ns]
    return None


def _restless(now: Stamp, at: int) -> int:
    """Nanoseconds after `at` in which a file may change again without looking different."""
    times = [looks[-1] for looks in now if isinstance(looks, list)]
    ends = [time + (_TICK if time % 1_000_000_000 else _TWO_SECONDS) for time in times]
    return max(ends, default=0) + 1 - at


def _part_of_day(now: time.struct_time) -> str:
    """The day, and whether its morning has come."""
    minute = now.tm_min if now.tm_hour == MORNING_HOUR else 0
    return f"{time.strftime('%F', now)} {now.tm_hour > MORNING_HOUR} {minute}"


def _newest(folder: Path) -> list[int]:
    """When a file below this folder changed last."""
    newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    newest = max(newest, *_newest(Path(entry.path)))
            else:
                newest = max(newest, entry.stat().st_mtime_ns)
    return [newest]
