"""One table: what is listened for, what is understood, what is shown."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.language.answers import UNKNOWN, grammar, hint, interrupt, listened_for, meanings, parse
from voice.language.kinds import Kind
from voice.language.phrases import shipped

KINDS = list(Kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_of_the_table_has_one_meaning(kind: Kind) -> None:
    wrong = [(text, value, parse(kind, text)) for text, value in meanings(kind)]
    assert [entry for entry in wrong if entry[1] != entry[2]] == []
    assert len(wrong) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_listened_for_is_understood(kind: Kind) -> None:
    phrases = grammar(kind)
    assert phrases[-1] == UNKNOWN
    assert len(phrases) == len(set(phrases))
    meant = dict(listened_for(kind))
    assert [p for p in phrases[:-1] if parse(kind, p) != meant.get(p)] == []
    assert [p for p in phrases[:-1] if p not in meant and interrupt(p) is None] == []


def test_phrases_with_a_word_that_the_ears_lack_are_not_listened_for() -> None:
    assert grammar("day", {"today", "stop"}.__contains__) == ["today", "stop", UNKNOWN]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("score", "3", 3),
        ("score", "No pain.", 0),
        ("score", "about a three", 3),
        ("score", "three out of ten", 3),
        ("score", "3/10", 3),
        ("score", "two or three", 3),
        ("score", "four, no, five", 5),
        ("score", "three and a half", 4),
        ("score", "two to three out of ten", 3),
        ("score", "three point five", 4),
        ("score", "four, no wait, five", 5),
        ("score", "two three", None),
        ("score", "no four", None),
        ("score", "four not three", None),
        ("score", "eleven", None),
        ("score", "minus three", None),
        ("score", "-3", None),
        ("score", "not three", None),
        ("score", "ten and a half", None),
        ("score", "oh", None),
        ("score", "three [unk]", None),
        ("score", "", None),
        ("score", "It was about a three, I think.", 3),
        ("score", "I think it's a two or three.", 3),
        ("score", "Two. No, three, I guess.", 3),
        ("score", "So, three.", 3),
        ("score", "It doesn't hurt any more.", 0),
        ("score", "I think.", None),
        ("score", "I don't know.", None),
        ("score", "Three miles, I think.", None),
        ("score", "I think it hurts.", None),
        ("yesno", "Yes, I think so.", True),
        ("yesno", "No, I don't think so.", False),
        ("yesno", "Yes, maybe.", None),
        ("yesno", "I don't know.", None),
        ("yesno", "No, it went away after a mile.", None),
        ("minutes", "Half an hour or so.", 30),
        ("minutes", "25 minutes, I think.", 25),
        ("distance", "I think it was 3.2 miles.", {"value": 3.2, "unit": "mi"}),
        ("distance", "3.2mph", None),
        ("command", "Skip that one.", "skip"),
        ("command", "Not today.", "skip"),
        ("command", "I think stop.", None),
        ("day", "Move it to Friday.", "friday"),
        ("day", "Make it tomorrow, maybe.", "tomorrow"),
        ("day", "Not Friday.", None),
        ("yesno", "Yes.", True),
        ("yesno", "nope", False),
        ("yesno", "yes it went away", True),
        ("yesno", "no, it came back", False),
        ("yesno", "it went away", None),
        ("yesno", "maybe", None),
        ("minutes", "an hour and ten", 70),
        ("minutes", "twenty-five", 25),
        ("minutes", "two hours and ten", 130),
        ("minutes", "one hour twenty", 80),
        ("minutes", "three hundred", 300),
        ("minutes", "one twenty", None),
        ("minutes", "301", None),
        ("distance", "two and a half miles", {"value": 2.5, "unit": "mi"}),
        ("distance", "5k", {"value": 5, "unit": "km"}),
        ("distance", "three point two miles", {"value": 3.2, "unit": "mi"}),
        ("distance", "two and a quarter miles", {"value": 2.25, "unit": "mi"}),
        ("distance", "800 meters", {"value": 0.8, "unit": "km"}),
        ("distance", "3", None),
        ("command", "Stop!", "stop"),
        ("command", "don't stop", None),
        ("command", "not so loud", "quieter"),
        ("command", "too fast", "slower"),
        ("command", "it hurts", "ouch"),
        ("day", "on Monday", "monday"),
        ("day", "next Monday", None),
        ("command", "how long", "how long"),
    ],
)
def test_answers_as_people_give_them(kind: str, text: str, value: Any) -> None:
    assert parse(kind, text) == value


def test_stop_works_at_every_question() -> None:
    assert interrupt("stop") == "stop"
    assert interrupt("ouch") == "ouch"
    assert interrupt("three") is None
    assert all("stop" in grammar(kind) for kind in KINDS)


@cache
def said(kind: str) -> list[tuple[str, Any]]:
    return [*meanings(kind)]


@pytest.mark.parametrize("kind", sorted(shipped().hedged))
@given(st.data())
def test_a_hedge_changes_no_answer_and_makes_none(kind: str, data: st.DataObject) -> None:
    sentence, value = data.draw(st.sampled_from(said(kind)))
    hedge = " ".join(data.draw(st.sampled_from(shipped().hedges)))
    assert parse(kind, f"{sentence}, {hedge}.") == value
    assert parse(kind, hedge) is None
    assert parse(kind, f"not {sentence} {hedge}") in (None, parse(kind, f"not {sentence}"))


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_no_text_is_too_strange(kind: Kind, text: str) -> None:
    value = parse(kind, text)
    if kind is Kind.SCORE:
        assert value is None or value in range(11)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_how_to_answer(kind: Kind) -> None:
    assert hint(kind).endswith(".")
