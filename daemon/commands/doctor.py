"""`easeback doctor`: every part, whether it works, and what to do about it."""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from daemon.base import clock, paths
from daemon.base.dates import dated
from daemon.base.errors import EasebackError
from daemon.base.terminal import folded
from daemon.base.words import words
from daemon.commands import Commands, service
from daemon.commands.distribution import sound_command
from daemon.commands.tryout import Tryout
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.diary.facts import Damaged
from daemon.diary.forms import legible
from daemon.diary.opened import opened_here
from daemon.settings.config import Voice, load_config
from daemon.settings.rulebook import table_in_force
from daemon.settings.voice import voice_client
from voice.base.children import own_program
from voice.base.errors import VoiceFailed
from voice.base.health import Health
from voice.base.part import PRESENT, Part

# Without these nothing can be noted or decided; without the others it is read and typed.
NEEDED = ("settings", "rules", "diary")
# Long enough to tell a muted microphone from a quiet room.
LISTENED_SECONDS = 0.5
# The widths of the table's first columns.
_MARK, _NAME = 8, 15
_PLAYERS = ("paplay", "pw-play", "aplay")
# Damaged entries that are named at once.
_NAMED = 20
_VOICE = ("mouth", "ears", "speaker", "microphone", "echo cancelling")


def add_commands(commands: Commands) -> None:
    """Add `doctor` to the parser."""
    doctor = commands.add_parser(
        "doctor",
        help="whether every part works, and what to do where one does not",
        description="Looks at every part. Exit code 3 where easeback cannot do its main job here.",
        epilog="examples: easeback doctor; easeback doctor --try",
    )
    doctor.add_argument("--json", action="store_true", help="JSON instead of a table")
    doctor.add_argument(
        "--microphone", action="store_true", help="show its level while you speak, and what to do"
    )
    doctor.add_argument(
        "--try", dest="tried", action="store_true", help="hear a sentence, say a number, click"
    )
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    if arguments.microphone:
        return subprocess.call(own_program("voice", "level"))
    parts = examine()
    if not arguments.json:
        _show(parts)
    if arguments.tried:
        tried = asyncio.run(_tryout().parts())
        parts |= tried
        if not arguments.json:
            _show(tried)
    if arguments.json:
        print(json.dumps({name: asdict(part) for name, part in parts.items()}))
    return 0 if all(parts[name].works for name in NEEDED) else 3


def _show(parts: Mapping[str, Part]) -> None:
    for name, part in parts.items():
        mark = words("doctor.ok" if part.works else f"doctor.{part.state}")
        shown = words(f"doctor.{name.replace(' ', '_')}")
        row = f"{mark:{_MARK}} {shown:{_NAME}} {part.detail}".rstrip()
        print(folded(row, indent=_MARK + _NAME + 2))


def _tryout() -> Tryout:
    return Tryout(_settings_of_voice(), lambda text: print(text, file=sys.stderr, flush=True))


def _settings_of_voice() -> Voice:
    # What is wrong with the settings is told in its own row; it must not hide the others.
    try:
        return load_config(paths.config_file()).voice
    except EasebackError:
        return Voice()


def examine() -> dict[str, Part]:
    """The state of every part by its name."""
    return {
        "settings": _tried(_settings),
        "rules": _tried(_rules),
        **diary_parts(),
        **_voice(),
        **_notifications(),
        "service": _tried(_service),
        "time zone": _zone(),
    }


def _tried(look: Callable[[], Part]) -> Part:
    try:
        return look()
    except EasebackError as error:
        return _broken(error)


def _broken(error: EasebackError) -> Part:
    return Part(Health.BROKEN, str(error).replace("\n", "; "))


def _zone() -> Part:
    if unknown := clock.unknown_zone():
        return Part(Health.BROKEN, words("doctor.zone", zone=unknown))
    return Part(Health.PRESENT, f"{clock.now():%Z (UTC%z)}")


def _settings() -> Part:
    load_config(paths.config_file())
    used = paths.config_file().exists()
    return Part(Health.PRESENT, str(paths.config_file()) if used else words("doctor.defaults"))


def _rules() -> Part:
    table_in_force()
    own = paths.rules_file().exists()
    return Part(Health.PRESENT, str(paths.rules_file()) if own else words("doctor.shipped"))


def diary_parts() -> dict[str, Part]:
    """The diary, and what of it cannot be read, where there is any."""
    try:
        with opened_here() as diary:
            diary.check()
            read = diary.read()
    except EasebackError as error:
        return {"diary": _broken(error)}
    runs = len(read.history.records)
    told = words("doctor.runs", n=runs, file=paths.store_file())
    parts = {"diary": Part(Health.PRESENT, told)}
    if damaged := read.ledger.damaged:
        parts["damaged entries"] = Part(Health.BROKEN, _named(damaged))
    return parts


def _named(damaged: Sequence[Damaged]) -> str:
    lost = {each.id for each in damaged}
    hanging = Counter(each.about for each in damaged if each.about in lost)
    own = [each for each in damaged if each.about not in lost]
    told = [_as_told(each, hanging[each.id]) for each in own[:_NAMED]]
    more = len(own) - len(told)
    if more:
        told.append(words("doctor.more_damage", n=more))
    return "; ".join(told)


def _as_told(fact: Damaged, hanging: int) -> str:
    kind, at = legible(fact.kind), _moment(fact.at)
    why = words("doctor.damage_hangs", why=fact.why, n=hanging) if hanging else fact.why
    key = "doctor.damage" if fact.can_be_named else "doctor.damage_unnamed"
    return words(key, number=fact.id, kind=kind, at=at, why=why)


def _moment(at: str) -> str:
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return words("doctor.damage_no_time")
    return words("doctor.damage_at", day=dated(time.date(), "date.page"), time=f"{time:%H:%M}")


def _voice() -> Mapping[str, Part]:
    async def probe() -> Mapping[str, Part]:
        async with voice_client(_settings_of_voice()) as client:
            return await client.probe(seconds=LISTENED_SECONDS)

    try:
        parts = dict(asyncio.run(probe()))
    except VoiceFailed as failed:
        return dict.fromkeys(_VOICE, Part(Health.BROKEN, failed.reason))
    if not any(map(shutil.which, _PLAYERS)) and (install := sound_command()):
        for name in ("speaker", "microphone"):
            parts[name] = Part(Health.MISSING, words("doctor.install", command=install))
    return parts


def _notifications() -> Mapping[str, Part]:
    async def probe() -> Mapping[str, Part]:
        notifier = DbusNotifier()
        try:
            parts = {"notifications": await notifier.probe()}
            if parts["notifications"].works:
                quiet = await notifier.do_not_disturb()
                told = words("doctor.quiet" if quiet else "doctor.not_quiet")
                parts["do not disturb"] = Part(Health.PRESENT, told)
            return parts
        finally:
            await notifier.close()

    return asyncio.run(probe())


def _service() -> Part:
    state = service.state()
    if state == "active":
        return PRESENT
    if state == "not installed":
        return Part(Health.MISSING, words("doctor.no_service"))
    return Part(Health.BROKEN, words("doctor.stopped", state=state))
