"""The command line. Exit codes: 0 done, 2 bad usage or input, 3 cannot run here, 130 interrupt."""

import argparse
import subprocess
import sys
from importlib import import_module

from daemon.errors import EasebackError
from rules.model import RulesError

EPILOG = "easeback advises, it does not diagnose. Pain that worries you belongs to a professional."


_COMMANDS = {
    "daemon.init_command": ("init",),
    "daemon.session_commands": ("warmup", "go", "checkin", "strength", "hear", "say"),
    "daemon.diary_commands": (
        "log",
        "next",
        "status",
        "undo",
        "skip",
        "snooze",
    ),
    "daemon.history_command": ("history",),
    "daemon.plan_commands": ("plan",),
    "daemon.report_command": ("report",),
    "daemon.run_command": ("run",),
    "daemon.answer_command": ("answer",),
    "daemon.service_command": ("service", "logs"),
    "daemon.doctor_command": ("doctor",),
    "daemon.data_commands": ("export", "import", "forget"),
    "daemon.rehearse_command": ("rehearse",),
    "daemon.rules_commands": ("rules",),
    "daemon.decide_command": ("decide",),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        if argv[:1] in (["hear"], ["say"]):
            # Their options, help included, are the voice package's own.
            return subprocess.call([sys.executable, "-m", "voice", *argv])
        arguments = _parser(argv[0] if argv else "").parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except RulesError as error:
        for problem in error.problems[:20]:
            print(f"easeback: {problem}", file=sys.stderr)
        if len(error.problems) > 20:
            print(f"easeback: and {len(error.problems) - 20} more", file=sys.stderr)
        return 2
    except EasebackError as error:
        print(f"easeback: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is left to tell it.
        sys.stderr.close()
        return 0


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="easeback", epilog=EPILOG)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    # A command that is named needs its own module only, and answers the faster for it.
    named = [module for module, names in _COMMANDS.items() if command in names]
    for module in named or _COMMANDS:
        import_module(module).add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
