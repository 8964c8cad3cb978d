"""Which reminders are owed now. Pure: the scheduler looks, this decides.

Every reminder has a key that is stored when it is shown, so that a restart, a suspend or a
clock that steps neither repeats nor loses one.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from daemon.announce import advised, length
from daemon.config import WEEKDAYS, Reminders
from daemon.words import spoken_day, words
from rules.plan import State

# How long after its time a reminder is still of use.
FRESH = {
    "run": timedelta(hours=12),
    "rest": timedelta(hours=8),
    "strength": timedelta(hours=5),
    "next_day": timedelta(hours=16),
}
# The setting that holds the time of day of each kind.
TIME_OF = {"run": "run", "rest": "rest", "strength": "strength", "next_day": "next_day"}
# Shorter ones could not be kept to the minute by a daemon that looks this seldom.
SHORTEST_SNOOZE = timedelta(minutes=10)
LONGEST_SNOOZE = timedelta(hours=12)


@dataclass(frozen=True)
class Reminder:
    """Something to tell the runner once. `key` is the day and the kind."""

    key: str
    kind: str
    text: str


@dataclass(frozen=True)
class Standing:
    """What reminders depend on. `first_day` is the day chosen for the first run, if any."""

    state: State
    first_day: date | None = None
    professional: str = ""
    last_day: date | None = None
    morning_open: bool = False
    strength_stage: int = 1
    strength_days: Set[date] = field(default_factory=frozenset)
    skipped_days: Set[date] = field(default_factory=frozenset)
    reminded: Set[str] = field(default_factory=frozenset)
    snoozed: datetime | None = None
    """Until when the runner wanted to hear nothing; what is still owed then comes again."""

    @property
    def next_day(self) -> date | None:
        """The day of the next run; None: no run yet and no day chosen for the first."""
        return self.state.next_day or self.first_day


def due(now: datetime, standing: Standing, times: Reminders) -> tuple[Reminder, ...]:
    """The reminders owed at `now` (local time), in the order of their times of day."""
    if not times.enabled:
        return ()
    today = now.date()
    snoozed = standing.snoozed
    # A snooze of a clock that was wrong must not silence the next year.
    if snoozed and now < snoozed <= now + LONGEST_SNOOZE:
        return ()
    owed = []
    for kind, text in _of_day(today, standing, times):
        key = f"{today.isoformat()} {kind}"
        if snoozed and key in standing.reminded and snoozed.astimezone(now.tzinfo).date() == today:
            key += f" after {snoozed.isoformat()}"
        if key not in standing.reminded and _is_time(now, kind, times):
            owed.append(Reminder(key, kind, text))
    return tuple(sorted(owed, key=lambda reminder: str(getattr(times, reminder.kind))))


def next_due(now: datetime, times: Reminders, held_until: datetime | None) -> datetime | None:
    """The next time at which something may be owed; None where reminders are off."""
    if not times.enabled:
        return None
    clocks = {time.fromisoformat(getattr(times, name)) for name in set(TIME_OF.values())}
    wall = now.replace(tzinfo=None)
    days = (wall.date(), wall.date() + timedelta(days=1))
    ahead = [at for day in days for clock in clocks if (at := datetime.combine(day, clock)) > wall]
    # A naive time is taken in the zone of the system, whose summer time may begin before it.
    return min([at.astimezone() for at in ahead] + ([held_until] if held_until else []))


def _is_time(now: datetime, kind: str, times: Reminders) -> bool:
    # Local wall time on both sides: 07:30 stays 07:30 when summer time begins or ends.
    at = datetime.combine(now.date(), time.fromisoformat(getattr(times, kind)))
    late = now.replace(tzinfo=None) - at
    return timedelta(0) <= late <= FRESH[kind]


def _of_day(today: date, standing: Standing, times: Reminders) -> Iterator[tuple[str, str]]:
    if standing.morning_open:
        yield "next_day", words("reminder.next_day")
    state, who = standing.state, standing.professional
    long = length(state.target, state.easy)
    run_day = standing.next_day is None or standing.next_day <= today
    ran = standing.last_day == today
    if run_day and not ran and today not in standing.skipped_days:
        key = "run" if standing.last_day or standing.next_day else "first"
        yield "run", advised(words(f"reminder.{key}", length=long), state, who)
    if run_day or ran:
        return
    # A first run that lies ahead is no recovery: rest is announced between runs only.
    if standing.last_day and standing.next_day:
        day = spoken_day(standing.next_day, today)
        yield "rest", advised(words("reminder.rest", day=day, length=long), state, who)
    if WEEKDAYS[today.weekday()] in times.strength_days and today not in standing.strength_days:
        routine = words(f"strength.stage_{standing.strength_stage}")
        yield "strength", words("reminder.strength", routine=routine)
