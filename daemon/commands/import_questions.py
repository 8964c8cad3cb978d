"""What only the runner knows about the runs of a file, asked at a terminal."""

import sys
from collections.abc import Sequence

from daemon.base.words import listed, shown_answer, words
from daemon.diary.history import Record
from daemon.diary.questions import Question
from daemon.exchange.matching import Day, Found, Pair
from daemon.exchange.watch_run import spoken_answers

_YES = ("", "y", "yes")


def ask_which(day: Day) -> list[Pair]:
    """Each run of this day with its record, as the runner says; those left out are none."""
    pairs: list[Pair] = []
    records = list(day.records)
    for found in day.found:
        print(words("import.which", day=day.day, run=described(found)))
        for number, record in enumerate(records, 1):
            print(f"  {number}  {_noted(record)}")
        new = len(records) + 1
        print(f"  {new}  {words('import.another')}")
        number = _number(new)
        if number == new:
            pairs.append(Pair(found, None))
        elif number:
            pairs.append(Pair(found, records.pop(number - 1)))
    return pairs


def ask_to_note(offered: Sequence[Found]) -> bool:
    """Whether the diary is to have these runs."""
    print(words("import.these"))
    for found in offered:
        print(f"  {found.day}  {described(found)}")
    print(words("import.note_them"), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def described(found: Found) -> str:
    """A run of a file as its watch saw it."""
    start = found.activity.start.astimezone()
    return words("import.run", time=f"{start:%H:%M}", answers=listed(spoken_answers(found.answers)))


def _number(most: int) -> int:
    """The number that was typed, 1 to `most`; 0 where nothing was."""
    while True:
        print(words("import.number", most=most), end=" ", flush=True)
        line = sys.stdin.readline().strip()
        if not line:
            return 0
        if line.isdecimal() and 1 <= int(line) <= most:
            return int(line)


def _noted(record: Record) -> str:
    told = [
        words(f"undo.{question}", answer=shown_answer(getattr(record.attempt, question)))
        for question in Question
        if question in record.answered
    ]
    return listed(told) or words("import.bare")
