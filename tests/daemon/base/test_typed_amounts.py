"""Amounts as people type them: the same everywhere, and nothing that could be meant twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.typed_amounts import distance, minutes, score, yes_no


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("25", 25), ("25.5", 25.5), ("25,5", 25.5), ("25:30", 25.5), ("1:05:30", 65.5)),
        *(("1h", 60), ("1h05", 65), ("1 h 5 min", 65), ("1.5h", 90), ("90 min", 90), ("45m", 45)),
        *(("25 min 30 s", 25.5), ("25'30\"", 25.5), ("an hour", 60), ("an hour and ten", 70)),
        *(("90:00", 90), ("0:05:30", 5.5), ("1440", 1440), ("Unknown", None), ("  30  ", 30)),
    ],
)
def test_minutes(text: str, value: float | None) -> None:
    assert minutes(text) == value


@pytest.mark.parametrize(
    "text", ["1:30", "abc", "", "-5", "1441", "25h", "2:75:00", "25:70", "1e3"]
)
def test_no_minutes(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|hours or minutes"):
        minutes(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("5k", (5, "km")), ("5 km", (5, "km")), ("2,5 km", (2.5, "km")), ("2.5mi", (2.5, "mi"))),
        *(("3 miles", (3, "mi")), ("800 m", (0.8, "km")), ("800 Meters", (0.8, "km"))),
        *(("5", (5, "")), (".5mi", (0.5, "mi")), ("two and a half miles", (2.5, "mi"))),
        ("unknown", None),
    ],
)
def test_distances(text: str, value: tuple[float, str] | None) -> None:
    assert distance(text) == value


@pytest.mark.parametrize("text", ["2,500 km", "1.000 m", "1001km", "five", "5 leagues", "", "-2"])
def test_no_distances(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        distance(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("3", 3), ("3/10", 3), ("three", 3), ("no pain", 0), ("2.5", 3), ("2 or 3", 3)),
        *(("unknown", None), ("?", None), ("10", 10)),
    ],
)
def test_scores(text: str, value: int | None) -> None:
    assert score(text) == value


@pytest.mark.parametrize("text", ["11", "-1", "2.7", "much", "", "0x3"])
def test_no_scores(text: str) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        score(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("Y", True), ("nope", False), ("n", False), ("don't know", None)],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert yes_no(text) is value


def test_neither() -> None:
    with pytest.raises(ValueError, match="yes, no or unknown"):
        yes_no("maybe")


@given(st.text(max_size=12) | st.from_regex(r"[0-9:.,hmk' ]{1,8}", fullmatch=True))
def test_no_text_is_too_strange(text: str) -> None:
    for read, most in ((minutes, 1440), (lambda text: (distance(text) or (None,))[0], 1000)):
        try:
            value = read(text)
        except ValueError:
            continue
        assert value is None or 0 <= value <= most
