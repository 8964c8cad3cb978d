"""The parser of a command: what is wrong with a command line, in a runner's words."""

import argparse
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from daemon.base.errors import EasebackError
from daemon.base.words import listed, words

_OF_AN_OPTION = re.compile(r"argument (?P<name>[^:]+): (?P<fault>.*)", re.DOTALL)
_NO_CHOICE = re.compile(r"invalid choice: '?(?P<typed>.*?)'? \(choose from (?P<choices>.*)\)")
_NO_VALUE = re.compile(r"invalid \w+ value: '(?P<typed>.*)'")
_LEFT_OUT = re.compile(r"the following arguments are required: (?P<names>.*)")


class Parser(argparse.ArgumentParser):
    """Raises EasebackError where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        """Say it as one line, with what is allowed and where to read more."""
        place = self.prog.removeprefix("easeback ")
        found = _OF_AN_OPTION.fullmatch(message)
        if found and found["name"].startswith("-"):
            place += f" {found['name'].partition('/')[0]}"
        fault = self._fault(found["fault"] if found else message)
        raise EasebackError(words("usage.fault", place=place, fault=fault, command=self.prog))

    def unknown(self, typed: Sequence[str]) -> NoReturn:
        """Refuse what no option of this command takes."""
        known = [name for action in self._actions for name in action.option_strings]
        text = typed[0].partition("=")[0]
        if text.startswith("-"):
            self.error(words("usage.no_option", typed=text) + did_you_mean(text, known))
        self.error(words("usage.too_much", typed=text))

    def _fault(self, message: str) -> str:
        if found := _NO_CHOICE.fullmatch(message):
            choices = re.findall(r"[\w-]+", found["choices"])
            told = words("usage.no_choice", typed=found["typed"], choices=", ".join(choices))
            return told + did_you_mean(found["typed"], choices)
        if found := _NO_VALUE.fullmatch(message):
            return words("usage.no_value", typed=found["typed"])
        if found := _LEFT_OUT.fullmatch(message):
            return words("usage.left_out", names=listed(self._named(found["names"].split(", "))))
        if message.startswith("expected "):
            # argparse's "expected one argument"; what our own readers expect they say themselves.
            return words("usage.without") if message.endswith(_ITS_OWN) else message
        return message

    def _named(self, names: Sequence[str]) -> list[str]:
        """What is left out; one of a few words is told by these."""
        choices = {action.dest: action.choices for action in self._actions}
        return [", ".join(map(str, choices.get(name) or [name])) for name in names]


_ITS_OWN = ("one argument", "at least one argument", "at most one argument", "arguments")


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """What may have been meant, to go on a sentence with; empty where nothing is near."""
    near = get_close_matches(typed.lower(), list(known), n=3, cutoff=0.5)
    # Letters that changed places are the commonest slip.
    near.sort(key=lambda name: sorted(name) != sorted(typed.lower()))
    return words("usage.near", name=near[0]) if near else ""
