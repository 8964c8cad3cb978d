"""The shipped systemd unit."""

import os
import subprocess
from pathlib import Path

from tests.processes import need

UNIT = Path(__file__).parents[2] / "systemd" / "easeback.service"


def test_systemd_finds_no_fault_in_it(tmp_path: Path) -> None:
    need("systemd-analyze")
    # The program need not be installed where the check runs.
    unit = tmp_path / "easeback.service"
    unit.write_text(UNIT.read_text().replace("%h/.local/bin/easeback", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", unit],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    ours = [line for line in done.stderr.splitlines() if "easeback" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr
