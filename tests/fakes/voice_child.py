"""A voice child without a voice: it answers the real messages from a script.

As a program it is given the script as JSON and a file in which it writes down what it was asked.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from voice.child.frames import REQUESTS, BadFrame, line, reply_from, request_from
from voice.child.messages import Done, Failed, Listening, Ping, Quit, Reply, Request

Script = Mapping[type[Request[Any]], Sequence[Reply | Sequence[Reply]]]
"""For each kind of request what answers it, one after the other; then it stays silent."""
_NAMES = {kind: name for name, kind in REQUESTS.items()}


def fake_child(script: Script, log: Path | str = "/dev/null") -> list[str]:
    """The program that plays it. A reply that comes after Listening waits for the next Ping."""
    lines = {
        _NAMES[kind]: [[line(None, reply).decode() for reply in _several(one)] for one in replies]
        for kind, replies in script.items()
    }
    return [sys.executable, __file__, json.dumps(lines), str(log)]


def _several(one: Reply | Sequence[Reply]) -> Sequence[Reply]:
    return one if isinstance(one, Sequence) else [one]


class _Child:
    def __init__(self, script: dict[str, list[list[str]]], log: Path) -> None:
        self._script, self._log = script, log.open("a")
        self._held: list[tuple[int | None, Reply]] = []

    def take(self, number: int | None, request: Request[Any]) -> None:
        name = _NAMES[type(request)]
        print(name, file=self._log, flush=True)
        if isinstance(request, Ping):
            _send(number, Done())
            held, self._held = self._held, []
            for waiting, reply in held:
                _send(waiting, reply)
        elif planned := self._script.get(name):
            self._answer(number, [reply_from(text)[1] for text in planned.pop(0)])

    def _answer(self, number: int | None, replies: Sequence[Reply]) -> None:
        for place, reply in enumerate(replies):
            _send(number, reply)
            if isinstance(reply, Listening):
                self._held = [(number, later) for later in replies[place + 1 :]]
                return


def _send(number: int | None, reply: Reply) -> None:
    sys.stdout.buffer.write(line(number, reply))
    sys.stdout.buffer.flush()


def main(script: str, log: str) -> None:
    """Answer requests until Quit or the end of input."""
    child = _Child(json.loads(script), Path(log))
    for text in sys.stdin.buffer:
        try:
            number, request = request_from(text)
        except BadFrame as error:
            _send(error.number, Failed(f"bad request: {error}."))
            continue
        if isinstance(request, Quit):
            return
        child.take(number, request)


if __name__ == "__main__":
    main(*sys.argv[1:])
