"""Runs out of files into the diary: what is found, what it answers, and what is left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from daemon.base.errors import Problems
from daemon.base.words import listed, words
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.exchange.matching import Found, Pair, since, still_open
from daemon.exchange.sport_watch import Told
from daemon.exchange.watch_run import answers_of, spoken_answers

# How far a day abroad may be from the one at home.
_ZONES = timedelta(days=1)


@dataclass
class Taken:
    """What was made of the files: lines for the runner, values for programs."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)

    def taken(self, found: Found, answers: dict[Question, Any], *, new: bool) -> None:
        """A run of which this was stored."""
        day = found.day.isoformat()
        self.runs.append({"file": found.file, "day": day, "answers": answers, "new": new})
        told = listed(spoken_answers(answers))
        key = "new" if new else "filled" if answers else "nothing_open"
        self.lines.append(words(f"import.{key}", day=day, answers=told))

    def values(self) -> dict[str, Any]:
        """`day` and `answers` are those of the newest run."""
        none: dict[str, Any] = {"day": None, "answers": {}}
        newest = max(self.runs, key=lambda run: str(run["day"]), default=none)
        return {
            "day": newest["day"],
            "answers": newest["answers"],
            "runs": self.runs,
            "left_out": self.left_out,
            "problems": self.problems,
        }


def runs_in(
    told: Iterable[Told], unit: str, report: Taken, at: date | None = None
) -> Iterator[Found]:
    """The runs that may be one, on day `at` if that is given; what is none is told of by name."""
    for name, activities, problem in told:
        if problem:
            report.problems.append(problem)
        on_foot = [activity for activity in activities if activity.on_foot]
        for activity in activities:
            if not activity.on_foot:
                line = words("import.no_sport", file=name, sport=activity.sport.lower())
                (report.left_out if on_foot else report.problems).append(line)
        for activity in on_foot:
            if at and abs(activity.start.date() - at) > _ZONES:
                line = words("import.not_at", file=name, day=activity.day, at=at)
                report.problems.append(line)
                continue
            try:
                answers = answers_of(activity, unit)
            except Problems as error:
                report.problems += [f"{name}: {each}" for each in error.problems]
                continue
            yield Found(name, activity, at or activity.day, answers)


def of_this_comeback(
    missing: Sequence[Found], read: Snapshot, today: date, report: Taken
) -> list[Found]:
    """Those that may be noted as new runs; the others are told of."""
    told = [each.not_before for each in read.history.comebacks[:1]]
    first = told[0] if told else read.config.plan.first_day
    oldest = since(first, read.history.records, today)
    for found in missing:
        if found.day < oldest:
            report.left_out.append(words("import.before", file=found.file, day=found.day))
        elif found.day > today:
            report.problems.append(words("import.future", file=found.file, day=found.day))
    return [found for found in missing if oldest <= found.day <= today]


def take(book: Diary, pairs: Iterable[Pair], now: datetime, report: Taken) -> None:
    """Store what is open of each run, and the new ones with all that is known of them."""
    for found, record in pairs:
        if record is None:
            answers = {Question(name): value for name, value in found.answers.items()}
            book.add_run(now, found.day, answers, By.IMPORTED)
        else:
            answers = still_open(record, found.answers)
            book.answers(now, record.id, answers, By.IMPORTED)
        report.taken(found, answers, new=record is None)
