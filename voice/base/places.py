"""Where the voice keeps things, by the XDG base directory specification."""

import os
from pathlib import Path


def data_folder() -> Path:
    """What is kept about the runner, and installed models."""
    return _folder("XDG_DATA_HOME", ".local/share")


def words_file() -> Path:
    """Sentences in the runner's own language; it need not exist."""
    return _folder("XDG_CONFIG_HOME", ".config") / "words.toml"


def models_folder() -> Path:
    """Installed models."""
    return data_folder() / "models"


def personal_file() -> Path:
    """How the runner says the scores; it need not exist."""
    return data_folder() / "voice.npz"


def cache_folder() -> Path:
    """Rendered speech."""
    return _folder("XDG_CACHE_HOME", ".cache") / "speech"


def _folder(variable: str, fallback: str) -> Path:
    value = os.environ.get(variable, "")
    base = Path(value) if value.startswith("/") else Path.home() / fallback
    return base / "easeback"
