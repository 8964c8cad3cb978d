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
# Files that changed so shortly ago may change again without looking different.
_SETTLED_NANOSECONDS = 1_000_000_000
_CODE = Path(__file__).parents[2]
_PARTS = ("daemon", "rules", "voice")

Stamp = list[list[int] | str | None]


def stamp() -> Stamp:
    """What an answer depends on, as it is now: a value for JSON."""
    store = paths.store_file()
    wal = store.with_name(f"{store.name}-wal")
    files = (store, wal, paths.config_file(), paths.rules_file(), words_file())
    return [
        time.strftime("%F"),
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


def remember(argv: Sequence[str], now: Stamp, told: str) -> None:
    """Keep an answer that was found while everything stayed as in `now`."""
    if stamp() != now or not _is_settled(now):
        return
    # Imported here: who finds an answer writes none.
    from voice.base.whole_file import write_whole

    with suppress(OSError):
        _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _is_settled(now: Stamp) -> bool:
    newest = max((looks[-1] for looks in now if isinstance(looks, list)), default=0)
    return time.time_ns() - newest > _SETTLED_NANOSECONDS


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
