"""The names are those of the phrase table, and cost nothing to know."""

import subprocess
import sys

from voice.language.kinds import HARMLESS, CommandName, Kind
from voice.language.phrases import shipped


def test_the_table_has_these_kinds_and_commands_and_no_others() -> None:
    table = shipped()
    assert set(table.sections) == set(Kind)
    assert {row.value for row in table.sections[Kind.COMMAND].rows} == set(CommandName)
    assert set(table.interrupts) <= set(CommandName)


def test_what_is_harmless_holds_a_session_and_never_moves_it_on() -> None:
    assert set(HARMLESS) == {CommandName.STOP, CommandName.OUCH, CommandName.PAUSE}


def test_who_knows_the_names_has_no_phrases_loaded() -> None:
    code = (
        "import sys, voice.language.kinds, daemon.diary.questions, daemon.session.events;"
        "print([name for name in sys.modules if name.startswith('voice.language.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['voice.language.kinds']"
