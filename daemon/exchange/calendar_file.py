"""Sessions as an iCalendar (RFC 5545), for a calendar to import or to subscribe to.

A session's UID counts the runs (or strength days) of this diary, so that reading the file again
moves the same event to its new day instead of adding another: also one that was made early, which
stands on the day on which it was made. What was handed out and is no longer to come is called off.
SEQUENCE grows with the time of writing.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.base.words import words
from daemon.diary.announce import advised, length
from daemon.diary.days import ComingDay, What
from daemon.diary.snapshot import AHEAD_DAYS, Snapshot
from daemon.exchange.issued import Issued, load_issued, save_issued
from voice.base.whole_file import write_whole

_REFRESH = timedelta(hours=1)
# What was made or called off longer ago is no calendar's business any more.
_PAST = timedelta(weeks=8)


class _Event(NamedTuple):
    name: str
    day: date
    summary: str
    called_off: bool = False
    days: int = 1


def calendar_text(read: Snapshot, now: datetime) -> str:
    """The calendar of the coming four weeks, and of what earlier ones told of.

    Raises CannotRun where it cannot be remembered what this one tells of.
    """
    # Imported here: few commands write a calendar.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//easeback//easeback//EN")
    calendar.add("version", "2.0")
    calendar.add("name", words("reminder.title"))
    calendar.add("x-wr-calname", words("reminder.title"))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    view, professional = read.course(now.date()).view(), read.config.runner.professional
    note = advised(words("calendar.note"), view, professional)
    if view.held:
        note = words("hold.now", professional=professional)
    told = [*_made(read, now.date()), *_coming(read, now.date())]
    issued = _issued(told, now.date())
    for each in sorted([*told, *_called_off(told, issued)], key=lambda event: event.day):
        event = Event()
        event.add("uid", f"{each.name}-{issued.runner}@easeback")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=each.days))
        event.add("summary", each.summary)
        event.add("status", "CANCELLED" if each.called_off else "CONFIRMED")
        if each.day >= now.date() and not each.called_off:
            event.add("description", note)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _made(read: Snapshot, today: date) -> Iterator[_Event]:
    for number, outcome in enumerate(read.course(today).outcomes, 1):
        if outcome.day >= today - _PAST:
            minutes = outcome.attempt.minutes
            told = words("calendar.bare") if minutes is None else words("count.minute", n=minutes)
            yield _Event(
                _name(What.RUN, number), outcome.day, words("calendar.run_made", length=told)
            )
    for number, day in enumerate(sorted(read.history.strength_days), 1):
        if day >= today - _PAST:
            yield _Event(_name(What.STRENGTH, number), day, words("calendar.strength_made"))


def _coming(read: Snapshot, today: date) -> Iterator[_Event]:
    runs, strength = len(read.course(today).outcomes), len(read.history.strength_days)
    made = {What.RUN: runs, What.STRENGTH: strength}
    if read.course(today).view().held:
        yield _Event("hold", today, words("calendar.hold"), days=AHEAD_DAYS)
    for row in read.ahead(today):
        if row.what not in made:
            continue
        made[row.what] += 1
        summary = _summary(row, read.strength_stage(today))
        yield _Event(_name(row.what, made[row.what]), row.day, summary)


def _name(what: What, number: int) -> str:
    return f"{what}-{number}"


def _summary(row: ComingDay, stage: int) -> str:
    if row.run is None:
        return words("calendar.strength", routine=words(f"strength.stage_{stage}"))
    return words("calendar.run", length=length(row.run.target, row.run.easy))


def _issued(told: list[_Event], today: date) -> Issued:
    """What calendars have been told of by now, this time included."""
    file = paths.issued_file()
    before = load_issued(file)
    lasting = {name: day for name, day in before.days.items() if day >= today - _PAST}
    after = Issued(before.runner, {**lasting, **{event.name: event.day for event in told}})
    if after != before:
        save_issued(file, after)
    return after


def _called_off(told: list[_Event], issued: Issued) -> Iterator[_Event]:
    names = {event.name for event in told}
    for name, day in issued.days.items():
        if name not in names:
            yield _Event(name, day, words("calendar.called_off"), called_off=True)


def keep_fresh(read: Snapshot, now: datetime) -> None:
    """Write the calendar anew, where the settings ask for it and something changed."""
    if not read.config.calendar.keep:
        return
    file = paths.calendar_file()
    text = calendar_text(read, now)
    try:
        with suppress(FileNotFoundError):
            if _lasting(file.read_text("utf-8")) == _lasting(text):
                return
        write_whole(file, text)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(words("calendar.unwritten", file=file, reason=error)) from None


def _lasting(text: str) -> list[str]:
    """The lines that say something beside when they were written."""
    return [line for line in text.splitlines() if not line.startswith(("DTSTAMP", "SEQUENCE"))]
