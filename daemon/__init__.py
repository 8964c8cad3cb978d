"""The assistant: everything that meets the user, the disk and the clock.

It stands on `rules` and `voice`, which lie beside it. Names so plain may lead to another package
that is found first: nothing of that is to run, and so it is looked for before anything is imported.
"""

import os
import sys


def _fault() -> str:
    """What keeps the program from its packages; "" where they lie beside this one."""
    here = os.path.dirname(os.path.dirname(__file__))
    for name in ("rules", "voice"):
        specs = (finder.find_spec(name, sys.path) for finder in sys.meta_path)
        spec = next(filter(None, specs), None)
        if spec is None:
            return f"its package {name} is missing beside {os.path.join(here, 'daemon')}"
        if spec.origin != os.path.join(here, name, "__init__.py"):
            other = spec.origin or next(iter(spec.submodule_search_locations or ()), name)
            return f"{other} is another program's"
    return ""


if _found := _fault():
    # The file that the program's sentences are in is out of reach.
    print(
        f"easeback: {_found}; easeback needs an environment of its own (pipx install easeback).",
        file=sys.stderr,
    )
    sys.exit(3)
