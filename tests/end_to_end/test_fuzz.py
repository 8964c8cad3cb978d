"""The fuzz of the control socket at a small size; `python -m benchmarks.fuzz` is the full one."""

import asyncio

import pytest

from benchmarks import fuzz


def test_two_thousand_frames_are_answered_or_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    codes = asyncio.run(fuzz.fuzz(2000, seed=7))
    assert codes["fault"] == 0
    # It went deep: requests that were done, and refused at every layer.
    assert {"ok", "bad_json", "bad_request", "bad_version", "unknown_op", "no_session"} <= set(
        codes
    )
    assert sum(codes.values()) > 1500


def test_the_protocol_takes_or_refuses_every_frame() -> None:
    assert 1500 < fuzz.read(10_000, seed=3) < 5000
