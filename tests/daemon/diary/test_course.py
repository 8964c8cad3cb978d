"""The comeback that the diary and the settings tell of."""

from datetime import date, timedelta

import pytest

from daemon.diary.course import course_of, history_of
from daemon.diary.history import History, Record
from daemon.settings.config import parse_config
from rules.comeback import SettingsFact
from rules.course import Waypoint
from rules.gate import Verdict
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
TABLE = load_rulebook(default_text())
CLEAR = Attempt(0, None, 0, 0, minutes=20)


def test_it_begins_with_the_first_run_and_with_what_the_settings_say_of_the_injury() -> None:
    config = parse_config("[runner]\ninjury_weeks = 12\nbone_stress = true\n", "config.toml")
    (comeback,) = history_of(config, History((Record(1, MONDAY, CLEAR),)), MONDAY).comebacks
    assert (comeback.day, comeback.bone, comeback.injury_weeks) == (MONDAY, True, 12)
    (before,) = history_of(config, History(), MONDAY).comebacks
    assert before.day == MONDAY


def test_the_day_that_was_chosen_for_the_first_run_is_waited_for() -> None:
    config = parse_config('[plan]\nfirst_run = "2026-03-05"\n', "config.toml")
    now = course_of(config, TABLE, History(), MONDAY)
    assert now.may_run(MONDAY) is Verdict.NOT_BEFORE
    assert now.view().due == date(2026, 3, 5)


def test_from_where_it_stood_it_goes_on_to_the_same_end() -> None:
    config = parse_config("", "config.toml")
    records = [Record(n + 1, MONDAY + timedelta(days=2 * n), CLEAR) for n in range(6)]
    today = records[-1].day
    whole = course_of(config, TABLE, History(tuple(records)), today)
    half = course_of(config, TABLE, History(tuple(records[:3])), today)
    later = History(tuple(records[3:]))
    start = Waypoint(records[3].day, half.standing.state)
    rest = course_of(config, TABLE, later, today, start)
    assert rest.standing.state == whole.standing.state
    assert rest.outcomes == whole.outcomes[3:]


def kept(text: str, day: date) -> SettingsFact:
    return SettingsFact(day, parse_config(text, "config.toml").plan_settings)


@pytest.mark.parametrize(
    "text",
    [
        "[plan]\nstart_minutes = 40\n",
        '[plan]\nladder = "walk_run"\n',
        "[plan]\ndrop_percent = 60\n",
    ],
)
def test_a_changed_setting_changes_nothing_before_its_day(text: str) -> None:
    """It was: editing a setting rewrote the past, and a higher start sent the runner out for it."""
    records = tuple(Record(n + 1, MONDAY + timedelta(days=2 * n), CLEAR) for n in range(3))
    history = History(records, settings=(kept("", MONDAY),))
    today = records[-1].day + timedelta(days=2)
    before = course_of(parse_config("", "config.toml"), TABLE, history, today)
    after = course_of(parse_config(text, "config.toml"), TABLE, history, today)
    assert after.outcomes == before.outcomes
    assert after.view().target.running <= before.view().target.running
    # Entered under the new settings, the next run is decided by them, and those before it are not.
    later = History(
        (*records, Record(9, today, CLEAR)), settings=(*history.settings, kept(text, today))
    )
    decided = course_of(parse_config(text, "config.toml"), TABLE, later, today)
    assert decided.outcomes[:3] == before.outcomes
