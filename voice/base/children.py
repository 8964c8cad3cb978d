"""Programs of easeback's own, each in a process of its own."""

import sys


def own_program(module: str, *arguments: str) -> list[str]:
    """Has the Python that runs this run a module of these packages.

    It does not look for modules in the current folder (`-P`), where anybody's `voice.py` or
    `queue.py` may lie. PYTHONPATH holds: who sets it says where to look, and some packagings do.
    """
    flags = ["-P"]
    if sys.flags.ignore_environment:
        flags.append("-E")
    if sys.flags.no_user_site:
        flags.append("-s")
    return [sys.executable, *flags, "-m", module, *arguments]
