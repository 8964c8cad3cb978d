"""Whatever the audio server tells, or does not. More of it: test_microphone.py."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import pulse

values = st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=5)


@given(st.one_of(st.text(), values.map(json.dumps)))
def test_what_is_no_list_of_tables_is_no_row(told: str) -> None:
    assert pulse.rows(told) == []


@given(st.lists(st.dictionaries(st.text(max_size=3), st.integers()), max_size=4))
def test_a_list_of_tables_comes_back(listed: list[dict[str, int]]) -> None:
    assert pulse.rows(json.dumps([*listed, 3, "x"])) == listed


@pytest.mark.parametrize("script", ["exit 1", "echo nothing of use", "exec sleep 60", ""])
def test_a_server_that_does_not_tell_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(pulse, "_SECONDS", 0.2)
    program = tmp_path / "pactl"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert pulse.info() == {}
    assert not pulse.speaker_sleeps()
    assert pulse.source_of(1) == ""


def test_it_is_asked_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pactl"
    program.write_text('#!/bin/sh\necho "Default Sink: $LC_ALL"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert pulse.info() == {"Default Sink": "C"}
