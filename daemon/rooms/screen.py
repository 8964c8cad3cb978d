"""Sentences on a terminal; while a routine runs, under them its progress and the seconds left."""

from datetime import datetime
from typing import TextIO

from daemon.base.terminal import folded
from daemon.session.actions import Scene

_WIDTH = 30
# Each digit as three rows of three characters.
_DIGITS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ╻ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ":": ("   ", " : ", "   "),
}
_ROWS = 4
_UP = "\x1b[{}A\r"
_CLEAR_BELOW, _CLEAR_LINE = "\x1b[J", "\x1b[K"
_KEEP_CURSOR, _BACK_TO_CURSOR = "\x1b7", "\x1b8"


class Screen:
    """Prints lines; the picture below them only where a person looks at it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()
        self._drawn = False

    def line(self, text: str) -> None:
        """A sentence."""
        self._erase()
        print(folded(text, self._out), file=self._out, flush=True)

    def prompt(self) -> None:
        """An answer may be typed now."""
        self._erase()
        print("> ", end="", file=self._out, flush=True)

    def draw(self, scene: Scene | None, now: datetime, left: float) -> float:
        """The picture of this moment; how many seconds (of `left`) until it changes."""
        if scene is None or not self._live:
            return left
        remaining = max(0.0, (scene.step_ends - now).total_seconds())
        rows = picture(scene, now)
        if self._drawn:
            # Below it somebody may be typing, who goes on where they are.
            anew = rows.replace("\n", f"{_CLEAR_LINE}\n")
            rows = f"{_KEEP_CURSOR}{_UP.format(_ROWS)}{anew}{_CLEAR_LINE}{_BACK_TO_CURSOR}"
        print(rows, end="" if self._drawn else "\n", file=self._out, flush=True)
        self._drawn = True
        return min(left, remaining % 1 or 1.0)

    def entered(self, text: str) -> None:
        """A line was typed below the picture: it stays, and the picture goes."""
        if self._drawn:
            print(f"{_UP.format(_ROWS + 1)}{_CLEAR_BELOW}> {text}", file=self._out, flush=True)
            self._drawn = False

    def _erase(self) -> None:
        if self._drawn:
            print(_UP.format(_ROWS), end=_CLEAR_BELOW, file=self._out)
            self._drawn = False


def picture(scene: Scene, now: datetime) -> str:
    """Three rows of big digits (minutes and seconds left of the step) over the progress of all."""
    seconds = max(0, round((scene.step_ends - now).total_seconds()))
    clock = f"{seconds // 60}:{seconds % 60:02}"
    rows = [" ".join(_DIGITS[sign][row] for sign in clock) for row in range(3)]
    whole = (scene.ends - scene.begins).total_seconds() or 1.0
    done = min(1.0, max(0.0, (now - scene.begins).total_seconds() / whole))
    bar = "━" * round(done * _WIDTH)
    return "\n".join([*rows, f"{bar:─<{_WIDTH}} {scene.number}/{scene.steps} {scene.name}"])
