"""`easeback model`: which speech model listens, and bigger ones for who wants them."""

import argparse
import json
import sys
from typing import Any

from daemon.base.errors import EasebackError
from daemon.base.lock import only_one
from daemon.base.words import words
from daemon.commands import Commands
from daemon.models.install import install, megabytes, remove
from voice.base.places import models_folder
from voice.ears import catalogue

_BAR = 30


def add_commands(commands: Commands) -> None:
    """Add `model` to the parser."""
    model = commands.add_parser(
        "model",
        help="speech models: the one that listens, and bigger ones",
        description="The bundled model needs nothing. A bigger one hears strangers and noise "
        "better; `install` is the only command of easeback that uses the network.",
        epilog="example: easeback model install small-en-us",
    )
    parts = model.add_subparsers(required=True, metavar="WHAT")
    listing = parts.add_parser(
        "list", help="which there are", epilog="example: easeback model list --json"
    )
    listing.add_argument("--json", action="store_true", help="JSON instead of a table")
    listing.set_defaults(run=_list)
    installing = parts.add_parser(
        "install",
        help="fetch one, check it, and have it listen",
        description="Goes on where an earlier download was cut. What is not exactly the archive "
        "whose checksum ships with easeback is refused.",
        epilog="example: easeback model install small-en-us --from vosk-model-small-en-us-0.15.zip",
    )
    installing.add_argument("name", metavar="NAME")
    installing.add_argument(
        "--from", dest="source", metavar="FILE-OR-URL", help="another place of the same archive"
    )
    installing.set_defaults(run=_install)
    for name, run, told in (
        ("remove", _remove, "remove an installed one"),
        ("use", _use, "have this one listen"),
    ):
        part = parts.add_parser(
            name, help=told, epilog=f"example: easeback model {name} small-en-us"
        )
        part.add_argument("name", metavar="NAME")
        part.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> int:
    there, used = catalogue.installed(), catalogue.in_use().name
    rows = [
        {
            "name": name,
            "state": _state(name, there, used),
            "about": words(f"about.{name}") if archive is None else archive.about,
            "licence": "MIT" if archive is None else archive.licence,
        }
        for name, archive in {catalogue.BUNDLED.name: None, **catalogue.catalogue()}.items()
    ]
    if arguments.json:
        print(json.dumps(rows))
        return 0
    for row in rows:
        print(f"{row['name']:14} {row['state']:14} {row['about']}")
    return 0


def _state(name: str, there: Any, used: str) -> str:
    if name not in there:
        return words("model.absent")
    return words("model.in_use" if name == used else "model.there_already")


def _install(arguments: argparse.Namespace) -> int:
    name = arguments.name
    archive = catalogue.catalogue().get(name)
    if archive is None:
        raise EasebackError(_unknown(name, [*catalogue.catalogue()]))
    if name in catalogue.installed():
        raise EasebackError(words("model.there", name=name))
    with only_one("model", models_folder()):
        print(words("model.fetching", name=name, size=megabytes(archive.bytes)))
        try:
            place = install(archive, arguments.source or archive.url, show)
        except KeyboardInterrupt:
            print(f"\n{words('model.interrupted', name=name)}", file=sys.stderr)
            raise
        catalogue.use(name)
    print(words("model.installed", name=name, place=place))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    name = arguments.name
    if name == catalogue.BUNDLED.name:
        raise EasebackError(words("model.stays", name=name))
    if name not in catalogue.installed():
        raise EasebackError(_unknown(name, [*catalogue.installed()][1:]))
    with only_one("model", models_folder()):
        remove(name)
    print(words("model.removed", name=name, used=catalogue.in_use().name))
    return 0


def _use(arguments: argparse.Namespace) -> int:
    if arguments.name not in catalogue.installed():
        raise EasebackError(_unknown(arguments.name, [*catalogue.installed()]))
    catalogue.use(arguments.name)
    print(words("model.used", name=arguments.name))
    return 0


def _unknown(name: str, known: list[str]) -> str:
    listed = ", ".join(known) or words("model.none")
    return words("model.unknown", name=name, known=listed)


def show(have: int, whole: int) -> None:
    """A progress bar, at a terminal alone."""
    if sys.stdout.isatty():
        filled = "#" * round(_BAR * have / whole)
        end = "\n" if have == whole else ""
        print(f"\r[{filled:{_BAR}}] {megabytes(have)} of {megabytes(whole)}", end=end, flush=True)
