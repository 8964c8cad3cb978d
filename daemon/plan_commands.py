"""`easeback plan`: the coming weeks if all goes well, and what one answer would change."""

import argparse
import json
from datetime import date, timedelta
from typing import Any

from daemon import clock
from daemon.announce import length
from daemon.config import WEEKDAYS
from daemon.diary import Diary
from daemon.diary_commands import diary, run_json
from daemon.errors import EasebackError
from daemon.words import count, words
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.ladder import Target
from rules.model import Attempt
from rules.plan import Outcome, Run

Commands = Any  # argparse keeps the type of its sub-parsers private

WEEKS = 4
ALL_WELL = Attempt(warmup=0, late=0, next_day=0)
_YES_NO = {"yes": True, "no": False}


def add_command(commands: Commands) -> None:
    """Add `plan` to the parser."""
    plan = commands.add_parser(
        "plan",
        help="the next four weeks if all goes well",
        description="Runs, strength and rest as they would go with no pain anywhere; every run's "
        "answers change what follows it.",
        epilog="example: easeback plan --if warmup=3,faded=no",
    )
    plan.add_argument("--json", action="store_true", help="JSON instead of a table")
    plan.add_argument(
        "--if",
        dest="supposed",
        metavar="ANSWERS",
        help="what the next run would lead to, like warmup=3,faded=no,late=0,next_day=0",
    )
    plan.set_defaults(run=_plan)


def _plan(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with diary() as book:
        if arguments.supposed is not None:
            return _suppose(arguments, book, today)
        days = list(_days(book, today))
        facts = _facts(book)
    if arguments.json:
        print(json.dumps({"if": "all goes well", **facts, "days": days}))
        return 0
    print(words("plan.heading"))
    for row in days:
        print(_line(row))
    if facts["easy_until"]:
        print(words("plan.easy_until", day=facts["easy_until"]))
    if facts["attention_until"]:
        print(words("plan.attention_until", day=facts["attention_until"]))
    print(words("plan.strength_stage", stage=words(f"strength.stage_{facts['strength_stage']}")))
    return 0


def _line(row: dict[str, Any]) -> str:
    minutes = f"{row['minutes']:3} min easy" if row["minutes"] else ""
    turns = f", run {row['run']} walk {row['walk']}" if row.get("walk") else ""
    return f"{date.fromisoformat(row['day']):%a %d %b}  {row['what']:9}{minutes}{turns}".rstrip()


def _facts(book: Diary) -> dict[str, Any]:
    easy, attention = book.easy_until(), book.attention_until()
    return {
        "easy_until": easy.isoformat() if easy else None,
        "attention_until": attention.isoformat() if attention else None,
        "strength_stage": book.strength_stage(),
    }


def _days(book: Diary, today: date) -> list[dict[str, Any]]:
    last = today + timedelta(weeks=WEEKS) - timedelta(days=1)
    runs = _projected(book, today, last)
    days = []
    for number in range(WEEKS * 7):
        day = today + timedelta(days=number)
        what = "run" if day in runs else "rest"
        if what == "rest" and WEEKDAYS[day.weekday()] in book.config.reminders.strength_days:
            what = "strength"
        row = run_json(day, runs[day]) if day in runs else {"day": day.isoformat(), "minutes": None}
        days.append({"what": what, **row})
    return days


def _projected(book: Diary, today: date, last: date) -> dict[date, Target]:
    """Day and minutes of every run that follows if each of them is clear."""
    found: dict[date, Target] = {}
    supposed: list[Run] = []
    day, target = book.next_run()
    ran_today = book.history.latest is not None and book.history.latest.day == today
    day = max(day or book.config.plan.first_day or today, today + timedelta(days=int(ran_today)))
    while day <= last:
        found[day] = target
        supposed.append(Run(day, ALL_WELL))
        outcome = book.course_with(supposed)[-1]
        day, target = outcome.next_day, outcome.next_target
    return found


def _suppose(arguments: argparse.Namespace, book: Diary, today: date) -> int:
    supposed = attempt_from_json(_answers(arguments.supposed), "plan --if")
    day = max(book.next_run()[0] or today, today)
    given = book.course_with([Run(day, supposed)])[-1]
    well = book.course_with([Run(day, ALL_WELL)])[-1]
    if arguments.json:
        values = {"supposed": _outcome(given), "all_well": _outcome(well)}
        print(json.dumps({"run": day.isoformat(), **values}))
        return 0
    print(f"Run on {day:%A %d %B}, {length(given.target)}.")
    for name, outcome in (("With these answers", given), ("If all goes well", well)):
        rest = count(outcome.decision.rest_days, "rest day")
        print(
            f"{name}: {rest}, next run {outcome.next_day:%A %d %B}, "
            f"{length(outcome.next_target)} ({', '.join(outcome.decision.rules)})"
        )
    return 0


def _outcome(outcome: Outcome) -> dict[str, Any]:
    following = run_json(outcome.next_day, outcome.next_target)
    return {"decision": decision_to_json(outcome.decision), "next": following}


def _answers(text: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for part in filter(None, text.split(",")):
        name, sign, value = part.partition("=")
        value = value.strip().lower()
        if not sign:
            raise EasebackError(f"plan --if: expected name=value, got {part!r}")
        if value in _YES_NO:
            answers[name.strip()] = _YES_NO[value]
        else:
            answers[name.strip()] = int(value) if value.isdigit() else value
    return answers
