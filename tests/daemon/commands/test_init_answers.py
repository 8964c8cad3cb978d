"""What people answer to init's questions."""

import pytest

from daemon.base import paths
from daemon.cli import main
from daemon.commands.init_answers import as_setting
from daemon.settings.config import load_config


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        *(
            ("goal_minutes", "an hour", 60),
            ("goal_minutes", "1h30", 90),
            ("goal_minutes", "45", 45),
        ),
        *(("goal_minutes", "don't know", None), ("goal_minutes", "40 minutes", 40)),
        *(("units", "Miles", "mi"), ("units", "kilometers", "km"), ("units", "ells", "ells")),
        *(("run", "7:30", "07:30"), ("run", "7am", "07:00"), ("run", "18", "18:00")),
        *(("next_day", "at 6:15", "06:15"), ("next_day", "dawn", "dawn")),
        *(("strength_days", "none", ""), ("strength_days", "mon and thu", "mon and thu")),
        *(("professional", "Dr. Ann", "Dr. Ann"), ("professional", "Not sure.", None)),
    ],
)
def test_answers_as_people_give_them(key: str, text: str, value: str | int | None) -> None:
    assert as_setting(key, text) == value


@pytest.mark.parametrize("text", ["long", "", "1:30", "three days"])
def test_a_goal_that_is_none_is_said_to_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|hours or minutes"):
        as_setting("goal_minutes", text)


def test_an_answer_is_never_a_fault_of_our_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--defaults", "--goal-minutes", "abc"]) == 2
    assert "expected minutes" in capsys.readouterr().err
    assert not paths.config_file().exists()
    told = ["--goal-minutes", "an hour", "--units", "miles", "--run", "7am"]
    assert main(["init", "--defaults", *told, "--strength-days", "none"]) == 0
    config = load_config(paths.config_file())
    assert (config.plan.goal_minutes, config.runner.units) == (60, "mi")
    assert (config.reminders.run, config.reminders.strength_days) == ("07:00", ())
