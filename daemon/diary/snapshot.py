"""The diary as it stands at one moment: all of it follows from one reading of the facts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from daemon.base.dates import WEEKDAYS
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.asking import untold_morning, waiting
from daemon.diary.broken_off import BrokenOff, broken_off
from daemon.diary.comeback_facts import During
from daemon.diary.course import announced, course_of, history_of
from daemon.diary.days import ComingDay, DayFacts, PastDay, What, coming, past
from daemon.diary.facts import Damaged
from daemon.diary.history import History, Record, fold
from daemon.diary.injuries import recalled
from daemon.diary.ledger import Ledger
from daemon.diary.questions import Occasion
from daemon.diary.standing import Standing
from daemon.settings.config import Config
from rules.attempts import Outcome
from rules.comeback import Run
from rules.course import Course, course, terms_on
from rules.day import day_attempt
from rules.model import Attempt, Load, Settings
from rules.program import Win, attention_until, strength_stage, wins
from rules.rulebook import Rulebook

AHEAD_DAYS = 28
# Days on which a day's strength work depends: its own and the next ones.
_BESIDE = 3
# Further ahead no end of the easy phase is looked for.
_EASY_AHEAD = timedelta(weeks=60)


@dataclass(frozen=True)
class Recent:
    """The end of the diary: where the comeback stands, and the attempts made last.

    Of the outcomes of `course` there may be the newest alone. `damaged` are the facts that cannot
    be read, `to_come` attempts of days to come: neither count. `skipped` says whether today's run
    was let be.
    """

    course: Course
    records: Sequence[Record] = ()
    damaged: Sequence[Damaged] = ()
    skipped: bool = False
    to_come: Sequence[Record] = ()

    @property
    def warm_up(self) -> int | None:
        """The score of today's warm-up, as long as its run is still to come."""
        todays = [record for record in self.records if record.day == self.course.today]
        if not all(record.is_warm_up for record in todays):
            return None
        scores = (record.attempt.warmup for record in todays)
        return max((score for score in scores if score is not None), default=None)

    def waiting(self, now: datetime) -> tuple[Record, Occasion] | None:
        """The attempt with open questions that may be asked now, and on which occasion."""
        return next(iter(waiting(self.records, now)), None)


