"""`easeback log` and `undo`: a run written down, corrected, erased; the newest entry taken back."""

import argparse
import shlex
from datetime import date, datetime
from typing import Any

from daemon.base import clock, typed_dates
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.commands import Commands, typed
from daemon.commands.diary import diary
from daemon.commands.output import add_json, tell
from daemon.diary import taking_back
from daemon.diary.announce import decision_sentence, given, left_out
from daemon.diary.asking import Morning, morning_after, not_now
from daemon.diary.document import entry_of
from daemon.diary.facts import By
from daemon.diary.history import Record
from daemon.diary.next_run import next_json, next_run
from daemon.diary.questions import Question
from daemon.diary.runs import cut_short
from daemon.diary.snapshot import Snapshot
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.attempts import Outcome
from rules.course import Course
from rules.program import run_minutes


def add_commands(commands: Commands) -> None:
    """Add both to the parser."""
    _add_log(commands)
    undo = commands.add_parser(
        "undo",
        help="take back the newest entry",
        epilog="example: easeback undo; as often as you like",
    )
    undo.add_argument(
        "--fact", type=int, metavar="N", help="one that does not count, as doctor or next has it"
    )
    add_json(undo)
    undo.set_defaults(run=_undo)


def _add_log(commands: Commands) -> None:
    log = commands.add_parser(
        "log",
        help="write down a run",
        description="Writes down a run's answers. What is left out stays an open question.",
        epilog="examples: easeback log --warmup 2 --faded yes --late 0 --distance 2mi; "
        "easeback log --at 'yesterday 18:00'; easeback log --amend --at monday --next-day 0",
    )
    log.add_argument(
        "--at",
        "--day",
        dest="day",
        type=typed.past_day,
        metavar="DAY",
        help=f"{typed_dates.DAYS} (today)",
    )
    log.add_argument(
        "--amend", action="store_true", help="correct that run (the newest if no day is given)"
    )
    log.add_argument(
        "--delete", action="store_true", help="erase the run of that day, which never was"
    )
    for name, text in (
        ("warmup", "pain in the warm-up: 0 to 10, or unknown"),
        ("late", "pain later in the run or at its end"),
        ("next-day", "pain the morning after"),
    ):
        log.add_argument(f"--{name}", type=typed.score, default=..., metavar="SCORE", help=text)
    log.add_argument(
        "--faded",
        type=typed.yes_no,
        default=...,
        metavar="YES",
        help="did that pain go away: yes, no, unknown",
    )
    log.add_argument(
        "--minutes",
        type=typed.minutes,
        default=...,
        metavar="TIME",
        help="how long you ran: 25, 25:30, 1h05",
    )
    log.add_argument(
        "--distance",
        type=typed.distance,
        default=...,
        metavar="FAR",
        help="how far you ran: 2.5mi, 5k, 2,5 km",
    )
    add_json(log)
    log.set_defaults(run=_log)


def _log(arguments: argparse.Namespace) -> int:
    answers = {
        question: getattr(arguments, question.value)
        for question in Question
        if getattr(arguments, question.value) is not ...
    }
    now = clock.now()
    if arguments.delete:
        return _delete(arguments, now)
    with diary(writing=True) as book:
        if answers.get(Question.DISTANCE):
            number, unit = answers[Question.DISTANCE]
            units = unit or book.config.runner.units
            answers[Question.DISTANCE] = {"value": number, "unit": units}
        attempt_from_json({question.value: value for question, value in answers.items()}, "log")
        if answers.get(Question.MINUTES) == 0:
            raise EasebackError(f"log --minutes: {words('short.no_run')}")
        read, before, day = book.read(), None, arguments.day or now.date()
        run: Record | None
        if arguments.amend:
            run = _to_amend(read, arguments.day)
            before = read.course(now.date())
        else:
            run = _warmed_up(read, day)
            answers = _with_warm_up(answers, run)
        if Question.NEXT_DAY in answers:
            _check_morning(run or Record(0, day, at=now), arguments.day, now)
        record = run.id if run else book.begin(now, day)
        book.answers(now, record, answers, By.TYPED)
        values, lines = _led_to(book.read(), record, before, now.date())
    return tell(arguments, values, *lines)


