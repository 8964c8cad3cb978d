"""Where easeback keeps things, by the XDG base directory specification."""

import os
import stat
from pathlib import Path

VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
"""What moves these places elsewhere, if it is set."""


def _base(variable: str, fallback: str) -> Path:
    value = os.environ.get(variable, "")
    # The specification has relative paths ignored.
    return Path(value) if value.startswith("/") else Path.home() / fallback


def store_file() -> Path:
    """The facts."""
    return _base("XDG_DATA_HOME", ".local/share") / "easeback" / "easeback.db"


def rules_file() -> Path:
    """The runner's own decision table; it need not exist."""
    return config_file().with_name("rules.toml")


def config_file() -> Path:
    """The runner's settings; it need not exist."""
    return _base("XDG_CONFIG_HOME", ".config") / "easeback" / "config.toml"


def checkpoint_file() -> Path:
    """Where the comeback stood some runs ago; may be deleted at any time."""
    return cache_folder() / "checkpoint.json"


def witness_file() -> Path:
    """How many facts there were; not beside them, so that it is not lost with them."""
    return cache_folder() / "known.json"


def backup_folder() -> Path:
    """Copies of the facts, made every day."""
    return store_file().with_name("backups")


def report_file() -> Path:
    """The newest report, where no other place is given for it."""
    return store_file().with_name("report.html")


def calendar_file() -> Path:
    """The coming sessions, kept fresh where the settings ask for it."""
    return store_file().with_name("easeback.ics")


def issued_file() -> Path:
    """Which events calendars were told of."""
    return store_file().with_name("calendar.json")


def seen_file() -> Path:
    """Which files of `import.watch` were taken."""
    return store_file().with_name("watched.json")


def cache_folder() -> Path:
    """What may be deleted at any time: rendered speech, the checkpoint."""
    return _base("XDG_CACHE_HOME", ".cache") / "easeback"


def crash_folder() -> Path:
    """Notes on faults of easeback's own; here the walled-off service may write them too."""
    return store_file().with_name("crashes")


def unit_file() -> Path:
    """The user service, where it is installed."""
    return _base("XDG_CONFIG_HOME", ".config") / "systemd" / "user" / "easeback.service"


def control_socket() -> Path:
    """Where a running daemon answers."""
    return runtime_folder() / "control.sock"


def screen_file() -> Path:
    """The notices that the daemon has on the screen."""
    return runtime_folder() / "notices.json"


def music_file() -> Path:
    """Which players were lowered, and how loud they were."""
    return runtime_folder() / "music.json"


def runtime_folder() -> Path:
    """What lasts no longer than the login; without such a folder of one's own, beside the facts.

    In a folder for everybody another user may have made ours first, or have put a link there.
    """
    value = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(value) / "easeback"
    if not value.startswith("/"):
        return store_file().parent
    try:
        status = folder.lstat()
        # A sandboxed service may write to our folder alone.
        usable = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        usable = usable and os.access(folder, os.W_OK)
    except OSError:
        usable = os.access(value, os.W_OK)
    return folder if usable else store_file().parent
