"""What was found by living with easeback, told by its own commands: none of it can be got any more.

Each test's first line is what was said or done before.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main
from daemon.diary.opened import opened_here
from daemon.reminders.due import due
from daemon.session.guide import Guide, check_in, run, warm_up
from tests.fakes.scripted_room import ScriptedRoom

MONDAY = date(2026, 1, 5)
CLEAR = "--warmup 0 --late 0 --next-day 0"


@dataclass
class Life:
    """A runner's days: what is typed, spoken and reminded of on them."""

    capsys: pytest.CaptureFixture[str]
    now: datetime

    def on(self, day: int, hour: int = 9) -> "Life":
        """The day of this number, from Monday 5 January 2026 as 0."""
        self.now = datetime.combine(MONDAY + timedelta(days=day), time(hour), UTC)
        return self

    def types(self, command: str, expect: int = 0) -> str:
        """What a command answers, on one line."""
        self.capsys.readouterr()
        assert main(command.split()) == expect
        told = self.capsys.readouterr()
        return " ".join((told.out + told.err).split())

    def asks(self, command: str) -> Any:
        """What a command answers to a program."""
        self.capsys.readouterr()
        assert main([*command.split(), "--json"]) == 0
        return json.loads(self.capsys.readouterr().out)

    def ran(self, day: int, answers: str = CLEAR) -> str:
        """A run that is typed in on the morning after it."""
        at = MONDAY + timedelta(days=day)
        return self.on(day + 1).types(f"log --day {at} {answers}")

    def hears(self, guide: Guide, answers: Sequence[str] = ()) -> str:
        """What is said in a session."""
        room = ScriptedRoom(self.now, answers)

        async def session() -> None:
            with opened_here() as diary:
                await guide(room, diary)

        asyncio.run(session())
        return " ".join(room.said)

    def reminded(self) -> str:
        """The reminders that are owed."""
        with opened_here() as diary:
            owed = due(self.now, diary.read().standing(self.now), diary.config.reminders)
        return " ".join(each.text for each in owed)

    def everywhere(self) -> str:
        """Wherever the next run is told."""
        asked = ("next", "status", "plan")
        return " ".join([*map(self.types, asked), self.reminded(), self.reported()])

    def reported(self) -> str:
        """The page of the report."""
        self.types("report")
        return paths.report_file().read_text("utf-8")


