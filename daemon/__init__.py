"""The assistant: everything that meets the user, the disk and the clock.

It stands on `rules` and `voice`, which lie beside it. Names so plain may lead to another package
that is found first: nothing of that is to run, and so it is looked for before anything is imported.
"""

import os
import sys


def _in_the_way() -> str:
    """Where another package by one of the names is found; "" where ours are."""
    here = os.path.dirname(os.path.dirname(__file__))
    for name in ("rules", "voice"):
        specs = (finder.find_spec(name, sys.path) for finder in sys.meta_path)
        spec = next(filter(None, specs), None)
        if spec is not None and spec.origin != os.path.join(here, name, "__init__.py"):
            return spec.origin or next(iter(spec.submodule_search_locations or ()), name)
    return ""


if _other := _in_the_way():
    # The file that the program's sentences are in is out of reach.
    print(
        f"easeback: {_other} is another program's; easeback needs an environment of its own "
        "(pipx install easeback).",
        file=sys.stderr,
    )
    sys.exit(3)
