"""Coming sessions as an iCalendar (RFC 5545), for a calendar to import or to subscribe to.

A session's UID counts the runs (or strength days) of the comeback, so that importing again moves
the same event to its new day instead of adding another. SEQUENCE grows with the time of writing.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.base.words import words
from daemon.diary.announce import advised, length
from daemon.diary.days import ComingDay, What
from daemon.diary.snapshot import AHEAD_DAYS, Snapshot
from voice.base.whole_file import write_whole

if TYPE_CHECKING:
    from icalendar import Event

_REFRESH = timedelta(hours=1)


def calendar_text(read: Snapshot, now: datetime) -> str:
    """The calendar of the coming four weeks."""
    # Imported here: few commands write a calendar.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//easeback//easeback//EN")
    calendar.add("version", "2.0")
    calendar.add("name", words("reminder.title"))
    calendar.add("x-wr-calname", words("reminder.title"))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    history, today = read.history, now.date()
    view, professional = read.course(today).view(), read.config.runner.professional
    note = advised(words("calendar.note"), view, professional)
    if view.held:
        note = words("hold.now", professional=professional)
        days = (today, today + timedelta(days=AHEAD_DAYS))
        calendar.add_component(_event("hold", now, days, words("calendar.hold"), note))
    runs = read.course(today).outcomes
    made = {What.RUN: len(runs), What.STRENGTH: len(history.strength_days)}
    for row in read.ahead(today):
        if row.what is What.REST:
            continue
        made[row.what] += 1
        uid, days = f"{row.what}-{made[row.what]}", (row.day, row.day + timedelta(days=1))
        summary = _summary(row, read.strength_stage(today))
        calendar.add_component(_event(uid, now, days, summary, note))
    return str(calendar.to_ical(), "utf-8")


def _event(uid: str, now: datetime, days: tuple[date, date], summary: str, note: str) -> "Event":
    """Whole days, from the first of these to before the second."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@easeback")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("dtstart", days[0])
    event.add("dtend", days[1])
    event.add("summary", summary)
    event.add("description", note)
    event.add("transp", "TRANSPARENT")
    return event


def _summary(row: ComingDay, stage: int) -> str:
    if row.run is None:
        return words("calendar.strength", routine=words(f"strength.stage_{stage}"))
    return words("calendar.run", length=length(row.run.target, row.run.easy))


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
