"""Reading a table: good ones load, bad ones name every fault."""

import pytest
import tomli

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
        ("format = 1", "format = 1\nunsafe_ok = 1", "unsafe_ok"),
        ("format = 1", "format = 0", "format"),
        ("warmup =", "aaa =", "rule[0].when.aaa"),
        ("value = 3", "value = 1001", "rule[1].beyond.value"),
        ("format = 1", "format = 1\nspeed = 1", "speed: unknown key"),
        ('id = "returned"', "id = 5", "rule[2].id"),
        ('source = "article"', 'source = ""', "rule[0].source"),
        ('why = "there was', 'wy = "there was', "rule[4].wy"),
        ("rest_days = 2\nload", "rest_days = 15\nload", "rule[0].rest_days"),
        ("rest_days = 2\nload", "rest_days = true\nload", "rule[0].rest_days"),
        ('rest_days = "plan"\nload', 'rest_days = "some"\nload', "rule[5].rest_days"),
        ('beyond = { value = 3, unit = "mi", rest_days = 1 }', "beyond = 3", "rule[1].beyond"),
        (', unit = "mi", rest_days = 1 }', ', unit = "mi" }', "rule[1].beyond"),
        ("rest_days = 1 }", "rest_days = 1, more = 1 }", "rule[1].beyond"),
        ("rest_days = 1 }", "rest_days = 15 }", "rule[1].beyond.rest_days"),
        ("value = 3", "value = 0", "rule[1].beyond.value"),
        ("value = 3", "value = -1", "rule[1].beyond.value"),
        ("value = 3", "value = 1000", "rule[1].beyond.value"),
        ("value = 3", "value = true", "rule[1].beyond.value"),
        ('late = "none" }', 'late = "some" }', "rule[1].when.late"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(RulesError) as caught:
        load_rulebook(default_text().replace(old, new, 1))
    assert any(problem.startswith(place) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rest_days = 2\nload", "rest_days = 0\nload"),
        ("rest_days = 2\nload", "rest_days = 14\nload"),
        ("value = 3", "value = 999.5"),
        ("value = 3", "value = 0.5"),
    ],
)
def test_bounds_are_within(old: str, new: str) -> None:
    assert load_rulebook(default_text().replace(old, new, 1)) != load_rulebook(default_text())


def test_every_row_reads_as_it_is_written() -> None:
    rows = tomli.loads(default_text())["rule"]
    for row, rule in zip(rows, load_rulebook(default_text()).rules, strict=True):
        told = (rule.id, rule.source, rule.when, rule.why, rule.load.name.lower())
        assert told == (row["id"], row["source"], row["when"], row["why"], row["load"])
        assert row["rest_days"] == ("plan" if rule.rest_days is None else rule.rest_days)


def test_a_table_is_safe_unless_it_says_otherwise() -> None:
    assert not load_rulebook(default_text()).unsafe_ok
    text = default_text().replace("format = 1", "format = 1\nunsafe_ok = true", 1)
    assert load_rulebook(text).unsafe_ok


@pytest.mark.parametrize("rows", ["5", "[]", "{}"])
def test_a_table_without_rows_is_refused(rows: str) -> None:
    with pytest.raises(RulesError, match="at least one"):
        load_rulebook(f"format = 1\nrule = {rows}\n")
