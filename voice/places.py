"""Where the voice keeps things, by the XDG base directory specification."""

import os
from pathlib import Path


def data_folder() -> Path:
    """What is kept about the runner, and installed models."""
    value = os.environ.get("XDG_DATA_HOME", "")
    base = Path(value) if value.startswith("/") else Path.home() / ".local/share"
    return base / "easeback"


def models_folder() -> Path:
    """Installed models."""
    return data_folder() / "models"


def personal_file() -> Path:
    """How the runner says the scores; it need not exist."""
    return data_folder() / "voice.npz"
