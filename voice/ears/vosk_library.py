"""Vosk without what it has for downloads.

Nothing that opens connections is imported into the process with the microphone; besides, it would
take as long again as Vosk itself.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

# What `vosk/__init__.py` imports for its downloads, with the names that it takes from each.
_DOWNLOADS = {"requests": (), "urllib.request": ("urlretrieve",), "tqdm": ("tqdm",)}


@cache
def vosk() -> Any:
    """The library. Raises ImportError."""
    with _stand_ins():
        import vosk as library
    return library


@contextmanager
def _stand_ins() -> Iterator[None]:
    made = {name: ModuleType(name) for name in _DOWNLOADS if name not in sys.modules}
    for name, module in made.items():
        # Whoever calls them all the same, which we never do, is told that it is no function.
        vars(module).update(dict.fromkeys(_DOWNLOADS[name]))
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]
