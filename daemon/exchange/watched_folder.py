"""The folder of `import.watch`: new files of a watch are taken from it as they come."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from daemon.base import clock, paths
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.opened import opened
from daemon.exchange.matching import Pair, by_day
from daemon.exchange.sport_watch import files_below, read_watch_file
from daemon.exchange.take import Taken, of_this_comeback, runs_in, take
from daemon.settings.live import LiveSettings
from voice.base.whole_file import write_whole

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
# What is older was there before, and nobody waits for it.
_NEW = timedelta(days=3)
# What is younger may still be on its way.
_WRITTEN = timedelta(seconds=10)

_Stamp = list[int]


class WatchedFolder:
    """Looks for new files; `taken` hears what was stored of them, in words."""

    def __init__(
        self,
        settings: LiveSettings,
        taken: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._settings, self._taken, self._now = settings, taken, now
        self._fault = ""

    async def keep(self) -> None:
        """Look until cancelled."""
        while True:
            # A file of hours takes a second, in which a session must go on.
            for line in await asyncio.to_thread(self.look):
                await self._taken(line)
            await asyncio.sleep(EVERY_SECONDS)

    def look(self) -> list[str]:
        """Take what is new; returns what was stored, in words. What fails is logged."""
        folder = self._settings.config.import_.watch
        if not folder:
            return []
        try:
            lines = self._take_new(Path(folder).expanduser())
        except (EasebackError, OSError) as error:
            if str(error) != self._fault:
                log.error("import.watch: %s", error)
            self._fault = str(error)
            return []
        self._fault = ""
        return lines

    def _take_new(self, folder: Path) -> list[str]:
        if not folder.is_dir():
            raise EasebackError(words("import.no_folder", folder=folder))
        seen = _load()
        new = {
            str(file): stamp for file, stamp in self._new(folder) if seen.get(str(file)) != stamp
        }
        if not new:
            return []
        # Remembered first: a file that brings the daemon down does so once.
        oldest = int((self._now() - 2 * _NEW).timestamp())
        _save({file: at for file, at in seen.items() if at[1] >= oldest} | new)
        return self._take([Path(file) for file in new])

    def _new(self, folder: Path) -> Iterator[tuple[Path, _Stamp]]:
        now = self._now().timestamp()
        for file in files_below(folder):
            status = file.stat()
            age = timedelta(seconds=now - status.st_mtime)
            if _WRITTEN <= age <= _NEW:
                yield file, [status.st_size, int(status.st_mtime)]

    def _take(self, files: list[Path]) -> list[str]:
        config, now, report = self._settings.config, self._now(), Taken()
        told = [each for file in files for each in read_watch_file(file)]
        found = list(runs_in(told, config.runner.units, report))
        with opened(config, self._settings.table) as book:
            read = book.read()
            pairs = list[Pair]()
            for day in by_day(found, read.history.records):
                if day.pairs is None:
                    report.problems.append(words("import.unclear_here", day=day.day))
                pairs += day.pairs or ()
            missing = [pair.found for pair in pairs if pair.record is None]
            wanted = of_this_comeback(missing, read, now.date(), report)
            kept = [pair for pair in pairs if pair.record or pair.found in wanted]
            take(book, kept, now, report)
        for line in (*report.problems, *report.left_out):
            log.warning("import.watch: %s", line)
        changed = (run["answers"] or run["new"] for run in report.runs)
        return [line for line, new in zip(report.lines, changed, strict=True) if new]


def _load() -> dict[str, _Stamp]:
    try:
        kept = json.loads(paths.seen_file().read_text("utf-8"))
        return {str(file): [int(size), int(at)] for file, (size, at) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _save(seen: dict[str, _Stamp]) -> None:
    paths.seen_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(paths.seen_file(), json.dumps(seen))
