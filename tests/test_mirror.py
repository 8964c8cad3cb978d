"""The tests mirror the rooms: a module's test is where the module is, by its name."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ("daemon", "rules", "voice")
    for path in (ROOT / room).rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)
# What is tested only together with others, or with a real part of the system: by which test.
ELSEWHERE = {
    module: test
    for test, modules in {
        "daemon/commands/test_init.py": ["daemon/commands/injury_options.py"],
        # A desktop's own programs.
        "end_to_end/test_attention.py": ["daemon/desktop/attention.py"],
        "end_to_end/test_doctor.py": ["daemon/commands/tryout.py"],
        "end_to_end/test_music.py": ["daemon/desktop/music.py", "daemon/desktop/pulse.py"],
        "end_to_end/test_notifications.py": [
            "daemon/desktop/bus.py",
            "daemon/desktop/dbus_notifier.py",
        ],
        "daemon/desktop/test_notify.py": [
            "daemon/desktop/notice.py",
            "daemon/desktop/plyer_notifier.py",
        ],
        # Processes, and the sound between them.
        "end_to_end/test_daemon.py": ["daemon/commands/run.py"],
        "end_to_end/test_echo.py": ["voice/audio/echo.py"],
        "end_to_end/test_one_voice.py": ["daemon/settings/voice.py"],
        "end_to_end/test_other_modules.py": ["voice/base/children.py"],
        "daemon/rooms/test_abilities.py": ["voice/base/part.py"],
        "end_to_end/test_sessions.py": ["daemon/rooms/living_room.py"],
        "voice/child/test_serve.py": ["voice/child/client.py", "voice/child/link.py"],
        "voice/ears/test_personal.py": ["voice/ears/known_voice.py"],
        "voice/mouth/test_espeak.py": ["voice/mouth/render.py"],
        "daemon/rooms/test_voice_room.py": [
            "daemon/rooms/attempts.py",
            "daemon/rooms/hearing.py",
            "daemon/rooms/speaking.py",
        ],
        # What every one of a kind does.
        "contract/test_voice_child.py": ["voice/child/messages.py"],
        "daemon/commands/test_diary.py": ["daemon/commands/log.py"],
        "daemon/diary/test_adding.py": ["daemon/diary/telling.py"],
        "daemon/diary/test_facts.py": ["daemon/diary/taking_back.py"],
        "contract/test_ears.py": ["voice/ears/moonshine/ears.py"],
        "voice/ears/moonshine/test_engine.py": [
            "voice/ears/moonshine/files.py",
            "voice/ears/moonshine/networks.py",
        ],
        "contract/test_room.py": ["daemon/rooms/typed_room.py"],
        "contract/test_terminal.py": [
            "daemon/rooms/console.py",
            "daemon/rooms/terminal.py",
        ],
        # A command from what is typed to what is on the disk.
        "daemon/commands/test_data.py": ["daemon/diary/document.py", "daemon/exchange/portable.py"],
        "daemon/commands/test_importing.py": [
            "daemon/commands/import_questions.py",
            "daemon/exchange/take.py",
            "daemon/exchange/watch_run.py",
        ],
        "daemon/commands/test_model.py": ["daemon/models/install.py"],
        "daemon/control/test_presses.py": ["daemon/control/health.py"],
        "daemon/exchange/test_sport_watch.py": ["daemon/exchange/xml_file.py"],
        "daemon/exchange/test_calendar_file.py": ["daemon/exchange/issued.py"],
        "daemon/commands/test_parser.py": ["daemon/commands/typed.py"],
        # A diary of facts.
        "daemon/diary/test_codec.py": [
            "daemon/diary/comeback_facts.py",
            "daemon/diary/fact.py",
            "daemon/diary/forms.py",
        ],
        "daemon/diary/test_damaged.py": [
            "daemon/diary/history.py",
            "daemon/diary/ledger.py",
            "daemon/diary/snapshot.py",
        ],
        "daemon/diary/test_store.py": ["daemon/diary/database.py"],
        "daemon/hosting/test_host.py": ["daemon/diary/broken_off.py", "daemon/session/resuming.py"],
        "daemon/reminders/test_due_timeline.py": [
            "daemon/diary/standing.py",
            "daemon/reminders/kinds.py",
        ],
        # One machine in several files.
        "daemon/session/test_guide.py": [
            "daemon/diary/diary.py",
            "daemon/diary/questions.py",
        ],
        "daemon/session/test_machine.py": [
            "daemon/session/state.py",
        ],
        # The laws and vectors of a whole course.
        "rules/test_course_laws.py": [
            "rules/attempts.py",
            "rules/day.py",
            "rules/judging.py",
            "rules/next_target.py",
            "rules/rungs.py",
            "rules/terms.py",
            "rules/trend.py",
            "rules/weeks.py",
        ],
        "rules/test_course_vectors.py": [
            "rules/lengths.py",
            "rules/standing.py",
            "rules/table.py",
        ],
    }.items()
    for module in modules
}


def does_something(module: Path) -> bool:
    """Whether there is more in it than values, enums and errors, which keep what they are given."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(not is_declared_only(function) for function in functions)


def is_declared_only(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A method of a Protocol has a docstring and nothing else; a constructor makes the value."""
    only_said = all(isinstance(statement, ast.Expr) for statement in function.body)
    return only_said or function.name in ("__init__", "__new__")


def reaches(test: Path, module: Path) -> bool:
    """Whether a test imports the module, or what is made of it; one that only runs is named."""
    name = ".".join(module.with_suffix("").parts)
    direct = imports(test)
    through = (ROOT.joinpath(*one.split(".")).with_suffix(".py") for one in direct)
    return (
        name in direct
        or any(name in imports(file) for file in through if file.exists())
        or str(module) in test.read_text("utf-8")
    )


@cache
def imports(source: Path) -> frozenset[str]:
    """What a file imports from the three packages, at its head or where it uses it."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(one for one in found if one.split(".")[0] in ("daemon", "rules", "voice"))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_its_test(module: Path) -> None:
    mirrored = Path("tests") / module.with_name(f"test_{module.name}")
    if str(module) in ELSEWHERE:
        assert not (ROOT / mirrored).exists(), "it has a test of its own now"
        test = ROOT / "tests" / ELSEWHERE[str(module)]
        assert reaches(test, module), f"{test} neither imports nor names it"
    elif does_something(module):
        assert (ROOT / mirrored).exists(), f"there is no {mirrored}"


def test_no_test_is_kept_for_a_module_that_is_gone() -> None:
    assert {Path(module) for module in ELSEWHERE} <= set(MODULES)
