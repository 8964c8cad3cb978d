"""The tab key in real shells."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from tests.processes import need

SHELLS = {
    "bash": ("--norc", 'eval "$(easeback completion bash)"'),
    "zsh": ("-f", 'autoload -U compinit; compinit -u; eval "$(easeback completion zsh)"'),
    "fish": ("--no-config", "easeback completion fish | source"),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_tab_key_completes(shell: str, home: Path) -> None:
    need(shell)
    option, setup = SHELLS[shell]
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment: dict[str, str] = {**os.environ, "PATH": programs, "TERM": "xterm"}
    session = pexpect.spawn(shell, [option], env=environment, encoding="utf-8", timeout=120)
    session.sendline(f"{setup}; echo set up")
    session.expect(r"\nset up|\rset up")
    session.send("easeback repo\t")
    session.expect(r"report(\x1b\[\d*m)* ")
    session.sendline("--help")
    session.expect("examples?: easeback report")
    session.close(force=True)