def _warmed_up(read: Snapshot, day: date) -> Record | None:
    """The warm-up of which the run is told now."""
    made = [record for record in read.history.records if record.day == day]
    return made[-1] if made and all(record.is_warm_up for record in made) else None


def _with_warm_up(answers: dict[Question, Any], warm_up: Record | None) -> dict[Question, Any]:
    """The answers, with the pain of the warm-up as it was told then if that was worse."""
    told = warm_up.attempt.warmup if warm_up else None
    if not told or Question.WARMUP not in answers:
        return answers
    return {**answers, Question.WARMUP: max(answers[Question.WARMUP] or 0, told)}


def _check_morning(run: Record, named: date | None, now: datetime) -> None:
    """Later than on the morning itself its run has to be named; sooner there is none to tell of."""
    where = morning_after(run, now)
    if where is Morning.AHEAD or (where is Morning.OVER and named is None):
        raise EasebackError(f"log --next-day: {not_now(run, now)}")


def _delete(arguments: argparse.Namespace, now: datetime) -> int:
    if arguments.day is None:
        raise EasebackError(words("log.delete_which"))
    with diary(writing=True) as book:
        read = book.read()
        made = [record for record in read.history.records if record.day == arguments.day]
        if len(made) != 1:
            raise EasebackError(words("log.delete_none", n=len(made), day=arguments.day))
        taking_back.delete(book, now, read, made[0])
        values, lines = _led_to(book.read(), None, read.course(now.date()), now.date())
    told = words("log.deleted", day=arguments.day, again=shlex.join(_again(made[0])))
    return tell(arguments, {"deleted": arguments.day.isoformat(), **values}, told, *lines)


def _again(record: Record) -> list[str]:
    """The command that would enter this run once more."""
    command = ["easeback", "log", "--at", record.day.isoformat()]
    for question, value in entry_of(record).answers.items():
        told = _TYPED[value] if value is None or isinstance(value, bool) else str(value)
        if isinstance(value, dict):
            told = f"{value['value']}{value['unit']}"
        command += [f"--{question.replace('_', '-')}", told]
    return command


_TYPED = {None: "unknown", True: "yes", False: "no"}


def _to_amend(read: Snapshot, day: date | None) -> Record:
    records = [record for record in read.history.records if day in (None, record.day)]
    if not records:
        on_day = f" on {day}" if day else " yet"
        raise EasebackError(f"log --amend: there is no run to correct{on_day}")
    return records[-1]


def _led_to(
    read: Snapshot, record: int | None, before: Course | None, today: date
) -> tuple[dict[str, Any], list[str]]:
    """What the newest run led to, or where an older one was entered, what comes next.

    `before` is where the comeback stood before a correction.
    """
    now, latest = read.course(today), read.history.latest
    changed = before is not None and now.view() != before.view()
    lines = [words("next.changed")] if changed else []
    values = {"changed": changed, "decision": None, "next": next_json(now)}
    outcome = read.outcome(record, today) if latest and latest.id == record else None
    if outcome:
        values["decision"] = decision_to_json(given(outcome))
        told = decision_sentence(outcome, now, today, read.config.runner.professional)
        lines += filter(None, (told, _why_short(outcome), left_out(read.ledger.damaged)))
    else:
        if record and read.record(record).is_warm_up:
            lines.append(words("log.warm_up"))
        lines.append(next_run(read.config, read.recent(today), today))
    return values, lines


def _why_short(outcome: Outcome) -> str:
    """Asks for the reason of a run that was cut short (C10)."""
    if not cut_short(outcome):
        return ""
    return words("short.log", ran=run_minutes(outcome), planned=outcome.planned.session)


def _undo(arguments: argparse.Namespace) -> int:
    now = clock.now()
    with diary(writing=True) as book:
        before = book.read()
        taken = taking_back.undo(book, now, before, arguments.fact)
        values, lines = _led_to(book.read(), None, before.course(now.date()), now.date())
    return tell(arguments, {"taken_back": taken, **values}, words("undo.done", what=taken), *lines)
