"""The diary as it stands at one moment: all of it follows from one reading of the facts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from daemon.base.dates import WEEKDAYS
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.broken_off import BrokenOff, broken_off
from daemon.diary.days import ComingDay, coming, past
from daemon.diary.facts import Damaged
from daemon.diary.history import History, Record, fold
from daemon.diary.ledger import Ledger
from daemon.diary.questions import Occasion, open_question
from daemon.diary.standing import Standing
from daemon.settings.config import Config
from rules.model import Load
from rules.plan import Outcome, Program, State
from rules.program import Win, attention_until, strength_stage, wins

AHEAD_DAYS = 28


@dataclass(frozen=True)
class Recent:
    """The end of the diary: what the next run depends on, and the attempt made last.

    `damaged` are the facts that cannot be read, and do not count.
    """

    state: State
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
    """Everything that the facts say, decided by the program."""

    config: Config
    program: Program
    ledger: Ledger

    @cached_property
    def history(self) -> History:
        """All attempts and days."""
        return fold(self.ledger)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every attempt decided, oldest first."""
        return self.program.course(self.history.runs)

    @property
    def state(self) -> State:
        """Where the comeback stands: the next run, the easy phase, the advice that holds."""
        return self.outcomes[-1].after if self.outcomes else self.program.start()

    @property
    def recent(self) -> Recent:
        """The end of it."""
        return Recent(self.state, self.history.latest, self.ledger.damaged)

    @property
    def broken_off(self) -> BrokenOff | None:
        """The session that began and did not end."""
        return broken_off(self.ledger.facts)

    @property
    def attention_until(self) -> date | None:
        """The last day of the attention window; None where no run or no injury length is known."""
        weeks = self.config.runner.injury_weeks
        if not self.outcomes or not weeks:
            return None
        return attention_until(self.outcomes[0].run.day, weeks)

    @property
    def strength_stage(self) -> int:
        """The stage of strength work, 1 to 3."""
        drops = [each.run.day for each in self.outcomes if each.decision.load is Load.DROP]
        return strength_stage(self.history.strength_days, drops)

    @property
    def wins(self) -> tuple[Win, ...]:
        """What the newest attempt achieved."""
        return wins(self.outcomes)

    def ahead(self, today: date) -> tuple[ComingDay, ...]:
        """Four weeks from today, or from tomorrow where today has its mark already."""
        strength = {WEEKDAYS.index(name) for name in self.config.reminders.strength_days}
        state = self.state
        if state.next_day is None and self.config.plan.first_day:
            state = replace(state, next_day=max(today, self.config.plan.first_day))
        marked = past(self.outcomes, self.history.strength_days, today, today)
        start = today + timedelta(days=1) if marked else today
        return coming(self.program, state, start, AHEAD_DAYS, strength)

    def outcome(self, record: int) -> Outcome:
        """What the attempt of this id led to. Raises EasebackError where it was taken back."""
        return self.outcomes[self.history.records.index(self.record(record))]

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
            state=self.state,
            first_day=self.config.plan.first_day,
            professional=self.config.runner.professional,
            last_day=latest.day if latest else None,
            morning_open=bool(
                latest
                and latest.day < today
                and open_question(latest.attempt, latest.answered, Occasion.NEXT_MORNING)
            ),
            strength_days=history.strength_days,
            skipped_days=history.skipped_days,
            strength_stage=self.strength_stage,
            reminded=history.reminded,
            voided=history.voided,
            snoozed=history.snoozed,
            damaged=self.ledger.damaged,
        )
