"""Programs that a test starts."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest


def need(*programs: str) -> None:
    """Skip where a program is missing; where end-to-end tests are required, fail."""
    missing = [program for program in programs if not shutil.which(program)]
    if not missing:
        return
    if os.environ.get("EASEBACK_REQUIRE_END_TO_END"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    pytest.skip(f"not installed: {', '.join(missing)} (see .ci/system-packages)")


@contextmanager
def started(command: Sequence[Any], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A program; waited for at the end, but killed where the test fails before.

    Of a failed test there is nobody left who would end it, and waiting for it would never end.
    """
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def wait_for(condition: object, seconds: float = 60.0) -> None:
    """Wait until `condition()` holds; as long as it takes on a machine that is slow and busy."""
    assert comes_true(condition, seconds), "waited in vain"


def comes_true(condition: object, seconds: float) -> bool:
    """Whether `condition()` holds within this time."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(0.05)
    return True
