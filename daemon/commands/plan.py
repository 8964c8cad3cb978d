"""`easeback plan`: today, the coming weeks if all goes well, and what one answer would change."""

import argparse
import json
import re
from collections.abc import Callable, Mapping, Set
from datetime import date, timedelta
from typing import Any

from daemon.base import clock, typed_amounts
from daemon.base.dates import dated
from daemon.base.errors import EasebackError
from daemon.base.terminal import folded
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.output import warn_of
from daemon.diary.announce import given, length, next_sentence
from daemon.diary.days import ComingDay, PastDay, What
from daemon.diary.next_run import next_json, run_json, what_counts
from daemon.diary.opened import opened_here
from daemon.diary.snapshot import Snapshot
from rules.ahead import ALL_WELL
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.course import Course
from rules.numbers import default_numbers
from rules.program import run_minutes

PAST = timedelta(days=7)
# A decimal comma is no end of an answer.
_NEXT_ANSWER = re.compile(r",\s*(?=[^,=]*=)")


def add_commands(commands: Commands) -> None:
    """Add `plan` to the parser."""
    plan = commands.add_parser(
        "plan",
        help="today, the coming weeks if all goes well, and the past one",
        description="What today is, then runs, strength and rest as they go with no pain anywhere; "
        "every run's answers change what follows it. Then the past week with its checkmarks.",
        epilog="example: easeback plan --if warmup=3,faded=no",
    )
    plan.add_argument("--json", action="store_true", help="JSON instead of a table")
    plan.add_argument(
        "--if",
        dest="supposed",
        metavar="ANSWERS",
        help="what the next run would lead to, like warmup=3,faded=no,late=0,next_day=0",
    )
    plan.add_argument(
        "--weeks", type=int, choices=range(1, 5), default=2, help="how far to look: 1 to 4 (2)"
    )
    plan.set_defaults(run=_plan)


def _plan(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with opened_here() as diary:
        book = diary.read()
    warn_of(book.ledger.damaged)
    if arguments.supposed is not None:
        return _suppose(arguments, book, today)
    now = book.course(today)
    gone = book.gone(today - PAST, today)
    ahead = book.ahead(today)
    facts = _facts(book, today)
    if arguments.json:
        days = {"past": [_past_json(row) for row in gone], "days": [_json(row) for row in ahead]}
        gate = {key: next_json(now)[key] for key in ("verdict", "advice", "held")}
        print(json.dumps({"if": "all goes well", **gate, **facts, **days}))
        return 0
    skipped = book.history.skipped_days
    following = what_counts(book.config, book.recent(today), today)
    print(folded(words("plan.today", day=dated(today, "date.full"), next=following)))
    print(words("plan.on_hold" if now.view().held else "plan.heading"))
    print(*(_line(row, skipped) for row in ahead[: 7 * arguments.weeks]), sep="\n")
    for name in ("easy_until", "attention_until"):
        if facts[name]:
            day = date.fromisoformat(facts[name])
            print(words(f"plan.{name}", day=dated(day, "date.full")))
    print(words("plan.strength_stage", stage=words(f"strength.stage_{facts['strength_stage']}")))
    if told := [_past(row, skipped) for row in gone if not row.done or row.what is not What.REST]:
        print(folded(words("plan.past", days="; ".join(told))))
    return 0


def _past(row: PastDay, skipped: Set[date]) -> str:
    day = dated(row.day, "date.row")
    if row.what.neutral:
        return f"{day} {words(f'what.{row.what}')}"
    if not row.done:
        key = "skip.shown" if row.day in skipped else f"plan.missed_{row.what}"
        return f"{day} {words(key)}"
    what = words(f"what.{row.what}")
    if row.outcome:
        told = row.outcome.attempt.minutes
        what = words("plan.untold") if told is None else words("plan.ran", minutes=told)
    return f"{day} {words('plan.done')} {what}"


def _past_json(row: PastDay) -> dict[str, Any]:
    values: dict[str, Any] = {"day": row.day.isoformat(), "what": row.what, "done": row.done}
    if row.outcome:
        values["minutes"] = run_minutes(row.outcome)
        values["decision"] = decision_to_json(given(row.outcome))
    return values


def _line(row: ComingDay, skipped: Set[date]) -> str:
    what = words("skip.shown") if row.day in skipped else words(f"what.{row.what}")
    text = f"{dated(row.day, 'date.row')}     {what:9}"
    if row.run:
        target = row.run.target
        text += words("plan.easy" if row.run.easy else "plan.minutes", minutes=target.session)
        run, walk = default_numbers().stages[target.stage] if target.stage is not None else (1, 0)
        if run and walk:
            text += words("plan.turns", run=run, walk=walk)
        if target.running == 0:
            text += words("plan.walk")
    return text.rstrip()


def _json(row: ComingDay) -> dict[str, Any]:
    if row.run is None:
        return {"day": row.day.isoformat(), "what": row.what, "minutes": None}
    return {**run_json(row.day, row.run.target, row.run.easy), "what": row.what}


def _facts(book: Snapshot, today: date) -> dict[str, Any]:
    easy, attention = book.easy_until(today), book.attention_until
    return {
        "easy_until": easy.isoformat() if easy else None,
        "attention_until": attention.isoformat() if attention else None,
        "strength_stage": book.strength_stage(today),
    }


def _suppose(arguments: argparse.Namespace, book: Snapshot, today: date) -> int:
    units = book.config.runner.units
    supposed = attempt_from_json(_answers(arguments.supposed, units), "plan --if")
    view = book.course(today).view()
    if view.held:
        told = next_sentence(book.course(today), today, book.config.runner.professional)
        print(json.dumps({"run": None}) if arguments.json else told)
        return 0
    day = view.run_day
    given_these, well = book.supposing(day, supposed), book.supposing(day, ALL_WELL)
    if arguments.json:
        values = {"supposed": _led_to(given_these), "all_well": _led_to(well)}
        print(json.dumps({"run": day.isoformat(), **values}))
        return 0
    long = length(view.target, view.easy)
    print(words("plan.next_run", day=dated(day, "date.spoken"), length=long))
    for key, now in (("plan.given", given_these), ("plan.well", well)):
        outcome, following = now.outcomes[-1], now.view()
        print(
            words(
                key,
                rest=words("count.rest_day", n=outcome.rest_days),
                day=dated(following.due or outcome.due, "date.spoken"),
                length=length(following.target, following.easy),
                rules=", ".join(outcome.rules),
            )
        )
        for advice in outcome.advice:
            print(" ", words("plan.advice", advice=words(f"advice.{advice}")))
        if following.held:
            print(" ", words("hold.now", professional=book.config.runner.professional))
    return 0


def _led_to(now: Course) -> dict[str, Any]:
    return {"decision": decision_to_json(given(now.outcomes[-1])), "next": next_json(now)}


def _answers(text: str, units: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for part in filter(None, _NEXT_ANSWER.split(text)):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign:
            raise EasebackError(f"plan --if: expected name=value, got {part!r}")
        try:
            answers[name] = _READ[name](value) if name in _READ else value
        except ValueError as error:
            raise EasebackError(f"plan --if {name}: {error}") from None
        if name == "distance" and answers[name]:
            number, unit = answers[name]
            answers[name] = {"value": number, "unit": unit or units}
    return answers


_READ: Mapping[str, Callable[[str], Any]] = {
    "warmup": typed_amounts.score,
    "faded": typed_amounts.yes_no,
    "late": typed_amounts.score,
    "next_day": typed_amounts.score,
    "minutes": typed_amounts.minutes,
    "distance": typed_amounts.distance,
}
