"""Reading a table: good ones load, bad ones name every fault."""

import pytest

from rules.model import RulesError
from rules.rulebook import default_text, load_rulebook


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("format = 1", "format = 2", "format"),
        ('load = "drop"', 'load = "fly"', "rule[0].load"),
        ("rest_days = 2", "rest_days = -1", "rule[0].rest_days"),
        ("warmup =", "warmpu =", "rule[0].when.warmpu"),
        ("faded = false", 'faded = "no"', "rule[0].when.faded"),
        ('unit = "mi"', 'unit = "league"', "rule[1].beyond.unit"),
        ('id = "returned"', 'id = "faded"', "id"),
        ("[unknown]", "[whatever]", "unknown"),
        ("format = 1", "format = ", "not TOML"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(RulesError) as caught:
        load_rulebook(default_text().replace(old, new, 1))
    assert any(problem.startswith(place) for problem in caught.value.problems)
