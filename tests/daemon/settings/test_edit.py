"""One setting is changed, and nothing else of the file."""

from typing import Any

import pytest
import tomli

from daemon.settings.edit import with_setting

FILE = """# Mine.
[plan]
start_minutes = 25  # as Ann says
goal_minutes = 45

[ reminders ] # times
run = "07:30"
"""


def filled(table: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in table.items() if part}


@pytest.mark.parametrize(
    ("text", "section", "key", "value"),
    [
        (FILE, "plan", "goal_minutes", "60"),
        (FILE, "reminders", "run", '"06:00"'),
        (FILE, "reminders", "next_day", '"06:00"'),
        (FILE, "runner", "units", '"mi"'),
        ("", "runner", "units", '"mi"'),
        ("[runner]", "runner", "units", '"mi"'),
        ("[[warmup.step]]\nname = 'x'\nseconds = 3\n", "plan", "goal_minutes", "30"),
    ],
)
def test_the_setting_has_its_value_and_all_else_stays(
    text: str, section: str, key: str, value: str
) -> None:
    before, after = tomli.loads(text), tomli.loads(with_setting(text, section, key, value))
    assert after[section].pop(key) == tomli.loads(f"x = {value}")["x"]
    before.get(section, {}).pop(key, None)
    assert filled(after) == filled(before)


def test_comments_stay() -> None:
    changed = with_setting(FILE, "plan", "goal_minutes", "60")
    assert changed == FILE.replace("goal_minutes = 45", "goal_minutes = 60")
