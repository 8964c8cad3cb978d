"""Files from anywhere: one that does not end does not fill the memory."""

import sys
from contextlib import nullcontext
from pathlib import Path

from daemon.base.errors import EasebackError
from daemon.base.words import words

MOST_CHARACTERS = 64_000_000
"""Far more than a hundred years of runs."""


def read_limited(path: Path | None) -> str:
    """The text of a file, or of standard input.

    Raises EasebackError where there is more of it than there can be, OSError, UnicodeDecodeError.
    """
    with path.open(encoding="utf-8") if path else nullcontext(sys.stdin) as file:
        text = file.read(MOST_CHARACTERS + 1)
    if len(text) > MOST_CHARACTERS:
        raise EasebackError(words("import.too_large", file=path or words("import.stdin")))
    # Some editors and programs put a byte order mark before it.
    return text.removeprefix("\ufeff")
