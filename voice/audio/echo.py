"""Echo cancelling by the audio server, for easeback's own streams and nobody else's.

The server gives a speaker and a microphone of our own, the second without what the first plays, so
that the runner is heard over easeback's voice. They go with the process; what a killed one left
behind is unloaded by the next.
"""

import os
import re

from voice.audio import pulse

_MODULE = "module-echo-cancel"
_NAME = "easeback_echo"
# Only the echo is to go: the recogniser knows voices as microphones give them.
_ARGUMENTS = "analog_gain_control=0 digital_gain_control=0 noise_suppression=0 high_pass_filter=0"


class EchoCanceller:
    """A speaker and a microphone by these names, once `load` has found them to be there."""

    def __init__(self) -> None:
        self.speaker = f"{_NAME}_speaker_{os.getpid()}"
        self.microphone = f"{_NAME}_microphone_{os.getpid()}"
        self._number = ""

    def load(self) -> bool:
        """Have them made, unless they are there; False where the server cannot."""
        for number, owner in _loaded():
            if owner == os.getpid():
                self._number = number
                return True
            if not _lives(owner):
                pulse.ask("unload-module", number)
        self._number = pulse.ask(
            "load-module",
            _MODULE,
            f"sink_name={self.speaker}",
            f"source_name={self.microphone}",
            "aec_method=webrtc",
            f'aec_args="{_ARGUMENTS}"',
        ).strip()
        return self.loaded

    @property
    def loaded(self) -> bool:
        """Whether they were there when `load` last looked."""
        return self._number.isdigit()

    def unload(self) -> None:
        """Take them away."""
        if self._number:
            pulse.ask("unload-module", self._number)
            self._number = ""


def _loaded() -> list[tuple[str, int]]:
    """Number and owning process of each of our modules."""
    rows = (line.split("\t") for line in pulse.ask("list", "short", "modules").splitlines())
    found = ((row[0], re.search(rf"{_NAME}_speaker_(\d+)", row[2])) for row in rows if len(row) > 2)
    return [(number, int(match[1])) for number, match in found if match]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
