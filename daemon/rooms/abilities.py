"""What of the voice works in a room, told to the runner whenever it changes."""

from collections.abc import Mapping

from daemon.base.words import words
from daemon.rooms.terminal import Terminal
from daemon.settings.config import Voice
from voice.base.part import Part


class Abilities:
    """What the voice can do now. All is hoped for until `weigh` was told the state of the parts."""

    def __init__(self, voice: Voice, terminal: Terminal) -> None:
        self._voice, self._terminal = voice, terminal
        self.speaks, self.tones = voice.speech, voice.tones
        self.listens, self.barge_in = True, False
        """`barge_in`: the runner is heard over what is spoken."""
        self._lost = False
        self._complaints: set[str] = set()

    def weigh(self, parts: Mapping[str, Part]) -> bool:
        """Use what works and say what does not; whether that is all that is wanted."""
        sounds, hears = _faulty(parts, "speaker", "mouth"), _faulty(parts, "microphone", "ears")
        self.tones = self._voice.tones and parts["speaker"].works
        self.speaks = self._voice.speech and sounds is None
        self.listens = hears is None
        self.barge_in = parts["echo cancelling"].works
        self._terminal.alone = not self.speaks
        if sounds and (self._voice.speech or self._voice.tones):
            self._complain(words("voice.no_speaker", reason=sounds.detail))
        if hears:
            self._complain(words("voice.no_ears", reason=hears.detail))
        if self._lost and self.listens and self.speaks == self._voice.speech:
            self._lost = False
            self._complaints.clear()
            self._terminal.tell(words("voice.back"))
        return sounds is hears is None

    def lose(self, reason: str) -> bool:
        """Do without all of it; False where that was known."""
        if not (self.speaks or self.tones or self.listens):
            return False
        self.speaks = self.tones = self.listens = False
        self._terminal.alone = self._lost = True
        self._terminal.tell(words("voice.lost", reason=reason))
        return True

    def _complain(self, text: str) -> None:
        """Once, until it was well again."""
        if text not in self._complaints:
            self._lost = True
            self._complaints.add(text)
            self._terminal.tell(text)


def _faulty(parts: Mapping[str, Part], *names: str) -> Part | None:
    """The first of these that does not work."""
    return next((parts[name] for name in names if not parts[name].works), None)
