"""Folders that nobody else looks into."""

from pathlib import Path


def own_folder(folder: Path) -> Path:
    """A folder of easeback's own, for its owner alone (0700); made where it is missing.

    One that others could look into is closed to them. Raises OSError.
    """
    if folder_at(folder).stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def folder_at(folder: Path) -> Path:
    """A folder that may be the runner's: left as it is, or made for its owner alone.

    Raises OSError.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return folder
