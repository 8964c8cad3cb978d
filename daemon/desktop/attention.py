"""Whether it is no moment to speak into the room: nobody is at the screen, or a call is on."""

from collections.abc import Mapping
from typing import Any

from daemon.desktop.pulse import listed, output
from voice.audio.pulse import MONITOR


async def elsewhere() -> str:
    """Why speech should wait ("locked", "call"); empty where nothing speaks against it.

    What cannot be asked here (no logind, no sound server) does not speak against it.
    """
    if (await output("loginctl", "show-session", "auto", "-p", "LockedHint", "--value")) == "yes":
        return "locked"
    recorders = await listed("source-outputs")
    if not recorders:
        return ""
    # Who records what a speaker plays does not listen to the room.
    monitors = {source.get("index") for source in await listed("sources") if _is_monitor(source)}
    return "call" if any(_listens(recorder, monitors) for recorder in recorders) else ""


def _listens(recorder: Mapping[str, Any], monitors: set[Any]) -> bool:
    paused = recorder.get("corked") is True
    # A volume meter is no conversation.
    meter = recorder.get("resample_method") == "peaks"
    return not paused and not meter and recorder.get("source") not in monitors


def _is_monitor(source: Mapping[str, Any]) -> bool:
    return str(source.get("name", "")).endswith(MONITOR)
