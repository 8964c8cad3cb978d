"""The last resort: a fault of easeback's own becomes a note on disk and a sentence."""

from collections.abc import Sequence

from daemon.base import clock, paths
from daemon.base.words import words
from voice.base.whole_file import write_whole


def note_crash(error: Exception, argv: Sequence[str]) -> list[str]:
    """Write down what happened; what to tell the runner of it.

    The note names the command and no more of the line: what follows may be about their health.
    """
    # Imported here: every command imports this, and hardly any crashes.
    import platform
    import traceback

    now = clock.now()
    command = argv[0] if argv else ""
    note = paths.crash_folder() / f"crash-{now:%Y-%m-%d-%H%M%S}.txt"
    told = "".join(traceback.format_exception(error))
    try:
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(
            note,
            f"easeback {command}\n{now.isoformat()}\n"
            f"Python {platform.python_version()}, {platform.platform()}\n\n{told}",
        )
    except OSError:
        return [words("crash.unwritten", error=f"{type(error).__name__}: {error}")]
    return [words("crash.noted", error=f"{type(error).__name__}: {error}", note=note)]
