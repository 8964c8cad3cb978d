"""Settings that change while a process runs, and wrong ones that do not take its last good ones."""

import os

import pytest

from daemon.base import paths
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from rules.rulebook import default_text


@pytest.fixture
def live() -> LiveSettings:
    return LiveSettings(Config(), table_in_force())


def write(text: str) -> None:
    file = paths.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    # Two writes in one tick of the file system's clock look alike.
    later = file.stat().st_mtime_ns + 1_000_000
    os.utime(file, ns=(later, later))


def test_what_changed_holds_and_what_did_not_is_not_read_again(live: LiveSettings) -> None:
    assert not live.refresh()
    write("[plan]\nstart_minutes = 33\n")
    assert live.refresh()
    assert live.config.plan.start_minutes == 33
    assert not live.refresh()


def test_wrong_settings_are_named_until_they_are_right(live: LiveSettings) -> None:
    write("[plan]\nstart_minutes = 33\n")
    live.refresh()
    write("[plan]\nstart_minutes = -1\n")
    assert not live.refresh()
    assert "start_minutes" in live.problem
    assert live.config.plan.start_minutes == 33
    write("[plan]\nstart_minutes = 30\n")
    assert live.refresh()
    assert not live.problem


def test_a_table_with_a_fault_leaves_the_last_one_in_force(live: LiveSettings) -> None:
    before = live.table
    paths.rules_file().parent.mkdir(parents=True, exist_ok=True)
    paths.rules_file().write_text(default_text().replace("rest_days = 2", "rest_dyas = 2", 1))
    assert not live.refresh()
    assert "rest_dyas" in live.problem
    assert live.table is before
