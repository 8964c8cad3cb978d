"""What a shell needs to complete commands. The shells themselves: end_to_end/test_completion.py."""

import pytest

from daemon.cli import main
from daemon.commands.completion import SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_code_for_this_program(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    assert "easeback" in capsys.readouterr().out


def test_another_shell_is_refused() -> None:
    assert main(["completion", "tcsh"]) == 2
