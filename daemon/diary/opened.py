"""The one way to open a diary: by the rules and the settings of whoever opens it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from daemon.base import clock, paths
from daemon.diary import lost
from daemon.diary.diary import Diary
from daemon.diary.history import Noted
from daemon.diary.store import Store
from daemon.settings.config import Config, load_config
from daemon.settings.rulebook import table_in_force
from rules.rulebook import Rulebook


@contextmanager
def opened(
    config: Config,
    table: Rulebook,
    file: Path | None = None,
    noted: Callable[[Noted], None] = lambda _noted: None,
) -> Iterator[Diary]:
    """The runner's diary, or that in another file; closed afterwards.

    Who asked is told of every answer `noted` once it is on disk. Raises CannotRun.
    """
    checkpoint = file.with_suffix(".checkpoint") if file else paths.checkpoint_file()
    if file is None:
        lost.check_there(paths.store_file())
    store = Store(file or paths.store_file())
    try:
        yield Diary(store, config, table, checkpoint, noted)
    finally:
        store.close()
        if file is None and store.appended:
            lost.grown(store.appended)


@contextmanager
def opened_here() -> Iterator[Diary]:
    """The runner's diary by the settings and rules as their files are now."""
    config = load_config(paths.config_file())
    with opened(config, table_in_force()) as diary:
        said = (*config.says, diary.shrunk(), *diary.settle(clock.now()), *diary.not_read())
        for told in filter(None, said):
            print(told, file=sys.stderr)
        yield diary
