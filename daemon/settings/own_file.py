"""A file that the runner may have written: settings, a table of their own."""

from pathlib import Path

from daemon.base.errors import Problems
from daemon.base.words import words


def own_text(path: Path) -> str | None:
    """What stands in it, None where there is no such file. Raises Problems.

    A link that leads nowhere is a fault: what was meant to hold would be lost in silence.
    """
    try:
        # Some editors put a byte order mark before it.
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        if any(place.is_symlink() and not place.exists() for place in (path, *path.parents)):
            raise Problems([words("settings.link")], path) from None
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Problems([words("settings.unread", reason=error)], path) from None
