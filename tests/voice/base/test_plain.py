"""Texts from elsewhere are shown and not obeyed; a fault is noted without what was typed."""

import pytest

from voice.base.plain import name_of, plain, trace_of


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x9b2J", "\r", "\x07", "\x08", "\u202e", "\x7f"])
def test_what_a_terminal_would_obey_is_marked(evil: str) -> None:
    shown = plain(f"a{evil}b")
    assert evil[0] not in shown
    assert (shown[0], shown[-1]) == ("a", "b")


@pytest.mark.parametrize("text", ["two\nlines", "a\tb", "naïve, 5\u00a0km", "日本語", "👩\u200d⚕️"])
def test_what_it_shows_stays(text: str) -> None:
    assert plain(text) == text


TYPED = "seven"


def quoting() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise ExceptionGroup(TYPED, [KeyError(TYPED)]) from error


def test_a_trace_says_where_and_quotes_nothing() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        quoting()
    told = trace_of(caught.value)
    assert TYPED not in told
    assert all(name in told for name in ("ValueError", "ExceptionGroup", "KeyError", "quoting"))


def test_the_reason_of_the_system_is_told() -> None:
    assert name_of(FileNotFoundError(2, "No such file or directory", TYPED)) == (
        "FileNotFoundError: No such file or directory"
    )
