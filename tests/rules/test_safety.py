"""A table of one's own: gaps, contradictions and unsafe rows are found by trying everything."""

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from rules.rulebook import Rulebook, default_text, load_rulebook
from rules.safety import contradictions, gaps, violations
from rules.verify import failures, malformed

SHIPPED = load_rulebook(default_text())
VECTORS: list[dict[str, Any]] = json.loads(
    (files("rules") / "vectors" / "decide.json").read_text("utf-8")
)


def test_the_shipped_table_is_whole_and_safe() -> None:
    assert (gaps(SHIPPED), contradictions(SHIPPED), violations(SHIPPED)) == ((), (), ())


def test_a_pattern_that_no_row_covers_is_named() -> None:
    text = default_text().replace(
        'when = { warmup = "none", late = "pain" }', "when = { faded = true }"
    )
    book = load_rulebook(text)
    assert any("warmup=none" in gap and "late=pain" in gap for gap in gaps(book))


def test_pain_that_no_row_covers_is_named() -> None:
    text = default_text().replace("faded = false }", 'faded = false, next_day = "pain" }')
    found = gaps(load_rulebook(text))
    assert found
    assert all("warmup=pain faded=no" in gap for gap in found)


@pytest.mark.parametrize(("rest", "load"), [(5, "drop"), (0, "drop"), (1, "drop"), (5, "repeat")])
def test_rows_that_contradict_each_other_are_named(rest: int, load: str) -> None:
    row = '[[rule]]\nid = "twin"\nsource = "ours"\nwhen = { next_day = "pain" }\n'
    text = default_text().replace(
        "[unknown]", f'{row}rest_days = {rest}\nload = "{load}"\nwhy = "x"\n\n[unknown]'
    )
    assert contradictions(load_rulebook(text)) == (
        "next_day and twin decide differently on the same conditions",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Pain that stayed rests less than pain that went away.
        ("rest_days = 2\nload", "rest_days = 1\nload"),
        # Pain increases.
        ('load = "repeat"', 'load = "increase"'),
        # Pain on the day after alone increases, and rests less than none.
        (
            'rest_days = 1\nload = "repeat"\nwhy = "there',
            'rest_days = 0\nload = "increase"\nwhy = "there',
        ),
        # Pain rests no day, nor does what is not known.
        ("rest_days = 2\nbeyond", "rest_days = 0\nbeyond"),
        ("rest_days = 1 }", "rest_days = 0 }"),
        ('source = "ours"\nrest_days = 1', 'source = "ours"\nrest_days = 0'),
        # A farther run rests more, so an unknown distance is milder.
        ("rest_days = 1 }", "rest_days = 4 }"),
    ],
)
def test_an_unsafe_table_is_found(old: str, new: str) -> None:
    book = load_rulebook(default_text().replace(old, new, 1))
    assert violations(book)


def test_a_distance_that_is_not_known_may_not_rest_less_than_one_that_is() -> None:
    found = violations(load_rulebook(default_text().replace("rest_days = 1 }", "rest_days = 4 }")))
    known = [text for text in found if "distance=" not in text.partition(" is ")[0]]
    assert any("distance=" in text.partition(" than ")[2] for text in known)


def test_pain_that_owes_no_rest_is_found_where_nothing_worse_owes_more() -> None:
    text = default_text()
    for days in ("rest_days = 2", "rest_days = 1"):
        text = text.replace(days, "rest_days = 0")
    found = violations(text_book(text))
    assert found
    assert all("owes no day of rest" in violation for violation in found)
    assert not any("warmup=none" in text and "late=none next_day=none" in text for text in found)


def test_the_vectors_follow_their_schema_and_are_many() -> None:
    schema = json.loads((files("rules") / "vectors" / "schema.json").read_text("utf-8"))
    jsonschema.validate(VECTORS, schema)
    assert len(VECTORS) >= 150


def test_the_shipped_table_meets_its_vectors_and_another_does_not() -> None:
    assert malformed(VECTORS) == ()
    assert failures(VECTORS, SHIPPED) == ()
    other = load_rulebook(default_text().replace("value = 3,", "value = 4,"))
    assert failures(VECTORS, other)


@pytest.mark.parametrize(
    "vectors",
    [{}, [], [{}], [{**VECTORS[0], "colour": 1}], [VECTORS[0], VECTORS[0]]],
)
def test_malformed_vectors_are_named(vectors: Any) -> None:
    assert malformed(vectors)


def test_pain_on_the_day_after_may_not_rest_less_than_none() -> None:
    text = default_text().replace('rest_days = "plan"\nload', "rest_days = 2\nload")
    text = text.replace("rest_days = 1 }", "rest_days = 2 }")
    text = text.replace('source = "ours"\nrest_days = 1', 'source = "ours"\nrest_days = 2')
    found = violations(text_book(text))
    assert found
    assert all("next_day=pain" in violation.partition(" is ")[0] for violation in found)
    assert any("next_day=none" in violation.partition(" than ")[2] for violation in found)


def test_pain_that_stayed_may_not_rest_less_than_pain_that_faded() -> None:
    text = default_text()
    for row in ("faded", "returned"):
        before, after = text.split(f'id = "{row}"')
        text = f'{before}id = "{row}"{after.replace("rest_days = 2", "rest_days = 3", 1)}'
    text = text.replace("rest_days = 1 }", "rest_days = 3 }")
    found = violations(text_book(text))
    assert found
    assert all("faded=no" in violation.partition(" is ")[0] for violation in found)


def text_book(text: str) -> Rulebook:
    book = load_rulebook(text)
    assert not gaps(book)
    return book


def test_a_vector_with_every_key_is_well_formed_and_one_with_more_is_not() -> None:
    whole = {"settings": {}, "before": {}, **VECTORS[0]}
    assert malformed([whole]) == ()
    expect = {**VECTORS[0]["expect"], "why": ""}
    assert malformed([{**whole, "expect": expect}])
    less = {key: value for key, value in VECTORS[0]["expect"].items() if key != "load"}
    assert malformed([{**whole, "expect": less}])
    assert malformed([{**whole, "more": 1}])


@pytest.mark.parametrize("rest", [0, 14])
def test_a_vector_that_is_not_met_is_named(rest: int) -> None:
    wrong = {**VECTORS[0], "expect": {**VECTORS[0]["expect"], "rest_days": rest}}
    (failure,) = failures([wrong], SHIPPED)
    assert VECTORS[0]["name"] in failure
