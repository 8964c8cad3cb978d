"""A week of a runner who touches no key: the real program in a virtual room, checked by the rules.

`python -m benchmarks.week` holds every session of a scripted week as the real command under a
shifted clock. A synthetic runner (two espeak-ng voices) hears the tones and answers aloud over
kitchen noise 15 dB below the voice: with pauses and corrections; one session is killed in the
middle, one suspended. Printed are the second questions that the answers needed, and whether each
decision is the one that follows from what the runner meant. `--days 1` is a small one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.synthetic_runner import Count, Runner, Session, kitchen
from daemon.base.words import words
from daemon.diary.announce import given
from daemon.settings.config import parse_config
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.comeback import History, Run, SettingsFact
from rules.course import course
from rules.rulebook import default_text, load_rulebook
from tests.virtual_room import Room, sound_server

SETTINGS = """
[[warmup.step]]
name = "March"
how = "Knees up."
seconds = 15

[[strength.stage_1]]
name = "Bridge hold"
how = "Hips up."
seconds = 5
"""
VOICES = (("en-us", 140), ("en", 150))


# What the runner answers to, as the words file has it.
WARMUP, FADED, LATE, MINUTES, DISTANCE = (
    words(f"question.{name}") for name in ("warmup", "faded", "late", "minutes", "distance")
)


def morning_after(weekday: str) -> str:
    """The question of the morning after the run of that day."""
    return words("question.next_day", day=words(f"weekday.{weekday}"))


WEEK = (
    Session("2026-03-02 07:31:00", "warmup", {"March.": ["pause"], WARMUP: ["two"]}),
    Session(
        "2026-03-02 08:30:00",
        "checkin",
        {FADED: ["yes"], LATE: ["zero"], MINUTES: ["twenty minutes"], DISTANCE: ["two miles"]},
        frozen_after=1,
    ),
    Session("2026-03-03 07:05:00", "checkin", {morning_after("mon"): ["zero"]}),
    Session("2026-03-03 17:35:00", "strength"),
    Session("2026-03-05 07:31:00", "warmup", {WARMUP: ["no pain"]}),
    Session(
        "2026-03-05 08:30:00",
        "checkin",
        {LATE: ["four no five"], MINUTES: ["eighteen minutes"], DISTANCE: ["two miles"]},
        killed_after=1,
    ),
    Session("2026-03-06 07:05:00", "checkin", {morning_after("thu"): ["two or three"]}),
    Session("2026-03-08 09:00:00", "warmup", {WARMUP: ["zero"]}),
    Session(
        "2026-03-08 10:00:00",
        "checkin",
        {LATE: ["zero"], MINUTES: ["fifteen minutes"], DISTANCE: ["three kilometers"]},
    ),
    Session("2026-03-09 07:05:00", "checkin", {morning_after("sun"): ["none"]}),
)
# What they meant, in the form of `easeback decide`.
MEANT = {
    "2026-03-02": {"warmup": 2, "faded": True, "late": 0, "next_day": 0, "minutes": 20,
                   "distance": {"value": 2, "unit": "mi"}},
    "2026-03-05": {"warmup": 0, "late": 5, "next_day": 3, "minutes": 18,
                   "distance": {"value": 2, "unit": "mi"}},
    "2026-03-08": {"warmup": 0, "late": 0, "next_day": 0, "minutes": 15,
                   "distance": {"value": 3, "unit": "km"}},
}  # fmt: skip


def expected(days: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions that follow from what the runner meant."""
    config = parse_config(SETTINGS, "week")
    made = [Run(date.fromisoformat(day), attempt_from_json(MEANT[day])) for day in days]
    history = History(
        (config.comeback(made[0].day),),
        tuple(made),
        (SettingsFact(date.min, config.plan_settings),),
    )
    now = course(history, made[-1].day, load_rulebook(default_text()))
    return [decision_to_json(given(outcome)) for outcome in now.outcomes]


def decided() -> list[dict[str, Any]]:
    """The decisions in the diary, as `easeback history` tells them."""
    command = [sys.executable, "-m", "daemon.cli", "history", "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [entry["decision"] for entry in json.loads(done.stdout)]


def measure(days: int) -> tuple[Count, list[tuple[str, bool]]]:
    """Hold the sessions of the first `days` run days; the counts, and which decisions are right."""
    runs = sorted(MEANT)[:days]
    last = sorted(MEANT)[days] if days < len(MEANT) else "9999"
    sessions = [session for session in WEEK if session.at < last]
    count = Count()
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        folder = Path(name)
        for kind in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
        (folder / "config" / "easeback").mkdir(parents=True)
        (folder / "config" / "easeback" / "config.toml").write_text(SETTINGS)
        with sound_server(folder) as server:
            os.environ |= {"XDG_RUNTIME_DIR": name, "PULSE_SERVER": f"unix:{server.socket}"}
            with kitchen(folder):
                for number, session in enumerate(sessions):
                    print(f"{session.at}  easeback {session.command}", flush=True)
                    voice = VOICES[number % len(VOICES)]
                    Runner(Room(), folder / "voices", voice, count).hold(session)
            found = decided()
    wanted = expected(runs)
    right = [
        (day, number < len(found) and found[number] == wanted[number])
        for number, day in enumerate(runs)
    ]
    return count, right


def main() -> None:
    """Print what was said, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.week", description=__doc__)
    parser.add_argument("--days", type=int, default=len(MEANT), help="only the first run days")
    count, right = measure(parser.parse_args().days)
    for day, is_right in right:
        print(f"decision about {day}: {'right' if is_right else 'WRONG'}")
    print(f"answers                {count.answers}")
    print(f"second questions       {count.second_questions}")
    for name in ("confirmed", "asked_again", "taken_back", "left_open", "commands_again"):
        print(f"  {name:20} {getattr(count, name)}")


if __name__ == "__main__":
    main()
