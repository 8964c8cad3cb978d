"""Nothing that opens connections is imported into the process with the microphone."""

import os
import re
import subprocess
from pathlib import Path

from voice.base.children import own_program
from voice.child.frames import line
from voice.child.messages import Probe, Quit

CONNECTING = {"requests", "urllib3", "http", "http.client", "ssl", "urllib.request", "ftplib"}


def test_the_voice_child_has_nothing_that_opens_connections(tmp_path: Path) -> None:
    asked = line(1, Probe(0.0)) + line(2, Quit())
    done = subprocess.run(
        own_program("voice", "serve"),
        input=asked,
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1", "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    imported = set(re.findall(r"\| +([\w.]+)$", done.stderr.decode(), re.MULTILINE))
    assert b'"ears"' in done.stdout
    assert "vosk" in imported
    assert imported & CONNECTING == set()
