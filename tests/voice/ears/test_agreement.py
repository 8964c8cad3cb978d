"""What two opinions on a whole answer come to: sure only where both say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.agreement import agreed
from voice.ears.heard import Heard, judged
from voice.language.answers import UNKNOWN
from voice.language.kinds import Kind

SAID = st.sampled_from(
    [
        "",
        UNKNOWN,
        "three",
        "four",
        "about a three",
        "yes",
        "no",
        "stop",
        "skip",
        "pause",
        "umbrella",
    ]
)


@pytest.mark.parametrize(
    ("kind", "grammar", "text", "value", "sure"),
    [
        ("score", "about a three", "About a three.", 3, True),
        ("score", "two or three", "It was about a three, I think.", 3, True),
        ("score", UNKNOWN, "It was about a three, I think.", 3, False),
        ("score", "three", "Three and a half.", 4, False),
        ("score", "three and a half", "Three.", 4, False),
        ("score", UNKNOWN, "Three miles.", None, False),
        ("yesno", "yes", "Yes.", True, True),
        ("yesno", "yes", "No.", True, False),
        ("yesno", UNKNOWN, "No, I don't think so.", False, False),
        ("minutes", "twenty five", "25 minutes.", 25, True),
        ("distance", "two miles", "3.2 miles.", {"value": 2, "unit": "mi"}, False),
        ("day", UNKNOWN, "Move it to Friday.", "friday", False),
        ("day", UNKNOWN, "I don't know.", None, False),
    ],
)
def test_what_both_say_is_sure_what_one_says_is_asked(
    kind: str, grammar: str, text: str, value: object, sure: bool
) -> None:
    heard = agreed(Kind(kind), judged(Kind(kind), grammar, sure=False), text)
    assert (heard.value, heard.sure) == (value, sure)


def test_a_sure_answer_stays_so_unless_the_text_has_more_words_and_another_sense() -> None:
    yes = Heard("yes", True, sure=True)
    assert agreed(Kind.YESNO, yes, "Guess.").sure
    assert agreed(Kind.YESNO, yes, "").sure
    assert not agreed(Kind.YESNO, yes, "Yes, we have no bananas.").sure


def test_a_text_alone_may_hold_a_session_but_not_move_it_on() -> None:
    nothing = Heard(UNKNOWN)
    assert agreed(Kind.COMMAND, nothing, "Stop.").value == "stop"
    assert agreed(Kind.COMMAND, nothing, "Skip.") == nothing
    assert agreed(Kind.SCORE, nothing, "Stop.").command == "stop"


@given(st.sampled_from(Kind), SAID, SAID, st.booleans())
def test_nothing_is_surer_than_before_unless_both_say_it(
    kind: Kind, grammar: str, text: str, sure: bool
) -> None:
    before = judged(kind, grammar, sure=sure, seconds=1.5)
    after = agreed(kind, before, text)
    written = judged(kind, text, sure=False)
    assert after.seconds == before.seconds
    if after.sure and not before.sure:
        assert (after.value, after.command) == (written.value, written.command)
        assert before.accepted
    if before.accepted:
        assert after.accepted
