"""What both ends of the control socket know."""

VERSION = 1
"""Of the protocol."""


class Refused(Exception):
    """A request that is not done; `code` is one of docs/control.md."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
