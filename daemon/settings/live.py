"""Settings and decision table of a process that goes on while their files change."""

import logging
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import Problems
from daemon.settings.config import Config, load_config
from daemon.settings.rulebook import table_in_force
from rules.rulebook import Rulebook

log = logging.getLogger(__name__)


class LiveSettings:
    """Settings and table as they are now, or the last good ones while they are wrong."""

    def __init__(self, config: Config, table: Rulebook) -> None:
        self.config, self.table = config, table
        self.problem = ""
        self._stamp = _stamp()
        self._log_what_counts_less()

    def refresh(self) -> bool:
        """Read the files again if they changed; True where new settings hold."""
        stamp = _stamp()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.config, self.table = load_config(paths.config_file()), table_in_force()
        except Problems as error:
            self.problem = str(error)
            # What is wrong with them quotes what was typed: `easeback status` and `doctor` tell it.
            where = ", ".join(
                problem.split(": ")[1] for problem in error.problems if ": " in problem
            )
            log.error("the last good settings stay in use: wrong are %s", where)
            return False
        self.problem = ""
        log.info("settings read again")
        self._log_what_counts_less()
        return True

    def _log_what_counts_less(self) -> None:
        for told in self.config.says:
            log.warning("%s", told)


def _stamp() -> list[tuple[int, int] | None]:
    return [_changed(paths.config_file()), _changed(paths.rules_file())]


def _changed(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
