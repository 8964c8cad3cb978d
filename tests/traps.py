"""Modules that lie where nobody's modules belong, and write down that they were run."""

from pathlib import Path

# Our own name, one of Python's, one that the ears need, one of ours again.
NAMES = ("voice", "queue", "numpy", "rules")


def set_traps(folder: Path, sprung: Path | str) -> None:
    """Put them into this folder; whichever is run adds its name to the file `sprung`."""
    for name in NAMES:
        file = folder / f"{name}.py"
        file.write_text(f"open({str(sprung)!r}, 'a').write({name!r} + ' ')\nraise ImportError\n")
        file.chmod(0o644)
