"""What was said or typed, as an event of the session. Pure."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from daemon.base.typed_amounts import distance, minutes
from daemon.diary.facts import By
from daemon.diary.questions import KIND
from daemon.session.actions import Ask
from daemon.session.events import Answered, Command, Event, NotUnderstood
from voice.ears.heard import Heard, judged
from voice.language.answers import parse
from voice.language.kinds import CommandName, Kind

# As for what is said.
_MOST_MINUTES = 300
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_UNKNOWN = {"unknown", "not known", "not sure", "don't know", "i don't know", "skip"}


def spoken(kind: Kind, heard: Heard | None) -> Event:
    """The event that something said is. What it means was found by who heard it."""
    return NotUnderstood() if heard is None else _event(kind, heard, By.SPOKEN)


def typed(kind: Kind, text: str, unit: str = "") -> Event:
    """The event that a typed line is; the keyboard can also say that something is not known.

    A distance without a unit is in `unit`, where that is given.
    """
    if text.strip().lower() in _UNKNOWN:
        return Command(CommandName.SKIP)
    event = _event(kind, judged(kind, text, sure=True), By.TYPED)
    if kind is Kind.DISTANCE and unit and isinstance(event, NotUnderstood):
        event = _event(kind, judged(kind, f"{text} {unit}", sure=True), By.TYPED)
    if isinstance(event, NotUnderstood) and (amount := _amount(kind, text, unit)) is not None:
        return Answered(amount, sure=True, by=By.TYPED)
    return event


def _amount(kind: Kind, text: str, unit: str) -> Any:
    """Minutes or a distance as only a keyboard has them: "25:30", "2,5 km"."""
    with suppress(ValueError):
        if kind is Kind.MINUTES:
            told = minutes(text)
            return told if told is not None and told <= _MOST_MINUTES else None
        if kind is Kind.DISTANCE and (found := distance(text)) and (found[1] or unit):
            return {"value": found[0], "unit": found[1] or unit}
    return None


def typed_answer(ask: Ask, text: str) -> Event:
    """The event that a typed line is; who is asked "Is that right?" may type what is right."""
    event = typed(ask.kind, text, ask.unit)
    if isinstance(event, NotUnderstood) and (ask.confirms or ask.moment):
        return typed(KIND[ask.question], text, ask.unit)
    return event


def day_named(text: str, today: date) -> date | None:
    """The day that "today", "tomorrow" or "Monday" (the next one) is; None for any other text."""
    name = parse(Kind.DAY, text)
    if name in _NEAR:
        return today + timedelta(days=_NEAR[name])
    ahead = (today + timedelta(days=days) for days in range(1, 8))
    return next((day for day in ahead if f"{day:%A}".lower() == name), None)


def _event(kind: Kind, heard: Heard, by: By) -> Event:
    if heard.command:
        return Command(CommandName(heard.command))
    if heard.value is None:
        return NotUnderstood()
    if kind is Kind.COMMAND:
        name = CommandName(str(heard.value))
        # A warm-up that jumps without being told to is worse than a command said twice.
        certain = heard.sure or name is CommandName.PAUSE
        return Command(name) if certain else NotUnderstood()
    return Answered(heard.value, heard.sure, by)
