"""The phrase table is read as it is written, and all its faults are named at once."""

from decimal import Decimal

import pytest

from voice.language.phrases import PhrasesError, load_phrases, shipped

TABLE = """
format = 1
fillers = ["well"]
corrections = ["no wait"]
corrected = ["no"]
interrupts = ["stop"]
[score]
hint = "A number."
most = 10
[[score.row]]
say = ["[about] <n>"]
pick = "highest"
ears = [0, 2]
[[score.row]]
say = ["half"]
value = 0.5
"""


def test_it_is_read_as_it_is_written() -> None:
    table = load_phrases(TABLE)
    number, half = table.sections["score"].rows
    assert (number.pick, number.value, number.ears) == (
        "highest",
        None,
        (Decimal(0), Decimal(1), Decimal(2)),
    )
    assert (half.value, half.ears) == (Decimal("0.5"), None)
    assert table.corrections == (("no", "wait"),)


def test_tenths_are_listened_for_where_they_are_asked_for() -> None:
    table = load_phrases(TABLE.replace("ears = [0, 2]", "ears = [0, 0]\ntenths = true"))
    heard = table.sections["score"].rows[0].ears
    assert heard == tuple(Decimal(tenth) / 10 for tenth in range(1, 10))


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ("format = 1", "format = 2", "format"),
        ('hint = "A number."', "", "score"),
        ('"[about] <n>"', '"[about"', "score.row[0].say"),
        ('say = ["half"]', "say = []\nmood = 1", "score.row[1].mood"),
        ('pick = "highest"', 'pick = "lowest"', "score.row[0].pick"),
        ("ears = [0, 2]", "ears = [0]", "score.row[0].ears"),
        ('fillers = ["well"]', "fillers = [1]", "fillers"),
        ("format = 1", "= 1", "not TOML"),
    ],
)
def test_a_fault_is_named_with_its_place(good: str, bad: str, place: str) -> None:
    with pytest.raises(PhrasesError) as refused:
        load_phrases(TABLE.replace(good, bad))
    assert any(problem.startswith(place) for problem in refused.value.problems)


def test_the_shipped_table_answers_each_kind_of_question() -> None:
    assert all(section.hint and section.rows for section in shipped().sections.values())
