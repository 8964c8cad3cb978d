"""`easeback completion`: commands and options by the tab key."""

import argparse

from daemon.commands import Commands

SHELLS = ("bash", "zsh", "fish")


def add_commands(commands: Commands) -> None:
    """Add `completion` to the parser."""
    completion = commands.add_parser(
        "completion",
        help="the tab key completes commands and options",
        description="Prints what your shell needs to complete easeback's commands and options. "
        'bash, in ~/.bashrc: eval "$(easeback completion bash)"; zsh, in ~/.zshrc: '
        'eval "$(easeback completion zsh)"; fish: the example.',
        epilog="example: easeback completion fish > ~/.config/fish/completions/easeback.fish",
    )
    completion.add_argument("shell", choices=SHELLS)
    completion.set_defaults(run=_completion)


def _completion(arguments: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["easeback"], shell=arguments.shell))
    return 0
