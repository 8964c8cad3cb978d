"""All tests, in two processes side by side: `python -m tests`. Ends with 0 where both passed.

The end-to-end tests follow sessions in real time and leave most of their core to the others. What
either process says stays together: the others' at once, and after it that of the end-to-end tests.
"""

import shutil
import subprocess
import sys
import tempfile

_PYTEST = [sys.executable, "-m", "coverage", "run", "-m", "pytest"]
# One test that hangs is ended and told by name (faulthandler_timeout); this ends all else.
_MOST_SECONDS = 3600.0


def main() -> int:
    with tempfile.TemporaryFile() as said:
        with (
            subprocess.Popen(
                [*_PYTEST, "tests/end_to_end"], stdout=said, stderr=subprocess.STDOUT
            ) as end_to_end,
            subprocess.Popen([*_PYTEST, "--ignore=tests/end_to_end"]) as others,
        ):
            passed = [_passes(others), _passes(end_to_end)]
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout.buffer)
    return 0 if all(passed) else 1


def _passes(process: "subprocess.Popen[bytes]") -> bool:
    try:
        code = process.wait(_MOST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code < 0:
        # It could not say so itself.
        print(f"ended by signal {-code}: {process.args!r}", file=sys.stderr)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
