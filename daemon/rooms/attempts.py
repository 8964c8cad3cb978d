"""What is asked of the voice child, which may fail at any time."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from voice.base.errors import VoiceFailed

T = TypeVar("T")


class Attempts:
    """`lost` is told whenever something fails."""

    def __init__(self, lost: Callable[[VoiceFailed], None]) -> None:
        self._lost = lost

    async def __call__(self, work: Awaitable[T]) -> T | None:
        """What comes of it; None where it fails."""
        try:
            return await work
        except VoiceFailed as failed:
            self._lost(failed)
            return None
