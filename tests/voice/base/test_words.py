"""One's own sentences stand for the shipped ones where they can, and only there."""

import pytest

from voice.base.places import words_file
from voice.base.words import Language, placeholders


@pytest.fixture
def language() -> Language:
    return Language("voice", "daemon")


def own(text: str) -> Language:
    words_file().parent.mkdir(parents=True, exist_ok=True)
    words_file().write_text(text, "utf-8")
    return Language("voice", "daemon")


def test_one_s_own_sentence_is_said(language: Language) -> None:
    shipped = language.words("voice.back")
    mine = own('[voice]\nback = "Da bin ich wieder."\n')
    assert mine.words("voice.back") == "Da bin ich wieder." != shipped
    assert not list(mine.faults())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[voice]\nback = "{surprise}"\n', "voice.back"),
        ('[voice]\nback = "{"\n', "voice.back"),
        ("[voice]\nback = 3\n", "voice.back"),
        ("[voice]\nback = []\n", "voice.back"),
        ('[voice]\nback = ["x", 3]\n', "voice.back"),
        ('[voice]\nback = ["x", "{surprise}"]\n', "voice.back"),
        ('[number]\nform = ["0"]\n', "number.form"),
        ('[voice]\nbakc = "x"\n', "voice.bakc"),
        ('[voise]\nback = "x"\n', "voise"),
        ('[number]\nform = "n /"\n', "number.form"),
        ("= 1", ""),
    ],
)
def test_a_fault_is_named_and_the_shipped_sentence_said(
    language: Language, text: str, place: str
) -> None:
    mine = own(text)
    (fault,) = mine.faults()
    assert place in fault
    assert mine.words("voice.back") == language.words("voice.back")


def test_the_form_is_that_of_the_number_and_the_point_that_of_the_language() -> None:
    mine = own(
        '[number]\npoint = ","\nform = "n != 1"\n[count]\nminute = "{n} Minute|{n} Minuten"\n'
    )
    said = [mine.words("count.minute", n=n) for n in (1, 2, 2.5)]
    assert said == ["1 Minute", "2 Minuten", "2,5 Minuten"]


def test_what_was_said_before_is_said_another_way() -> None:
    mine = own('[voice]\nback = ["The whole of it.", "Short.", "Brief."]\n')
    assert not list(mine.faults())
    said = [mine.words("voice.back", turn=turn) for turn in range(5)]
    assert said == ["The whole of it.", "Short.", "Brief.", "Short.", "Brief."]


def test_one_way_of_one_s_own_stands_for_many_and_many_for_one() -> None:
    mine = own('[change]\nshorter = "kürzer"\n[voice]\nback = ["Da.", "Wieder da."]\n')
    assert not list(mine.faults())
    assert {mine.words("change.shorter", turn=turn) for turn in range(4)} == {"kürzer"}
    assert mine.words("voice.back", turn=1) == "Wieder da."


def test_names_in_braces() -> None:
    assert placeholders("{a} and {b:g}, {{not}}") == {"a", "b"}
    with pytest.raises(ValueError, match="expected"):
        placeholders("{a")
