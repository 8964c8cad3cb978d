"""Texts from elsewhere, fit for a terminal and a log."""

import re

# What a terminal obeys instead of showing it: control characters, and those that turn a line.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text with a mark for each character that a terminal would obey; lines stay lines."""
    return text if text.isprintable() else _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def name_of(error: BaseException) -> str:
    """What a fault is, without its message, which may quote what was said or typed."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__


def trace_of(error: BaseException) -> str:
    """Where it happened, and what led to it, without any message."""
    # Imported here: everybody imports this, and there are hardly any faults.
    from traceback import format_tb

    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return "".join(
        [
            f"{trace_of(earlier)}\n" if earlier else "",
            *format_tb(error.__traceback__),
            f"{name_of(error)}\n",
            *map(trace_of, inner),
        ]
    )
