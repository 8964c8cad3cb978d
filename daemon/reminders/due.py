"""Which reminders are owed now. Pure: the scheduler looks, this decides.

Every reminder has a key that is stored when it is shown, so that a restart, a suspend or a
clock that steps neither repeats nor loses one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from daemon.base.dates import WEEKDAYS, dated, spoken_day
from daemon.base.words import words
from daemon.diary.announce import advised, ago, is_gap, last_run, left_out, length
from daemon.diary.asking import never_tells
from daemon.diary.comeback_facts import Why
from daemon.diary.next_run import is_caution
from daemon.diary.standing import Standing
from daemon.reminders.kinds import ReminderKind
from daemon.settings.config import Reminders
from rules.course import Course, View
from rules.gate import Verdict

# The end of the easy phase is news for so long.
NEWS = timedelta(days=14)
# Shorter ones could not be kept to the minute by a daemon that looks this seldom.
SHORTEST_SNOOZE = timedelta(minutes=10)
LONGEST_SNOOZE = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """Something to tell the runner once. `again` tells a repetition from what was told before."""

    day: date
    kind: ReminderKind
    text: str
    again: str = ""

    @property
    def key(self) -> str:
        """What is stored of it when it is shown."""
        return f"{self.day.isoformat()} {self.kind}{self.again}"


def due(now: datetime, standing: Standing, times: Reminders) -> tuple[Reminder, ...]:
    """The reminders owed at `now` (local time), in the order of their times of day."""
    snoozed = standing.snoozed
    if not times.enabled or is_quiet(now, times):
        return ()
    # A snooze of a clock that was wrong must not silence the next year.
    if snoozed and now < snoozed <= now + LONGEST_SNOOZE:
        return ()
    todays = of_day(now.date(), standing, times)
    at_hand = [_told_again(one, now, standing) for one in todays if _is_time(now, one.kind, times)]
    owed = [reminder for reminder in at_hand if reminder.key not in standing.reminded]
    return tuple(sorted(owed, key=lambda reminder: str(_clock(reminder.kind, times))))


def as_of_now(
    reminder: Reminder, now: datetime, standing: Standing, times: Reminders
) -> Reminder | None:
    """What it says by now; None where that is settled, or it is no moment to say it."""
    if is_quiet(now, times) or standing.snoozed_until(now):
        return None
    todays = of_day(now.date(), standing, times)
    about = (reminder.day, reminder.kind)
    return next((other for other in todays if (other.day, other.kind) == about), None)


def is_quiet(now: datetime, times: Reminders) -> bool:
    """Whether it is one of the quiet hours, which may go over midnight."""
    clock, start, end = f"{now:%H:%M}", times.quiet_from, times.quiet_until
    return start <= clock < end if start <= end else clock >= start or clock < end


def _told_again(reminder: Reminder, now: datetime, standing: Standing) -> Reminder:
    while reminder.key in standing.voided:
        reminder = replace(reminder, again=f"{reminder.again} again")
    snoozed = standing.snoozed
    # What was shown before the snooze comes again after it.
    today = snoozed and snoozed.astimezone(now.tzinfo).date() == now.date()
    if snoozed and today and reminder.key in standing.reminded:
        reminder = replace(reminder, again=f"{reminder.again} after {snoozed.isoformat()}")
    return reminder


def next_due(now: datetime, times: Reminders, held_until: datetime | None) -> datetime | None:
    """The next time at which something may be owed; None where reminders are off."""
    if not times.enabled:
        return None
    clocks = {_clock(kind, times) for kind in ReminderKind if kind.setting}
    wall = now.replace(tzinfo=None)
    days = (wall.date(), wall.date() + timedelta(days=1))
    ahead = [at for day in days for clock in clocks if (at := datetime.combine(day, clock)) > wall]
    # A naive time is taken in the zone of the system, whose summer time may begin before it.
    times_ahead = [at.astimezone() for at in ahead]
    return min([*times_ahead, held_until] if held_until and held_until > now else times_ahead)


def _clock(kind: ReminderKind, times: Reminders) -> time:
    return time.fromisoformat(getattr(times, kind.setting))


def _is_time(now: datetime, kind: ReminderKind, times: Reminders) -> bool:
    # Local wall time on both sides: 07:30 stays 07:30 when summer time begins or ends.
    at = datetime.combine(now.date(), _clock(kind, times))
    late = now.replace(tzinfo=None) - at
    return timedelta(0) <= late <= kind.fresh


def of_day(today: date, standing: Standing, times: Reminders) -> Iterator[Reminder]:
    """What this day is to be reminded of, whether its time has come or not."""
    for kind, text in _of_day(today, standing, times):
        yield Reminder(today, kind, text)
    # A step back begins another easy time, whose end is news of its own.
    if ended := _easy_end(today, standing):
        yield Reminder(ended, ReminderKind.EASY_END, words("reminder.easy_end"))


def _easy_end(today: date, standing: Standing) -> date | None:
    """The day of the last easy run, while it is news that there are others now."""
    now = standing.course
    if now.view(today).easy:
        return None
    last = next((each.day for each in reversed(now.outcomes) if each.easy), None)
    return last if last and today - last <= NEWS else None


def _of_day(
    today: date, standing: Standing, times: Reminders
) -> Iterator[tuple[ReminderKind, str]]:
    now, who = standing.course, standing.professional
    if standing.morning_after:
        asked = words("question.next_day", day=dated(standing.morning_after, "date.weekday"))
        kindly = words("morning.untold") if never_tells(now.outcomes, today) else ""
        yield ReminderKind.NEXT_DAY, f"{asked} {kindly}".strip()
    view = now.view(today)
    match view.verdict:
        case Verdict.GO if view.run_day == today:
            if today not in standing.skipped_days and not _better_not(standing):
                told = advised(_run_text(now, view), view, who)
                yield (
                    ReminderKind.RUN,
                    " ".join(filter(None, (told, standing.recalled, left_out(standing.damaged)))),
                )
            return
        case Verdict.DONE:
            return
        case Verdict.HOLD if not now.standing.takes_a_yes(today.toordinal()):
            # Told with the run's decision; asking comes from tomorrow on.
            return
        case Verdict.HOLD:
            yield ReminderKind.HOLD, words("hold.ask", professional=who)
        case Verdict.REST | Verdict.GO if view.due:
            # A red flag makes the rest day's reminder an advice, and one more where it comes later.
            news = view.advised and not view.talked
            kind = ReminderKind.ADVICE if news else ReminderKind.REST
            day, long = spoken_day(view.due, today), length(view.target, view.easy)
            yield kind, advised(words("reminder.rest", day=day, length=long), view, who)
    if now.wishes.away == Why.ILL:
        return
    planned = WEEKDAYS[today.weekday()] in times.strength_days or today in standing.strength_moved
    if planned and today not in standing.strength_days:
        routine = words(f"strength.stage_{standing.strength_stage}")
        yield ReminderKind.STRENGTH, words("reminder.strength", routine=routine)


def _better_not(standing: Standing) -> bool:
    """Whether the warm-up was made already, with too much pain in it for a run today (C19)."""
    score = standing.warm_up
    return score is not None and is_caution(standing.course.standing.terms, score)


def _run_text(now: Course, view: View) -> str:
    long = length(view.target, view.easy)
    if now.standing.state.is_fresh and now.standing.terms.comeback.not_before is None:
        return words("reminder.first", length=long)
    if is_gap(view):
        return words("reminder.gap", last=last_run(now), ago=ago(view), length=long)
    return words("reminder.run", length=long)
