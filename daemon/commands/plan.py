"""`easeback plan`: the coming weeks if all goes well, and what one answer would change."""

import argparse
import json
from datetime import date, timedelta
from typing import Any

from daemon.base import clock
from daemon.base.dates import dated
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.commands.output import warn_of
from daemon.diary.announce import length
from daemon.diary.days import ALL_WELL, ComingDay, PastDay, past
from daemon.diary.next_run import run_json
from daemon.diary.opened import opened_here
from daemon.diary.snapshot import Snapshot
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.ladder import STAGES
from rules.plan import Outcome, Run
from rules.program import run_minutes

Commands = Any  # argparse keeps the type of its sub-parsers private

PAST = timedelta(days=7)
_YES_NO = {"yes": True, "no": False}


def add_commands(commands: Commands) -> None:
    """Add `plan` to the parser."""
    plan = commands.add_parser(
        "plan",
        help="the past week and the next four, if all goes well",
        description="The past week with its checkmarks, then runs, strength and rest as they go "
        "with no pain anywhere; every run's answers change what follows it.",
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
    with opened_here() as diary:
        book = diary.read()
    warn_of(book.ledger.damaged)
    if arguments.supposed is not None:
        return _suppose(arguments, book, today)
    gone = past(book.outcomes, book.history.strength_days, today - PAST, today)
    ahead = book.ahead(today)
    facts = _facts(book)
    if arguments.json:
        days = {"past": [_past_json(row) for row in gone], "days": [_json(row) for row in ahead]}
        print(json.dumps({"if": "all goes well", **facts, **days}))
        return 0
    if gone:
        print(words("plan.past"))
    print(*map(_past_line, gone), sep="\n", end="\n" if gone else "")
    print(words("plan.heading"))
    print(*map(_line, ahead), sep="\n")
    for name in ("easy_until", "attention_until"):
        if facts[name]:
            day = date.fromisoformat(facts[name])
            print(words(f"plan.{name}", day=dated(day, "date.full")))
    print(words("plan.strength_stage", stage=words(f"strength.stage_{facts['strength_stage']}")))
    return 0


def _past_line(row: PastDay) -> str:
    day = dated(row.day, "date.row")
    if not row.done:
        return f"{day}  -  {words('plan.missed')}"
    text = f"{day}  {words('plan.done')}  {words(f'what.{row.what}'):9}"
    if row.outcome:
        load = words(f"load.{row.outcome.decision.load.name.lower()}")
        text += words("plan.then", minutes=run_minutes(row.outcome), load=load)
    return text.rstrip()


def _past_json(row: PastDay) -> dict[str, Any]:
    values: dict[str, Any] = {"day": row.day.isoformat(), "what": row.what, "done": row.done}
    if row.outcome:
        values["minutes"] = run_minutes(row.outcome)
        values["decision"] = decision_to_json(row.outcome.decision)
    return values


def _line(row: ComingDay) -> str:
    text = f"{dated(row.day, 'date.row')}     {words(f'what.{row.what}'):9}"
    if row.state:
        target = row.state.target
        text += words("plan.easy" if _easy(row) else "plan.minutes", minutes=target.minutes)
        if target.stage is not None and STAGES[target.stage][1]:
            run, walk = STAGES[target.stage]
            text += words("plan.turns", run=run, walk=walk)
    return text.rstrip()


def _easy(row: ComingDay) -> bool:
    return row.state is not None and (
        row.state.easy_until is None or row.day < row.state.easy_until
    )


def _json(row: ComingDay) -> dict[str, Any]:
    if row.state is None:
        return {"day": row.day.isoformat(), "what": row.what, "minutes": None}
    run = {**run_json(row.state), "easy": _easy(row)}
    return {**run, "day": row.day.isoformat(), "what": row.what}


def _facts(book: Snapshot) -> dict[str, Any]:
    easy, attention = book.state.easy_until, book.attention_until
    return {
        "easy_until": easy.isoformat() if easy else None,
        "attention_until": attention.isoformat() if attention else None,
        "strength_stage": book.strength_stage,
    }


def _suppose(arguments: argparse.Namespace, book: Snapshot, today: date) -> int:
    supposed = attempt_from_json(_answers(arguments.supposed), "plan --if")
    day = max(book.state.next_day or today, today)
    given = book.program.decide(book.state, Run(day, supposed))
    well = book.program.decide(book.state, Run(day, ALL_WELL))
    if arguments.json:
        values = {"supposed": _outcome(given), "all_well": _outcome(well)}
        print(json.dumps({"run": day.isoformat(), **values}))
        return 0
    long = length(book.state.target, book.state.easy)
    print(words("plan.next_run", day=dated(day, "date.spoken"), length=long))
    for key, outcome in (("plan.given", given), ("plan.well", well)):
        print(
            words(
                key,
                rest=words("count.rest_day", n=outcome.decision.rest_days),
                day=dated(outcome.next_day, "date.spoken"),
                length=length(outcome.after.target, outcome.after.easy),
                rules=", ".join(outcome.decision.rules),
            )
        )
        for advice in outcome.decision.advice:
            print(" ", words("plan.advice", advice=words(f"advice.{advice}")))
    return 0


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"decision": decision_to_json(outcome.decision), "next": run_json(outcome.after)}


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
