"""Guided sessions as real processes in a virtual room, and the runner whom they guide."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from daemon.base.words import words
from tests.processes import started
from tests.virtual_room import Room
from voice.mouth.espeak import EspeakMouth


class Runner:
    """Somebody who has an answer to each question, and says no to all others.

    Asked "Is that right?" they say yes where it begins as in `meant`.
    """

    def __init__(self, folder: Path, says: Mapping[str, str], meant: tuple[str, ...]) -> None:
        mouth = EspeakMouth(folder / "runner", "en-us", 140)
        self.words = {line: mouth.render(text) for line, text in says.items()}
        self._yes, self._no = mouth.render("yes"), mouth.render("no")
        self._meant = meant
        self._answer = self._no

    def answer(self, line: str) -> Path:
        """What they say after the tone, when this was said last."""
        if line.endswith("Is that right?"):
            return self._yes if line.startswith(self._meant) else self._no
        if line.endswith("?"):
            self._answer = self.words.get(line, self._no)
        return self._answer


def hold(room: Room, command: str, runner: Runner) -> list[str]:
    """What a session says to this runner, who speaks and leaves the keyboard untouched.

    What they say to a line that is no question ends the session.
    """
    process = [sys.executable, "-m", "daemon.cli", command]
    said = [""]
    with (
        started(
            process, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as session,
        room.runner(lambda: runner.answer(said[-1])),
    ):
        assert session.stdin is not None
        assert session.stdout is not None
        for line in map(str.strip, session.stdout):
            said.append(line)
            if line == words("dialogue.typed"):
                session.stdin.close()
            elif not line.endswith("?") and line in runner.words:
                room.insist(runner.words[line], lambda: session.poll() is not None)
    assert session.returncode == 0, said
    return said[1:]
