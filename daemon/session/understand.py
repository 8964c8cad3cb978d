"""What was said or typed, as an event of the session. Pure."""

from datetime import date, timedelta

from daemon.diary.facts import By
from daemon.diary.questions import KIND
from daemon.session.actions import Ask
from daemon.session.events import Answered, Command, Event, NotUnderstood
from voice.language.answers import Kind, interrupt, parse

_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_UNKNOWN = {"unknown", "not known", "not sure", "don't know", "i don't know", "skip"}


def understand(kind: str, text: str, *, sure: bool, by: By) -> Event:
    """The event that `text` is, as an answer of this kind."""
    command = interrupt(text)
    if command:
        return Command(command)
    value = parse(kind, text)
    if value is None:
        return NotUnderstood()
    if kind == Kind.COMMAND:
        # A warm-up that jumps without being told to is worse than a command said twice.
        return Command(str(value)) if sure or value == "pause" else NotUnderstood()
    return Answered(value, sure, by)


def typed(kind: str, text: str) -> Event:
    """The event that a typed line is; the keyboard can also say that something is not known."""
    if text.strip().lower() in _UNKNOWN:
        return Command("skip")
    return understand(kind, text, sure=True, by=By.TYPED)


def typed_answer(ask: Ask, text: str) -> Event:
    """The event that a typed line is; who is asked "Is that right?" may type what is right."""
    event = typed(ask.kind, text)
    if isinstance(event, NotUnderstood) and (ask.confirms or ask.moment):
        return typed(KIND[ask.question], text)
    return event


def day_named(text: str, today: date) -> date | None:
    """The day that "today", "tomorrow" or "Monday" (the next one) is; None for any other text."""
    name = parse(Kind.DAY, text)
    if name in _NEAR:
        return today + timedelta(days=_NEAR[name])
    ahead = (today + timedelta(days=days) for days in range(1, 8))
    return next((day for day in ahead if f"{day:%A}".lower() == name), None)
