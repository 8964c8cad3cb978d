"""The diary as it stands at one moment: all of it follows from one reading of the facts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from daemon.base.dates import WEEKDAYS
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.broken_off import BrokenOff, broken_off
from daemon.diary.course import course_of, history_of, with_records
from daemon.diary.days import ComingDay, coming, past
from daemon.diary.facts import Damaged
from daemon.diary.history import History, Record, fold
from daemon.diary.ledger import Ledger
from daemon.diary.questions import Occasion, Question, open_question
from daemon.diary.standing import Standing
from daemon.settings.config import Config
from rules.attempts import Outcome
from rules.comeback import Run
from rules.course import Course, course
from rules.day import day_attempt
from rules.model import Attempt, Load, Settings
from rules.program import Win, attention_until, strength_stage, wins
from rules.rulebook import Rulebook

AHEAD_DAYS = 28
# Further ahead no end of the easy phase is looked for.
_EASY_AHEAD = timedelta(weeks=60)
# What an attempt has answers to while there is only its warm-up.
_WARM_UP = {Question.WARMUP, Question.FADED}


@dataclass(frozen=True)
class Recent:
    """The end of the diary: where the comeback stands, and the attempt made last.

    Of the outcomes of `course` there may be the newest alone. `damaged` are the facts that cannot
    be read, and do not count.
    """

    course: Course
    latest: Record | None = None
    damaged: Sequence[Damaged] = ()

    def waiting(self, today: date) -> tuple[Record, Occasion] | None:
        """The attempt with open questions that may be asked today, and on which occasion."""
        if self.latest is None:
            return None
        occasions = [Occasion.AFTER_RUN]
        if today > self.latest.day:
            occasions.append(Occasion.NEXT_MORNING)
        for occasion in occasions:
            if open_question(self.latest.attempt, self.latest.answered, occasion):
                return self.latest, occasion
        return None


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
            history = self.history
            self._courses[today] = course_of(self.config, self.table, history, today)
        return self._courses[today]

    def judged_by(self, today: date) -> Settings:
        """What a single answer is judged by."""
        return self.course(today).standing.terms.of_the_table

    def before_run(self, today: date) -> Course:
        """The course that a run of today is asked about: its warm-up is no run yet.

        A warm-up that holds running does so at once.
        """
        history = self.history
        latest, now = history.latest, self.course(today)
        warmed_up = latest is not None and latest.day == today and latest.answered <= _WARM_UP
        if not warmed_up or now.view().held:
            return now
        records = [record for record in history.records if record is not latest]
        return course_of(self.config, self.table, with_records(history, records), today)

    def supposing(self, day: date, attempt: Attempt) -> Course:
        """The course with an attempt more, on a day that is no earlier than the last one."""
        history = history_of(self.config, self.history, day)
        return course(replace(history, runs=(*history.runs, Run(day, attempt))), day, self.table)

    @property
    def told(self) -> Mapping[date, Attempt]:
        """What was told of each day: the worst of its runs, tolerated scores as they are."""
        days = groupby(self.history.records, key=lambda record: record.day)
        return {day: _together([record.attempt for record in made]) for day, made in days}

    def recent(self, today: date) -> Recent:
        """The end of it."""
        return Recent(self.course(today), self.history.latest, self.ledger.damaged)

    @property
    def broken_off(self) -> BrokenOff | None:
        """The session that began and did not end."""
        return broken_off(self.ledger.facts)

    @property
    def attention_until(self) -> date | None:
        """The last day of the attention window; None where no run or no injury length is known."""
        history = self.history
        if history.latest is None:
            return None
        comeback = history.comeback(history.latest.day)
        weeks = comeback.injury_weeks if comeback else self.config.runner.injury_weeks
        begun = comeback.day if comeback and comeback != history.comebacks[0] else date.min
        first = next(record.day for record in history.records if record.day >= begun)
        return attention_until(first, weeks) if weeks else None

    def strength_stage(self, today: date) -> int:
        """The stage of strength work, 1 to 3."""
        drops = [each.day for each in self.course(today).outcomes if each.load is Load.DROP]
        return strength_stage(self.history.strength_days, drops)

    def wins(self, today: date) -> tuple[Win, ...]:
        """What the newest attempt achieved."""
        return wins(self.course(today).outcomes)

    def ahead(self, today: date) -> tuple[ComingDay, ...]:
        """Four weeks from today, or from tomorrow where today has its mark already."""
        # Imported here, as below: who only looks back answers faster without it.
        from rules.ahead import ahead

        strength = {WEEKDAYS.index(name) for name in self.config.reminders.strength_days}
        now = self.course(today)
        marked = past(now.outcomes, self.history.strength_days, today, today)
        start = today + timedelta(days=1) if marked else today
        runs = list(ahead(now, start + timedelta(days=AHEAD_DAYS - 1), self.table))
        return coming(runs, start, AHEAD_DAYS, strength)

    def easy_until(self, today: date) -> date | None:
        """The first run that need not be easy, if all goes well; None where that is reached."""
        from rules.ahead import ahead

        now = self.course(today)
        if not now.view().easy:
            return None
        runs = ahead(now, today + _EASY_AHEAD, self.table)
        return next((run.day for run in runs if not run.easy), None)

    def outcome(self, record: int, today: date) -> Outcome:
        """What the day of this attempt led to. Raises EasebackError where it was taken back."""
        day = self.record(record).day
        outcomes = self.course(max(day, today)).outcomes
        return next(outcome for outcome in outcomes if outcome.day == day)

    def record(self, number: int) -> Record:
        """The attempt of this id. Raises EasebackError where it was taken back."""
        for record in self.history.records:
            if record.id == number:
                return record
        raise EasebackError(words("dialogue.taken_back"))

    def standing(self, today: date) -> Standing:
        """What the reminders of this day depend on."""
        history = self.history
        latest = history.latest
        return Standing(
            course=self.course(today),
            professional=self.config.runner.professional,
            morning_open=bool(
                latest
                and latest.day < today
                and open_question(latest.attempt, latest.answered, Occasion.NEXT_MORNING)
            ),
            strength_days=history.strength_days,
            skipped_days=history.skipped_days,
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
