"""The decision table in force: the runner's own where there is one, else the shipped one."""

from dataclasses import replace
from pathlib import Path

from daemon.base import paths
from daemon.base.errors import Problems
from daemon.base.words import words
from daemon.settings.own_file import own_text
from rules.model import RulesError
from rules.rulebook import Rule, Rulebook, default_text, load_rulebook


def table_in_force() -> Rulebook:
    """The runner's own table, else the shipped one. Raises Problems naming every fault."""
    own = paths.rules_file()
    text = own_text(own)
    return in_words(load_rulebook(default_text())) if text is None else _table(text, own)


def in_words(book: Rulebook) -> Rulebook:
    """The shipped table with its reasons as the words file has them."""

    def told(rule: Rule) -> Rule:
        return replace(rule, why=words(f"why.{rule.id}"))

    return replace(book, rules=tuple(map(told, book.rules)), unknown=told(book.unknown))


def own_table(path: Path) -> Rulebook:
    """A table from a file, refused where it has gaps, contradicts itself or is not safe."""
    text = own_text(path)
    if text is None:
        raise Problems([words("settings.absent")], path)
    return _table(text, path)


def _table(text: str, path: Path) -> Rulebook:
    # Imported here: nearly everybody goes by the shipped table.
    from rules.safety import contradictions, gaps, violations

    try:
        book = load_rulebook(text)
    except RulesError as error:
        raise Problems(error.problems, path) from None
    problems = [*gaps(book), *contradictions(book)]
    if not book.unsafe_ok:
        problems += [f"unsafe: {text}" for text in violations(book)]
    if problems:
        raise Problems(problems, path)
    return book
