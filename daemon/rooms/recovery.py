"""Looks again, now and then, for a part that was lost."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

# A part that keeps failing is looked for less and less often.
_PAUSES = (0.0, 2.0, 10.0, 60.0)
_BETWEEN_TRIES = (1.5, 15.0)
# Who was lost longer ago than this is taken for a part that usually works.
_FORGIVEN_SECONDS = 120.0


class Recovery:
    """`attempt` looks once, and says whether everything works again."""

    def __init__(self, attempt: Callable[[], Awaitable[bool]]) -> None:
        self._attempt = attempt
        self._task: asyncio.Task[None] | None = None
        self._losses = 0
        self._last = -_FORGIVEN_SECONDS

    @property
    def running(self) -> bool:
        """Whether something is still looked for."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Something was lost: look for it until it is found."""
        if self.running:
            return
        self._losses = self._losses + 1 if monotonic() - self._last < _FORGIVEN_SECONDS else 0
        self._last = monotonic()
        self._task = asyncio.create_task(self._look())

    async def close(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        await asyncio.sleep(_PAUSES[min(self._losses, len(_PAUSES) - 1)])
        pause, longest = _BETWEEN_TRIES
        while not await self._attempt():
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, longest)
