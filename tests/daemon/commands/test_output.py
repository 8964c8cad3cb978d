"""Sentences at a terminal and elsewhere."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.terminal import folded


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module", autouse=True)
def narrow() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "40")
        yield


@given(st.lists(st.text("abc-", min_size=1, max_size=50), max_size=30).map(" ".join))
def test_lines_break_between_words_alone(text: str) -> None:
    lines = folded(text, Terminal()).splitlines()
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= 40 or " " not in line for line in lines)


def test_lines_that_were_apart_stay_so() -> None:
    assert folded("one\ntwo", Terminal()) == "one\ntwo"


def test_a_file_gets_the_text_as_it_is() -> None:
    text = "word " * 30
    assert folded(text, io.StringIO()) == text
