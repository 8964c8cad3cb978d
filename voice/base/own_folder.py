"""Folders that nobody else looks into."""

from pathlib import Path


def own_folder(folder: Path) -> Path:
    """A folder of easeback's own, made where it is missing, for its owner alone (0700).

    One that others could look into is closed to them. Raises OSError.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder
