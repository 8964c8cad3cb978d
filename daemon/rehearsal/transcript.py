"""A rehearsal as a person reads it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daemon.base.words import words
from daemon.diary.announce import given
from daemon.rehearsal.scenario import Scenario
from rules.attempts import Outcome


@dataclass(frozen=True)
class Report:
    """How a rehearsal went. `misheard` are answers stored with another value than was meant."""

    scenario: Scenario
    outcome: Outcome
    answers: int
    asked_again: int
    misheard: int


def line(event: Mapping[str, Any]) -> str:
    """One line (or heading) for an event; empty where there is nothing to read."""
    kind = event["event"]
    if kind == "scenario":
        return f"\n== {event['title']} ==\n{event['about']}"
    if kind == "said" and event["text"].isdigit():
        # Countdowns and repetitions would bury the rest.
        return ""
    text = _TEXTS[kind](event)
    return f"{_clock(event['at'])}  {text}" if text else ""


def _clock(at: str) -> str:
    return f"{at[5:10]} {at[11:19]}"


def _heard(event: Mapping[str, Any]) -> str:
    spoken = f'runner    "{event["spoken"]}"'
    if not event["text"]:
        return f"{spoken}\n{_UNDER}heard nothing"
    if not event["accepted"]:
        return f'{spoken}\n{_UNDER}heard "{event["text"]}": not understood'
    sure = "" if event["sure"] else ", not sure"
    return f'{spoken}\n{_UNDER}heard "{event["text"]}" = {_value(event["value"])}{sure}'


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{value['value']} {value['unit']}"
    return str(value)


def _decided(event: Mapping[str, Any]) -> str:
    decision = event["decision"]
    state = "provisional" if decision["provisional"] else "final"
    missing = f" (missing: {', '.join(decision['missing'])})" if decision["missing"] else ""
    rules = ", ".join(decision["rules"]) or "unknown answers"
    rest = words("count.rest_day", n=decision["rest_days"])
    return (
        f"decided   {state}{missing}: rule {rules}\n"
        f"{_UNDER}{rest} (by {decision['rest_rule']}), then "
        f"{decision['load']} (by {decision['load_rule']}): "
        f"{event['next']['minutes']} min on {event['next']['day'] or '?'}"
    )


_UNDER = " " * 26

_TEXTS = {
    "said": lambda event: f'easeback  "{event["text"]}"',
    "tone": lambda event: f"easeback  ~ {event['name']} ~",
    "heard": _heard,
    "typed": lambda event: f"runner    types: {event['text']}",
    "silence": lambda event: "runner    says nothing",
    "notified": lambda event: f"notice    [{event['text']}]",
    "decided": _decided,
}


def summary(reports: Sequence[Report]) -> str:
    """What was decided in each scenario, and how the ears did."""
    width = max(len(report.scenario.title) for report in reports)
    lines = ["\n== Summary =="]
    for report in reports:
        decision = given(report.outcome)
        rules = ", ".join(decision.rules) or "unknown answers"
        rest = words("count.rest_day", n=decision.rest_days)
        lines.append(
            f"{report.scenario.title:{width}}  {rules}: {rest}, {decision.load.name.lower()}"
            f"; {report.asked_again} asked again"
            f", {report.misheard} of {report.answers} answers misheard"
        )
    return "\n".join(lines)