@pytest.fixture
def life(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Life:
    monkeypatch.setenv("TZ", "UTC")
    lived = Life(capsys, datetime.combine(MONDAY, time(9), UTC))
    monkeypatch.setattr(clock, "now", lambda: lived.now)
    return lived


def set_to(text: str) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(text)


def test_a_fresh_stress_fracture_begins_with_a_walk(life: Life) -> None:
    """A fresh stress fracture began with 30 minutes of continuous running."""
    set_to("[plan]\nstart_minutes = 30\n")
    life.types("injury new --kind soft --weeks 3")
    for day in range(0, 12, 2):
        life.ran(day)
    told = life.on(30).types("injury new --kind bone --weeks 8")
    assert (
        "First run: a walk of 30 minutes, on the day you choose. The first stage is a walk" in told
    )
    assert life.asks("next")["running_minutes"] == 0
    assert "a walk of 30 minutes" in life.reminded()
    assert "all of it a walk" in life.types("plan")
    # Told that walking is without pain it begins with six minutes of running.
    life.types("injury correct --walks yes")
    assert life.asks("next")["running_minutes"] == 6


@pytest.mark.parametrize("hold", [True, False])
def test_nobody_is_sent_out_on_the_day_after_a_nine(life: Life, hold: bool) -> None:
    """`warmup` and `go` sent the runner out on a rest day, the day after a 9: "Enjoy the run"."""
    set_to(f"[rules]\nhold = {str(hold).lower()}\n")
    life.on(0).types("log --warmup 0 --late 9 --minutes 10")
    life.on(1).types("log --amend --day yesterday --next-day 0")
    warmed_up, gone = life.hears(warm_up, ["0"]), life.hears(run, ["no"])
    why = "Running is on hold. Please talk to" if hold else "Today is for rest. Next run"
    assert warmed_up.startswith(why)
    assert warmed_up.endswith("Warm-up done. No run today.")
    assert gone.startswith(why)
    assert gone.endswith("Do you want to run all the same, yes or no? Good. No run today.")
    told = life.everywhere()
    assert "Enjoy the run" not in warmed_up + gone + told
    assert "Run day" not in told


@pytest.mark.parametrize("hold", [True, False])
def test_a_second_run_of_the_day_takes_nothing_back(life: Life, hold: bool) -> None:
    """A second run on the same day took back rest days and the advice to see a doctor."""
    set_to(f"[rules]\nhold = {str(hold).lower()}\n")
    life.on(0).types("log --warmup 9 --faded no --late 9")
    before, said = life.asks("next"), life.types("next")
    life.types("log --warmup 0 --late 0")
    after = life.asks("next")
    assert life.types("next") == said
    assert "please talk to a doctor" in said.replace("Please", "please")
    assert after["advice"] == ["see_professional"]
    assert (after["day"], after["held"]) == (before["day"], hold)
    assert after["running_minutes"] <= before["running_minutes"]


def test_ten_clear_logs_of_a_day_are_one_step(life: Life) -> None:
    """Ten clear logs in a day went from 20 to 45 minutes."""
    for _ in range(10):
        life.ran(0)
    assert life.asks("next")["minutes"] <= 22
    assert "45 minutes" not in life.everywhere()


def test_four_months_without_running_begin_gently(life: Life) -> None:
    """It was said: "a run was due Friday 9 January: 24 minutes, whenever you are ready"."""
    for day in (0, 2, 4):
        life.ran(day)
    begins = "Your last run was on 9 January 2026. After 17 weeks we begin gently: 20 minutes easy"
    assert life.on(124).types("next") == f"{begins}, whenever you are ready."
    assert life.reminded() == f"{begins}."
    assert begins in life.types("status")
    first = life.types("plan").split("--weeks 4): ")[1]
    assert first.startswith("Sat 09 May run 20 min easy")


def test_every_stage_has_more_running_than_the_one_before(life: Life) -> None:
    """The stage 8/2 had less running than 6/1."""
    life.types("injury new --kind bone --weeks 8 --walks yes")
    stages: dict[int | None, int] = {}
    day = 0
    while None not in stages:
        following = life.on(day).asks("next")
        if following["verdict"] == "go":
            stages[following["stage"]] = following["running_minutes"]
            life.ran(day)
        day += 1
    assert [*stages] == [1, 2, 3, 4, 5, 6, 7, 8, None]
    assert [*stages.values()] == sorted(set(stages.values()))


@pytest.mark.parametrize("minutes", [30, 20, 10])
@pytest.mark.parametrize("clear_before", [0, 2, 6])
def test_a_drop_of_a_stage_is_less(life: Life, minutes: int, clear_before: int) -> None:
    """A walk/run drop gave the same running or more."""
    life.types("injury new --kind soft --severe yes --walks yes")
    for number in range(clear_before):
        life.ran(3 * number)
    day = 3 * clear_before
    planned = life.on(day).asks("next")["running_minutes"]
    said = life.ran(day, f"--warmup 0 --late 3 --next-day 0 --minutes {minutes}")
    following = life.asks("next")["running_minutes"]
    assert following < planned * minutes / 30
    assert "with less running than before" in said
    assert "part of the way" in said


def test_pain_every_morning_leads_to_advice_and_the_easy_weeks_go_on(life: Life) -> None:
    """Pain of 6 every morning for ever brought no advice, then "the easy weeks are over"."""
    day, advised, told = 0, [], ""
    while day < 12 * 7:
        if life.on(day, hour=8).asks("next")["verdict"] == "go":
            life.ran(day, "--warmup 0 --late 0 --next-day 6")
            following = life.asks("next")
            advised.append(bool(following["advice"]))
            assert following["easy"]
            assert following["minutes"] <= 20
        told += life.on(day, hour=18).reminded()
        day += 1
    assert len(advised) > 20
    assert advised[:2] == [False, True]
    assert all(advised[1:])
    assert "easy weeks are over" not in told
    assert "Please talk to a doctor or a physiotherapist about this pain." in life.types("next")


def test_a_changed_setting_changes_nothing_of_the_past(life: Life) -> None:
    """Editing a setting rewrote the past."""
    for day, answers in (
        (0, CLEAR),
        (2, "--warmup 3 --faded no --late 3 --next-day 0"),
        (5, CLEAR),
    ):
        life.ran(day, answers)
    before, page = life.asks("history"), life.reported()
    set_to("[plan]\ndrop_percent = 50\nincrease_percent = 5\n[rules]\ntolerated_score = 3\n")
    told = life.on(7).types("next")
    assert "Your settings have changed; from today:" in told
    assert "Earlier runs stay as they were decided." in told
    assert life.asks("history") == before
    rows = page.split('id="runs"')[1].split("</section>")[0]
    assert rows in life.reported()
    assert "Your settings have changed" not in life.types("next")


def test_a_tolerated_score_does_not_cover_the_next_morning(life: Life) -> None:
    """A tolerated score covered the next morning."""
    set_to("[rules]\ntolerated_score = 3\n")
    said = life.ran(0, "--warmup 2 --faded no --late 2 --next-day 2")
    assert "There was pain on the day after" in said
    assert life.asks("next")["minutes"] == 20
    assert "a little longer" in life.ran(3, "--warmup 2 --faded no --late 2 --next-day 0")


def test_three_times_the_plan_is_never_praised(life: Life) -> None:
    """Tripling the plan was praised: "your longest run since the injury"."""
    life.ran(0)
    life.on(2).types("log --warmup 0 --late 0 --minutes 66 --distance 8km")
    said = life.on(3).hears(check_in, ["0"])
    assert "22 minutes were planned and 66 were run" in said
    assert "longest" not in said
    wins = life.reported().split('id="wins"')[1].split("</section>")[0]
    assert "60 minutes" not in wins
    assert life.asks("next")["minutes"] <= 22


def test_a_zero_ten_days_later_is_not_the_morning_after(life: Life) -> None:
    """A zero given ten days later counted as the morning after."""
    life.on(0).types("log --warmup 0 --late 0 --minutes 20")
    refused = life.on(10).types("log --amend --next-day 0", expect=2)
    assert "the morning after Monday 5 January's run has gone by and stays not known" in refused
    assert "after Monday" not in life.hears(check_in, ["0"])
    assert "any pain" not in life.reminded().lower()
    assert life.asks("next")["minutes"] == 20


def test_a_watch_that_stops_ten_seconds_early_does_not_hold_the_plan(life: Life) -> None:
    """A watch that stops at 29:50 of 30 held the plan at its first stage for ever."""
    life.types("injury new --kind bone --weeks 8 --walks yes")
    for day in (0, 3):
        said = life.ran(day, f"{CLEAR} --minutes 29.83")
    assert "run 2 and walk 3 in turn on flat, soft ground, with more running than before" in said
    assert life.asks("next")["stage"] == 2


def test_the_same_drop_three_times_is_said_three_ways(life: Life) -> None:
    set_to("[plan]\nstart_minutes = 40\n")
    said, day = [], 0
    for _ in range(3):
        said.append(life.ran(day, "--warmup 3 --faded no --late 3 --next-day 0"))
        life.ran(day + 3)
        day += 6
    told = [text[text.index("easy, ") :] for text in said]
    assert len(set(told)) == 3
    assert "Steps back are part of the way" in told[0]
    assert max(map(len, told[1:])) < len(told[0])


def test_a_new_stage_is_said_once(life: Life) -> None:
    life.types("injury new --kind bone --weeks 8")
    wins = []
    for day in range(0, 12, 3):
        life.on(day, hour=18).types("log --warmup 0 --late 0 --minutes 30 --distance 2km")
        wins.append(life.on(day + 1).hears(check_in, ["0"]).count("A new stage: "))
    assert wins == [0, 1, 0, 1]
    assert life.reported().count("A new stage: ") == 2


def test_strength_work_that_was_missed_is_not_called_a_run(life: Life) -> None:
    """A rest day without its strength work stood in the plan as "no run"."""
    life.ran(0)
    assert "Tue 06 Jan no strength work; Wed 07 Jan no run" in life.on(3).types("plan")
