"""When an answer begins and when it is over, from how likely each moment is speech. Pure."""

from collections.abc import Callable

# Speech goes on at a likelihood that would not be enough to begin it.
BEGINS, GOES_ON = 0.5, 0.35
COMPLETE_SECONDS = 0.5
INCOMPLETE_SECONDS = 1.5
# Someone who goes on talking longer than this is not answering.
LONGEST_SECONDS = 6.0


class Endpoint:
    """Follows an answer; `step` seconds lie between two moments.

    The silence that ends it is short after what makes sense as it is ("three"), and long after
    what does not ("about", a hum): a slow "about ... four" is not cut, a plain one not waited for.
    """

    def __init__(self, step: float) -> None:
        self._step = step
        self.began = False
        self._quiet = self._lasted = 0.0

    def hear(self, likelihood: float) -> None:
        """The next moment."""
        self._lasted += self._step if self.began else 0.0
        if likelihood >= (GOES_ON if self.began and self._quiet == 0 else BEGINS):
            self.began, self._quiet = True, 0.0
        elif self.began:
            self._quiet += self._step

    def over(self, complete: Callable[[], bool]) -> bool:
        """Whether the speaker has finished; `complete`: what was said makes sense as it is."""
        if self._quiet >= INCOMPLETE_SECONDS or self._lasted >= LONGEST_SECONDS:
            return True
        return self._quiet >= COMPLETE_SECONDS and complete()

    def begin_anew(self) -> None:
        """What was heard was no speech: wait for the next."""
        self.began, self._quiet, self._lasted = False, 0.0, 0.0
