"""JSON that a script hands to a command: one value or a list, from a file or standard input."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from daemon.base.errors import Problems
from daemon.base.limited import read_limited
from rules.model import RulesError
from rules.strict_json import read_json

T = TypeVar("T")


def read_input(name: str | None) -> Any:
    """What the file, or standard input, holds. Raises Problems with its place."""
    place = name or "standard input"
    try:
        return read_json(read_limited(Path(name) if name else None))
    except OSError as error:
        raise Problems([error.strerror or str(error)], place) from None
    except UnicodeDecodeError as error:
        raise Problems([f"not UTF-8: {error.reason}"], place) from None
    except RulesError as error:
        raise Problems(error.problems, place) from None


def one_or_many(value: Any, name: str, read: Callable[..., T]) -> tuple[list[T], bool]:
    """Every item read, and whether there was a list. Raises Problems naming every fault."""
    if not isinstance(value, list):
        return [read(value)], False
    items: list[T] = []
    problems: list[str] = []
    for number, item in enumerate(value):
        try:
            items.append(read(item, f"{name}[{number}]"))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise Problems(problems)
    return items, True
