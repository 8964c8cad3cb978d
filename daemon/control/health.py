"""How every part of a running daemon is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from daemon.base import paths
from daemon.base.words import words
from daemon.diary.copies import named
from daemon.reminders.scheduler import Watch
from daemon.settings.live import LiveSettings
from voice.base.health import Health
from voice.base.part import PRESENT, Part

_SECONDS = 1.0


class Speaks(Protocol):
    """Whoever speaks, and how that went last."""

    part: Part


async def states(
    settings: LiveSettings, watch: Watch, speaker: Speaks, probe: Callable[[], Awaitable[Part]]
) -> dict[str, Part]:
    """Each part by its name. What would take long to find out is told as it was last."""
    return {
        "settings": _settings(settings),
        "diary": Part(Health.BROKEN, watch.fault) if watch.fault else PRESENT,
        "reminders": _reminders(settings, watch),
        "notifications": await _notifications(probe),
        "voice": speaker.part if settings.config.voice.enabled else _off(),
        "backups": _backups(),
    }


def _off() -> Part:
    return Part(Health.MISSING, words("parts.off"))


def _settings(settings: LiveSettings) -> Part:
    return (
        Part(Health.BROKEN, settings.problem.replace("\n", "; ")) if settings.problem else PRESENT
    )


def _reminders(settings: LiveSettings, watch: Watch) -> Part:
    if not settings.config.reminders.enabled:
        return _off()
    return Part(Health.PRESENT, words("parts.held")) if watch.held else PRESENT


async def _notifications(probe: Callable[[], Awaitable[Part]]) -> Part:
    try:
        async with asyncio.timeout(_SECONDS):
            return await probe()
    except TimeoutError:
        return Part(Health.BROKEN, words("parts.silent"))


def _backups() -> Part:
    made = named(paths.backup_folder())
    return (
        Part(Health.PRESENT, made[-1].name)
        if made
        else Part(Health.MISSING, words("parts.no_backup"))
    )
