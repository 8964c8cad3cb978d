"""`easeback rehearse`: shipped or own scenarios, as a transcript or as events one a line."""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.commands import Commands
from daemon.diary.opened import opened
from daemon.rehearsal.rehearsal import Emit, rehearse
from daemon.rehearsal.scenario import Scenario, load_scenario, shipped
from daemon.rehearsal.transcript import Report, line, summary
from daemon.settings.config import Config, load_config
from daemon.settings.rulebook import table_in_force
from daemon.settings.voice import voice_client
from rules.rulebook import Rulebook
from voice.base.errors import VoiceFailed
from voice.child.client import VoiceClient

# A Monday; the clock of a rehearsal is virtual, so that every run tells the same days.
START = datetime(2026, 3, 2, tzinfo=UTC)


def add_commands(commands: Commands) -> None:
    """Add `rehearse` to the parser."""
    command = commands.add_parser(
        "rehearse",
        help="a whole day at speed with the real mouth and the real ears",
        description="A synthetic runner answers through the recogniser on a virtual clock. Needs "
        "no microphone, speaker, notification server or network; your own diary stays untouched.",
        epilog="example: easeback rehearse --scenario my-day.toml --json",
    )
    command.add_argument("--json", action="store_true", help="events as JSON, one a line")
    command.add_argument("--play", action="store_true", help="play it aloud as well")
    command.add_argument(
        "--scenario", metavar="FILE", type=Path, help="one scenario instead of all shipped ones"
    )
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    scenarios = [load_scenario(arguments.scenario)] if arguments.scenario else shipped()
    config, table = load_config(paths.config_file()), table_in_force()
    try:
        reports = asyncio.run(
            _rehearse_all(scenarios, config, table, as_json=arguments.json, play=arguments.play)
        )
    except VoiceFailed as failed:
        raise CannotRun(f"rehearse: {failed.reason}") from None
    if not arguments.json:
        print(summary(reports))
    return 0


async def _rehearse_all(
    scenarios: Sequence[Scenario], config: Config, table: Rulebook, *, as_json: bool, play: bool
) -> list[Report]:
    reports = []
    async with voice_client(config.voice) as client:
        for scenario in scenarios:
            events: list[dict[str, Any]] = []
            with (
                tempfile.TemporaryDirectory(prefix="easeback-") as folder,
                opened(config, table, Path(folder) / "rehearsal.db") as diary,
            ):
                emit = _printer(events, as_json=as_json)
                reports.append(await rehearse(client, scenario, diary, START, emit))
            if play:
                await _play(client, events)
    return reports


def _printer(events: list[dict[str, Any]], *, as_json: bool) -> Emit:
    def emit(event: dict[str, Any]) -> None:
        events.append(event)
        text = json.dumps(event) if as_json else line(event)
        if text:
            print(text, flush=True)

    return emit


async def _play(client: VoiceClient, events: Sequence[dict[str, Any]]) -> None:
    for event in events:
        if event.get("file"):
            await client.play(event["file"])
