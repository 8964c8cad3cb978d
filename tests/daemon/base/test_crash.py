"""A fault of easeback's own is noted without what the runner typed."""

import resource

import pytest

from daemon.base import paths
from daemon.base.crash import note_crash

TYPED = "seven"


def fault() -> Exception:
    try:
        raise ZeroDivisionError(TYPED)
    except ZeroDivisionError as error:
        return error


def test_the_note_has_the_trace_and_nothing_of_the_line_but_the_command() -> None:
    (told,) = note_crash(fault(), ["log", "--late", "9"])
    (note,) = paths.crash_folder().iterdir()
    assert str(note) in told
    assert "ZeroDivisionError" in told
    text = note.read_text("utf-8")
    assert text.startswith("easeback log\n")
    assert "raise ZeroDivisionError(TYPED)" in text
    assert "--late" not in text
    assert TYPED not in text + told


def test_on_a_full_disk_no_half_note_is_left() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, hard))
    try:
        (told,) = note_crash(fault(), ["log"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "ZeroDivisionError" in told
    assert [*paths.crash_folder().iterdir()] == []


def test_where_no_note_can_be_written_the_fault_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/proc")
    (told,) = note_crash(fault(), [])
    assert "ZeroDivisionError" in told
