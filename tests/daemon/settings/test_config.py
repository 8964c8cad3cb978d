"""Settings: the example states the defaults, and faults are all named at once."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from daemon.base.errors import Problems
from daemon.settings.config import Config, load_config, parse_config, section_name
from rules.comeback import Comeback, PlanSettings
from rules.numbers import default_numbers
from rules.terms import Terms

DAY = date(2026, 3, 2)
EXAMPLE = Path(__file__).parents[3] / "config.example.toml"


def test_the_example_states_every_key_and_its_default() -> None:
    assert load_config(EXAMPLE) == Config()
    text = EXAMPLE.read_text("utf-8")
    for section in (item.name for item in fields(Config) if item.name not in ("steps", "strength")):
        part = text.partition(f"\n[{section_name(section)}]")[2].partition("\n[")[0]
        for item in fields(getattr(Config(), section)):
            assert f"\n{item.name} = " in part


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == Config()


def test_every_fault_is_named_at_once_with_a_hint() -> None:
    text = """
        [plan]
        start_minutes = "20"
        gaol_minutes = 30
        increase_percent = 25
        [reminder]
        run = "07:30"
        [reminders]
        rest = "25:00"
        strength_days = ["someday"]
        [[warmup.step]]
        name = "Walk"
    """
    with pytest.raises(Problems) as caught:
        parse_config(text, "config.toml")
    found = str(caught.value)
    for place in (
        "plan.start_minutes: expected a whole number 1 to 600, got '20'",
        "plan.gaol_minutes: unknown key; did you mean 'goal_minutes'?",
        "plan.increase_percent: expected a whole number 1 to 20",
        "reminder: unknown key; did you mean 'reminders'?",
        "reminders.rest: expected a time of day",
        "reminders.strength_days: expected a list",
        "warmup.step[0]: expected name, how",
    ):
        assert place in found
    assert len(caught.value.problems) == 7


@pytest.mark.parametrize(
    "text", ["plan = 3", "[plan]\nfloor_minutes = 50", "[plan]\nstart_minutes = 50", "[[["]
)
def test_settings_that_do_not_fit_together_are_refused(text: str) -> None:
    with pytest.raises(Problems):
        parse_config(text, "config.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Problems, match="cannot be read"):
        load_config(path)


def test_bone_stress_tolerates_nothing_whatever_is_set() -> None:
    config = parse_config("[runner]\nbone_stress = true\n[rules]\ntolerated_score = 5", "x")
    terms = Terms(config.comeback(DAY), config.plan_settings, default_numbers())
    assert terms.of_the_table.tolerated == 0


@pytest.mark.parametrize(
    ("text", "stage", "weeks"),
    [
        ("", None, 6),
        ("[runner]\nsevere = true", 0, 8),
        ("[runner]\ninjury_weeks = 12", None, 8),
        ("[runner]\nbone_stress = true\n[plan]\neasy_weeks = 12", 0, 12),
        # A severe injury begins with walking whatever the ladder is (C9).
        ('[runner]\nsevere = true\n[plan]\nladder = "continuous"', 0, 8),
        ('[plan]\nladder = "walk_run"', 1, 6),
    ],
)
def test_severe_injuries_begin_with_walking(text: str, stage: int | None, weeks: int) -> None:
    config = parse_config(text, "config.toml")
    terms = Terms(config.comeback(DAY), config.plan_settings, default_numbers())
    assert terms.beginning.stage == stage
    assert terms.easy_weeks == weeks


def test_every_setting_that_decides_reaches_the_course() -> None:
    text = """
        [runner]
        bone_stress = true
        severe = true
        injury_weeks = 9
        [rules]
        tolerated_score = 2
        red_flag_score = 6
        hold = false
        caution_score = 5
        [plan]
        ladder = "walk_run"
        start_minutes = 12
        floor_minutes = 6
        goal_minutes = 50
        increase_percent = 7
        drop_percent = 30
        minimum_rest_days = 2
        easy_weeks = 9
        first_run = "2026-03-09"
    """
    config = parse_config(text, "config.toml")
    assert config.plan_settings == PlanSettings(2, 6, False, 5, "walk_run", 12, 6, 50, 7, 30, 2, 9)
    first = date(2026, 3, 9)
    assert config.comeback(DAY) == Comeback(first, "bone", True, 9, not_before=first)
    assert Config().comeback(DAY) == Comeback(DAY)
    assert Config().plan_settings == PlanSettings()


def test_a_tolerated_score_that_is_a_red_flag_is_refused() -> None:
    with pytest.raises(
        Problems, match=r"rules\.tolerated_score: expected less than red_flag_score"
    ):
        parse_config("[rules]\ntolerated_score = 4\nred_flag_score = 4", "config.toml")


@pytest.mark.parametrize(("percent", "says"), [(10, False), (11, True), (20, True)])
def test_longer_steps_are_taken_as_ten_per_cent_and_that_is_said(percent: int, says: bool) -> None:
    config = parse_config(f"[plan]\nincrease_percent = {percent}", "config.toml")
    assert bool(config.says) == says
    if says:
        assert config.says == (
            f"plan.increase_percent: {percent} is taken as 10; longer steps are too much at once.",
        )


@pytest.mark.parametrize(
    ("quiet", "at", "fine"),
    [
        (("22:00", "06:00"), "21:59", True),
        (("22:00", "06:00"), "22:00", False),
        (("22:00", "06:00"), "05:00", True),
        (("13:00", "15:00"), "14:00", True),
        (("00:00", "00:00"), "23:30", True),
    ],
)
def test_a_reminder_that_quiet_hours_would_swallow_is_a_fault(
    quiet: tuple[str, str], at: str, fine: bool
) -> None:
    start, end = quiet
    text = f'[reminders]\nstrength = "{at}"\nquiet_from = "{start}"\nquiet_until = "{end}"'
    if fine:
        assert parse_config(text, "config.toml").reminders.strength == at
    else:
        with pytest.raises(Problems, match=r"reminders\.strength: .* before quiet_from"):
            parse_config(text, "config.toml")
