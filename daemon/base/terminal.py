"""What fits a terminal."""

import shutil
import sys
import textwrap
from typing import TextIO


def folded(text: str, out: TextIO | None = None, indent: int = 0) -> str:
    """The text in lines of the terminal's width, broken between words; else as it is.

    Every line but the first begins with `indent` spaces.
    """
    out = out or sys.stdout
    if not out.isatty():
        return text
    fill = textwrap.TextWrapper(
        shutil.get_terminal_size().columns,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).fill
    return "\n".join(map(fill, text.splitlines()))
