"""JSON as it is written, and a key given twice found wherever it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import RulesError
from rules.strict_json import read_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(values)
def test_what_was_written_is_read(value: Any) -> None:
    assert read_json(json.dumps(value)) == value


@given(values)
def test_a_key_given_twice_is_a_fault(value: Any) -> None:
    inner = json.dumps(value)
    twice = f'{{"late": {inner}, "late": {inner}}}'
    for text in (twice, f"[1, {twice}]", f'{{"runs": [{twice}]}}'):
        with pytest.raises(RulesError, match="late"):
            read_json(text)


@pytest.mark.parametrize("text", ["", "{", "[1,]", "{'late': 1}"])
def test_what_is_no_json_is_a_fault(text: str) -> None:
    with pytest.raises(RulesError):
        read_json(text)