@dataclass(frozen=True)
class Snapshot:
    """Everything that the facts say, decided by the table and the settings."""

    config: Config
    table: Rulebook
    ledger: Ledger
    _courses: dict[date, Course] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def history(self) -> History:
        """All attempts and days."""
        return fold(self.ledger)

    def course(self, today: date) -> Course:
        """Every day's attempt decided, and what today is for."""
        if today not in self._courses:
            history = self.history.so_far(today)
            self._courses[today] = course_of(self.config, self.table, history, today)
        return self._courses[today]

    def judged_by(self, today: date) -> Settings:
        """What a single answer is judged by."""
        return self.course(today).standing.terms.of_the_table

    def supposing(self, day: date, attempt: Attempt) -> Course:
        """The course with an attempt more, on a day that is no earlier than the last one."""
        history = history_of(self.config, self.history, day)
        more = replace(history, runs=(*history.runs, Run(day, attempt)))
        # The run ends a move.
        kept = replace(self.history, moves=())
        return announced(course(more, day, self.table), kept)

    def runs(self, today: date) -> Sequence[Run]:
        """Every run; a warm-up alone is none."""
        return history_of(self.config, self.history, today).runs

    def told(self, today: date) -> Mapping[date, Attempt]:
        """What was told of each day: the worst of its runs, tolerated scores as they are."""
        days = groupby(self.runs(today), key=lambda run: run.day)
        return {day: _together([run.attempt for run in made]) for day, made in days}

    def recent(self, today: date) -> Recent:
        """The end of it."""
        history = self.history.so_far(today)
        skipped, to_come = today in history.skipped_days, self.history.to_come(today)
        return Recent(self.course(today), history.newest, self.ledger.damaged, skipped, to_come)

    def waiting(self, now: datetime) -> Sequence[tuple[Record, Occasion]]:
        """What is open and may be asked now: the attempts and the occasions, in their order."""
        return waiting(self.history.so_far(now.date()).newest, now)

    @property
    def broken_off(self) -> BrokenOff | None:
        """The session that began and did not end."""
        return broken_off(self.ledger.facts)

    @property
    def attention_until(self) -> date | None:
        """The last day of the attention window; None where no run or no injury length is known."""
        told, latest = self.history, self.history.latest
        if latest is None:
            return None
        comeback = told.comeback(latest.day)
        weeks = comeback.injury_weeks if comeback else self.config.runner.injury_weeks
        begun = comeback.day if comeback and comeback != told.comebacks[0] else date.min
        runs = history_of(self.config, told, latest.day).runs
        first = next((run.day for run in runs if run.day >= begun), None)
        return attention_until(first, weeks) if first and weeks else None

    def strength_stage(self, today: date) -> int:
        """The stage of strength work, 1 to 3."""
        drops = [each.day for each in self.course(today).outcomes if each.load is Load.DROP]
        sore = {
            pain.day for pain in self.history.pains if pain.score and pain.during is During.STRENGTH
        }
        return strength_stage(self.history.strength_days, drops, sore)

    def wins(self, today: date) -> tuple[Win, ...]:
        """What the newest attempt achieved."""
        return wins(self.course(today).outcomes)

    def gone(self, first: date, today: date) -> tuple[PastDay, ...]:
        """What the days from `first` to yesterday were, and today if it has its mark already."""
        return past(self.course(today).outcomes, self._day_facts(today), first, today)

    def _day_facts(self, today: date) -> DayFacts:
        history = self.history
        told = history_of(self.config, history, today)
        weekdays = {WEEKDAYS.index(name) for name in self.config.reminders.strength_days}
        return DayFacts(
            strength_days=history.strength_days,
            skipped_days=history.skipped_days,
            run_made={run.day for run in told.runs},
            moves=history.moves,
            why_away=history.why_away,
            run_days=lambda day: terms_on(told, day).settings.run_days,
            strength_weekdays=weekdays,
        )

    def ahead(self, today: date) -> tuple[ComingDay, ...]:
        """Four weeks from today, or from tomorrow where today has its mark already."""
        start = today + timedelta(days=1) if self.gone(today, today) else today
        return self._coming(today, start, AHEAD_DAYS)

    def _coming(self, today: date, start: date, days: int) -> tuple[ComingDay, ...]:
        # Imported here, as below: who only looks back answers faster without it.
        from rules.ahead import ahead

        skipped = today in self.history.skipped_days
        now = self.course(today + timedelta(days=1) if skipped else today)
        runs = list(ahead(now, start + timedelta(days=days - 1), self.table))
        return coming(runs, start, days, self._day_facts(today))

    def has_strength(self, today: date) -> bool:
        """Whether strength work is planned for this day."""
        # Whether it moves here depends on the days beside this one.
        (row, *_) = self._coming(today, today, _BESIDE)
        return row.what is What.STRENGTH

    def easy_until(self, today: date) -> date | None:
        """The first run that need not be easy, if all goes well; None where that is reached."""
        from rules.ahead import ahead

        now = self.course(today)
        if not now.view().easy:
            return None
        runs = ahead(now, today + _EASY_AHEAD, self.table)
        return next((run.day for run in runs if not run.easy), None)

    def outcome(self, record: int, today: date) -> Outcome | None:
        """What the day of this attempt led to; None where there was no run on it.

        Raises EasebackError where it was taken back.
        """
        day = self.record(record).day
        outcomes = self.course(max(day, today)).outcomes
        return next((outcome for outcome in outcomes if outcome.day == day), None)

    def record(self, number: int) -> Record:
        """The attempt of this id. Raises EasebackError where it was taken back."""
        for record in self.history.records:
            if record.id == number:
                return record
        raise EasebackError(words("dialogue.taken_back"))

    def standing(self, now: datetime) -> Standing:
        """What the reminders of this moment depend on."""
        today = now.date()
        history = self.history.so_far(today)
        run = untold_morning(history.records, now)
        return Standing(
            course=self.course(today),
            professional=self.config.runner.professional,
            recalled=recalled(history.comeback(today), self.course(today)),
            morning_after=run.day if run else None,
            strength_days=history.strength_days,
            strength_moved={today} if self.has_strength(today) else frozenset(),
            skipped_days=history.skipped_days,
            warm_up=self.recent(today).warm_up,
            strength_stage=self.strength_stage(today),
            reminded=history.reminded,
            voided=history.voided,
            snoozed=history.snoozed,
            damaged=self.ledger.damaged,
        )


def _together(attempts: Sequence[Attempt]) -> Attempt:
    if len(attempts) == 1:
        return attempts[0]
    together = day_attempt(attempts, told_later=0, tolerated=0)
    return replace(together.attempt, minutes=together.minutes)
