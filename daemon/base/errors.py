"""What the daemon can fail with; each becomes one line and an exit code, never a traceback."""

from collections.abc import Iterable


class EasebackError(Exception):
    """Bad input (exit code 2): names the place and the remedy."""

    exit_code = 2


class Problems(EasebackError):
    """Bad input of which every fault is named, one a line, each in its `place` if that is given."""

    def __init__(self, problems: Iterable[str], place: object = "") -> None:
        self.problems = tuple(f"{place}: {text}" if place else text for text in problems)
        super().__init__("\n".join(self.problems))


class CannotRun(EasebackError):
    """Something is missing or broken here (exit code 3)."""

    exit_code = 3


class Refused(Exception):
    """A request that is not done; `code` is one of docs/control.md."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
