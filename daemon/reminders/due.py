"""Which reminders are owed now. Pure: the scheduler looks, this decides.

Every reminder has a key that is stored when it is shown, so that a restart, a suspend or a
clock that steps neither repeats nor loses one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from daemon.base.dates import WEEKDAYS, spoken_day
from daemon.base.words import words
from daemon.diary.announce import advised, left_out, length
from daemon.diary.standing import Standing
from daemon.settings.config import Reminders

# How long after its time a reminder is still of use.
FRESH = {
    "run": timedelta(hours=12),
    "rest": timedelta(hours=8),
    "advice": timedelta(hours=12),
    "strength": timedelta(hours=5),
    "next_day": timedelta(hours=16),
    "easy_end": timedelta(hours=12),
}
# The setting that holds the time of day of each kind.
TIME_OF = {
    "run": "run",
    "rest": "rest",
    "advice": "rest",
    "strength": "strength",
    "next_day": "next_day",
    "easy_end": "run",
}
# The end of the easy phase is news for so long.
NEWS = timedelta(days=14)
FAULT = "fault"
"""The kind of what is told when nothing can be reminded of."""
# Shorter ones could not be kept to the minute by a daemon that looks this seldom.
SHORTEST_SNOOZE = timedelta(minutes=10)
LONGEST_SNOOZE = timedelta(hours=12)


@dataclass(frozen=True)
class Reminder:
    """Something to tell the runner once. `key` is the day and the kind."""

    key: str
    kind: str
    text: str


def due(now: datetime, standing: Standing, times: Reminders) -> tuple[Reminder, ...]:
    """The reminders owed at `now` (local time), in the order of their times of day."""
    snoozed = standing.snoozed
    if not times.enabled or is_quiet(now, times):
        return ()
    # A snooze of a clock that was wrong must not silence the next year.
    if snoozed and now < snoozed <= now + LONGEST_SNOOZE:
        return ()
    owed = [
        replace(reminder, key=key)
        for reminder in of_day(now.date(), standing, times)
        if _is_time(now, reminder.kind, times)
        and (key := _key(reminder.key, now, standing)) not in standing.reminded
    ]
    return tuple(sorted(owed, key=lambda reminder: str(_clock(reminder.kind, times))))


def is_quiet(now: datetime, times: Reminders) -> bool:
    """Whether it is one of the quiet hours, which may go over midnight."""
    clock, start, end = f"{now:%H:%M}", times.quiet_from, times.quiet_until
    return start <= clock < end if start <= end else clock >= start or clock < end


def _key(key: str, now: datetime, standing: Standing) -> str:
    while key in standing.voided:
        key += " again"
    snoozed = standing.snoozed
    # What was shown before the snooze comes again after it.
    if snoozed and key in standing.reminded and snoozed.astimezone(now.tzinfo).date() == now.date():
        key += f" after {snoozed.isoformat()}"
    return key


def next_due(now: datetime, times: Reminders, held_until: datetime | None) -> datetime | None:
    """The next time at which something may be owed; None where reminders are off."""
    if not times.enabled:
        return None
    clocks = {_clock(kind, times) for kind in TIME_OF}
    wall = now.replace(tzinfo=None)
    days = (wall.date(), wall.date() + timedelta(days=1))
    ahead = [at for day in days for clock in clocks if (at := datetime.combine(day, clock)) > wall]
    # A naive time is taken in the zone of the system, whose summer time may begin before it.
    times_ahead = [at.astimezone() for at in ahead]
    return min([*times_ahead, held_until] if held_until and held_until > now else times_ahead)


def _clock(kind: str, times: Reminders) -> time:
    return time.fromisoformat(getattr(times, TIME_OF[kind]))


def _is_time(now: datetime, kind: str, times: Reminders) -> bool:
    # Local wall time on both sides: 07:30 stays 07:30 when summer time begins or ends.
    at = datetime.combine(now.date(), _clock(kind, times))
    late = now.replace(tzinfo=None) - at
    return timedelta(0) <= late <= FRESH[kind]


def of_day(today: date, standing: Standing, times: Reminders) -> Iterator[Reminder]:
    """What this day is to be reminded of, whether its time has come or not."""
    for kind, text in _of_day(today, standing, times):
        yield Reminder(f"{today.isoformat()} {kind}", kind, text)
    easy_until = standing.state.easy_until
    # A step back begins another easy time, whose end is news of its own.
    if easy_until and easy_until <= today < easy_until + NEWS:
        yield Reminder(f"{easy_until.isoformat()} easy_end", "easy_end", words("reminder.easy_end"))


def _of_day(today: date, standing: Standing, times: Reminders) -> Iterator[tuple[str, str]]:
    if standing.morning_open:
        yield "next_day", words("reminder.next_day")
    state, who = standing.state, standing.professional
    long = length(state.target, state.easy)
    run_day = standing.next_day is None or standing.next_day <= today
    ran = standing.last_day == today
    if run_day and not ran and today not in standing.skipped_days:
        key = "run" if standing.last_day or standing.next_day else "first"
        told = advised(words(f"reminder.{key}", length=long), state, who)
        yield "run", " ".join(filter(None, (told, left_out(standing.damaged))))
    if run_day or ran:
        return
    # A first run that lies ahead is no recovery: rest is announced between runs only.
    if standing.last_day and standing.next_day:
        day = spoken_day(standing.next_day, today)
        # A red flag makes the rest day's reminder an advice, and one more where it comes later.
        kind = "advice" if state.advised else "rest"
        yield kind, advised(words("reminder.rest", day=day, length=long), state, who)
    if WEEKDAYS[today.weekday()] in times.strength_days and today not in standing.strength_days:
        routine = words(f"strength.stage_{standing.strength_stage}")
        yield "strength", words("reminder.strength", routine=routine)
