"""The daemon: reminds, holds sessions, answers on its socket. Composition root."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from daemon.base import paths, systemd
from daemon.base.errors import CannotRun
from daemon.base.lock import only_one
from daemon.base.words import words
from daemon.control import health
from daemon.control.operations import Operations
from daemon.control.presses import Presses
from daemon.control.server import ControlServer
from daemon.desktop import attention
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.music import Music
from daemon.desktop.notice import Notice, NoticeKind, Pressed
from daemon.desktop.notify import FirstThatCan, Notifier, PrintingNotifier
from daemon.desktop.plyer_notifier import PlyerNotifier
from daemon.diary.backup import back_up_daily
from daemon.exchange.calendar_file import keep_fresh
from daemon.exchange.watched_folder import WatchedFolder
from daemon.hosting.board import Board
from daemon.hosting.host import Opened, SessionHost
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.reminders.scheduler import Watch
from daemon.reminders.speaker import Speaker
from daemon.reminders.sweep import sweeping
from daemon.reminders.teller import Teller
from daemon.rooms.living_room import living_room
from daemon.rooms.typed_room import TypedRoom
from daemon.session.conductor import Room
from daemon.settings.choices import MusicMode
from daemon.settings.config import load_config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force

log = logging.getLogger(__name__)


class _Stopped(Exception):
    """Told to end."""


def run() -> int:
    """`easeback run`: until SIGTERM or SIGINT. Raises where a daemon runs already.

    A part that dies for good ends the process with 1: a service manager starts it again, which
    is better than a daemon that lives on and does not remind.
    """
    systemd.set_up_logging()
    with only_one("daemon", paths.store_file()):
        # A settings file that is wrong at the start is refused; later the last good one is kept.
        settings = LiveSettings(load_config(paths.config_file()), table_in_force())
        try:
            asyncio.run(_serve(settings))
        except ExceptionGroup as died:
            for error in died.exceptions:
                log.critical("a part died", exc_info=error)
            return 1
    return 0


async def _serve(settings: LiveSettings) -> None:
    asyncio.get_running_loop().set_exception_handler(_unheard)
    pressed: asyncio.Queue[Pressed] = asyncio.Queue()
    notifier = FirstThatCan(
        DbusNotifier(pressed.put_nowait, paths.screen_file()), PlyerNotifier(), PrintingNotifier()
    )
    chores = (keep_fresh, back_up_daily)
    watch = Watch(settings, quiet=notifier.do_not_disturb, chores=chores, shows=sweeping(notifier))
    speaker = Speaker(settings)
    host = SessionHost(
        settings, partial(_room, settings, notifier, speaker), partial(_silent_room, notifier)
    )

    async def elsewhere() -> str:
        if not settings.config.voice.enabled:
            return ""
        return "session" if host.running else await attention.elsewhere()

    look_round = partial(health.states, settings, watch, speaker, notifier.probe)
    operations = Operations(settings, watch, host, look_round)
    server = ControlServer(paths.control_socket(), operations.perform)
    presses = Presses(notifier, operations.perform)

    async def taken(text: str) -> None:
        watch.changed()
        await notifier.notify(Notice(text, NoticeKind.TOLD))

    teller = Teller(notifier, speaker, elsewhere, watch.current, presses.reply)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(notifier.close)
        stack.push_async_callback(host.close)
        await stack.enter_async_context(server)
        try:
            async with asyncio.TaskGroup() as workers:
                workers.create_task(_until_stopped())
                workers.create_task(watch.keep())
                workers.create_task(teller.tell(watch.owed))
                workers.create_task(presses.follow(pressed))
                workers.create_task(WatchedFolder(settings, taken).keep())
                await Music(MusicMode.LEAVE, paths.music_file()).restore()
                await _resume(host, notifier)
                log.info("ready")
                systemd.notify("READY=1")
        except* _Stopped:
            log.info("stopping")
            systemd.notify("STOPPING=1")
    log.info("stopped")


def _unheard(_loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """A fault that nobody waits for: asyncio's own words for it quote its message."""
    log.error("%s", context["message"], exc_info=context.get("exception"))


async def _until_stopped() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    raise _Stopped


async def _resume(host: SessionHost, notifier: Notifier) -> None:
    try:
        if not host.resume():
            await notifier.notify(Notice(words("resume.later"), NoticeKind.CHECKIN))
    except CannotRun as error:
        log.info("not gone on with: %s", error)


@asynccontextmanager
async def _room(
    settings: LiveSettings,
    notifier: Notifier,
    speaker: Speaker,
    inbox: Inbox,
    board: Board,
    opened: Opened,
) -> AsyncIterator[Room]:
    await speaker.hush()
    terminal = HostedTerminal(inbox, board, notifier, opened)
    voice = settings.config.voice
    if not voice.enabled:
        yield TypedRoom(terminal)
        return
    async with living_room(voice, terminal) as room:
        yield room


@asynccontextmanager
async def _silent_room(
    notifier: Notifier, inbox: Inbox, board: Board, opened: Opened
) -> AsyncIterator[Room]:
    yield TypedRoom(HostedTerminal(inbox, board, notifier, opened))
