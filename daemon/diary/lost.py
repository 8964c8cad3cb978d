"""A diary that is gone, or has less in it than it had, is told; nobody is a new runner unasked."""

import json
from contextlib import suppress
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.base.words import words
from daemon.diary.copies import copies, richest
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole


def check_there(store: Path) -> None:
    """Raises CannotRun where there was a diary and is none: the next entry would begin another."""
    with suppress(OSError):
        if store.stat().st_size:
            return
    copy = richest(copies(paths.backup_folder()))
    if copy and copy.facts:
        raise CannotRun(words("lost.gone", file=store, copy=copy.path, n=copy.facts))
    if _known():
        raise CannotRun(words("lost.gone_without", file=store))


def shrunk(store: Path, newest: int) -> str:
    """What is to be told of a diary with fewer entries than there were; once, and "" otherwise.

    `newest` is the number of its newest entry.
    """
    known = _known()
    if newest >= known:
        return ""
    know(newest)
    return words("lost.shrunk", file=store, n=newest, known=known)


def grown(newest: int) -> None:
    """Remember that the diary has so many entries by now."""
    if newest > _known():
        know(newest)


def know(newest: int) -> None:
    """Remember how many entries there are; a witness that is lost itself accuses nobody."""
    file = paths.witness_file()
    with suppress(OSError):
        own_folder(file.parent)
        write_whole(file, json.dumps(newest))


def _known() -> int:
    with suppress(OSError, ValueError):
        known = json.loads(paths.witness_file().read_text("utf-8"))
        if type(known) is int:
            return known
    return 0
