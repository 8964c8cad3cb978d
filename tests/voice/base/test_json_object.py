"""A line between two processes is one JSON object or nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.base.json_object import json_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), VALUES))
def test_what_is_written_is_read(values: dict[str, object]) -> None:
    text = json.dumps(values, ensure_ascii=False)
    assert json_object(text) == values
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert json_object(text.encode()) == values


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, "Expecting") for text in ("", "{", "{'a': 1}")),
        ("{} {}", "Extra data"),
        *((text, "expected a JSON object") for text in ("[]", "3", '"text"', "null")),
        *((text, "twice") for text in ('{"a": 1, "a": 1}', '{"a": {"b": 1, "b": 2}}')),
        *((text, "is not JSON") for text in ('{"a": NaN}', '{"a": -Infinity}')),
        *((text, "BOM") for text in ("\ufeff{}", "\ufeff{}".encode())),
        *((text, "codec") for text in (b"\xff{}", "{}".encode("utf-16"))),
        ('{"a":' * 100_000, "too deeply"),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_all_else_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        json_object(text)


def test_both_protocols_read_by_it() -> None:
    root = Path(__file__).parents[3]
    sources = [file for house in ("daemon", "voice") for file in (root / house).rglob("*.py")]
    strict = {file.name for file in sources if "object_pairs_hook" in file.read_text("utf-8")}
    assert strict == {"json_object.py"}
