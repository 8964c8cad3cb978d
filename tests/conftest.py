"""Every test has a home of its own, and no desktop."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, not about easeback.
settings.register_profile("easeback", deadline=None)
settings.load_profile("easeback")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    # Nothing of the desktop that the tests run on: its daemon, its locks, its notifications.
    for variable in ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path
