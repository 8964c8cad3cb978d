"""Text folded to a terminal's width."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.terminal import folded


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.lists(st.text("abc", min_size=1, max_size=9), max_size=40), st.integers(0, 9))
def test_lines_fit_and_every_word_stays(words: list[str], indent: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "20")
        text = folded(" ".join(words), Terminal(), indent)
    assert text.split() == words
    lines = text.splitlines()
    assert all(len(line) <= 20 for line in lines)
    assert all(line.startswith(" " * indent) for line in lines[1:])


def test_what_is_no_terminal_gets_the_text_as_it_is() -> None:
    text = "word " * 100
    assert folded(text, io.StringIO()) == text
