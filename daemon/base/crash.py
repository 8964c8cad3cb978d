"""The last resort: a fault of easeback's own becomes a note on disk and a sentence."""

from collections.abc import Sequence

from daemon.base import clock, paths
from daemon.base.words import words
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole


def note_crash(error: Exception, argv: Sequence[str]) -> list[str]:
    """Write down what happened; what to tell the runner of it.

    The note names the command and no more of the line, and the fault without its message: both may
    quote an answer.
    """
    # Imported here: every command imports this, and hardly any crashes.
    import platform

    from voice.base.plain import name_of, trace_of

    now = clock.now()
    command = argv[0] if argv else ""
    note = paths.crash_folder() / f"crash-{now:%Y-%m-%d-%H%M%S}.txt"
    try:
        own_folder(note.parent)
        write_whole(
            note,
            f"easeback {command}\n{now.isoformat()}\n"
            f"Python {platform.python_version()}, {platform.platform()}\n\n{trace_of(error)}",
        )
    except OSError:
        return [words("crash.unwritten", error=name_of(error))]
    return [words("crash.noted", error=name_of(error), note=note)]
