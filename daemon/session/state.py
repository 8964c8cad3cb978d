"""What a session knows, and how it ends. The transitions are in session, coach and dialogue."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any

from daemon.base.words import words
from daemon.diary.facts import By
from daemon.diary.questions import Occasion, Question
from daemon.session.actions import Action, Note, Say, Scene, WaitUntil
from daemon.session.events import Answered
from daemon.session.routine import Cue, Routine, RoutineKind
from rules.model import Attempt, Settings


class Phase(Enum):
    """Where the session stands."""

    GUIDING = auto()
    PAUSED = auto()
    ASKING = auto()
    CONFIRMING = auto()
    NOTED = auto()
    TYPING = auto()
    FINISHED = auto()


@dataclass(frozen=True)
class About:
    """The run that is asked about: its day, and whether it was to have walking in it.

    `unit` is that of a distance which is told without one.
    """

    day: date | None = None
    in_turns: bool = False
    unit: str = "km"


@dataclass(frozen=True)
class Session:
    """Everything the machine knows.

    `origin` is when second zero of the routine was, `elapsed` where in it a pause began, `skipped`
    the seconds of it that were jumped over. `back` is the phase that a question about pain
    interrupted. `told` is the score noted during the run: its end can only be worse.
    """

    occasion: Occasion
    settings: Settings
    routine: Routine | None = None
    phase: Phase = Phase.FINISHED
    attempt: Attempt = field(default_factory=Attempt)
    answered: frozenset[Question] = frozenset()
    question: Question | None = None
    misses: int = 0
    offered: Answered | None = None
    told: int | None = None
    back: Phase | None = None
    cue: int = 0
    origin: datetime | None = None
    elapsed: float = 0.0
    skipped: float = 0.0
    aside: bool = False
    pace: float = 1.0
    volume: float = 1.0
    counted: int = 0
    about: About = About()

    @property
    def kind(self) -> RoutineKind | None:
        """What the runner is guided through; None where there are only questions."""
        return self.routine.kind if self.routine else None

    @property
    def complete(self) -> bool:
        """Whether the routine came to its end."""
        return self.routine is not None and self.cue == len(self.routine.cues)

    def elapsed_at(self, now: datetime) -> float:
        """Seconds into the routine; during a pause, where it began."""
        if self.origin is None:
            return self.elapsed
        return (now - self.origin).total_seconds()

    def done_at(self, now: datetime) -> float:
        """Seconds of the routine that were really done, its introduction not counted."""
        assert self.routine is not None
        first = self.routine.starts[0] if self.routine.starts else 0.0
        return max(0.0, self.elapsed_at(now) - self.skipped - first)

    def moved(self, to: float, now: datetime) -> "Session":
        """At another place of the routine, going on from now."""
        return replace(self, phase=Phase.GUIDING, origin=now - timedelta(seconds=to))


Result = tuple[Session, tuple[Action, ...]]


def finish(session: Session, actions: tuple[Action, ...], now: datetime | None = None) -> Result:
    """The end; what was run so far is counted (whole minutes)."""
    counted = round(session.done_at(now) / 60) if session.routine and now else session.counted
    ended = replace(
        session, phase=Phase.FINISHED, question=None, offered=None, back=None, counted=counted
    )
    return ended, actions


def stop(session: Session, _event: Any, now: datetime) -> Result:
    """The runner wants it to end; nothing that is open is answered by that."""
    asking = session.question is not None and session.back is None
    key = "dialogue.stopped" if asking else "routine.stopped"
    return finish(session, (Say(words(key)),), now)


def stopped_records(score_of: Question) -> tuple[Note, ...]:
    """Who had to stop after the warm-up still has that pain, and there is no run to ask about."""
    if score_of is not Question.WARMUP:
        return ()
    unknown = (Question.LATE, Question.MINUTES, Question.DISTANCE)
    return (
        Note(Question.FADED, False, By.STOPPED),
        *(Note(question, None, By.STOPPED) for question in unknown),
    )


def routine_of(session: Session) -> Routine:
    """The routine of a session that has one."""
    assert session.routine is not None
    return session.routine


def wait(session: Session) -> WaitUntil:
    """For the next cue."""
    routine = routine_of(session)
    cue = routine.cues[session.cue]
    return WaitUntil(_moment(session, cue.at), cue, scene(session, cue))


def rejoin(session: Session, now: datetime, *before: Action) -> Result:
    """Go on where the routine is by now; what was to be said meanwhile is past."""
    routine, at = routine_of(session), session.elapsed_at(now)
    cues = [n for n, cue in enumerate(routine.cues) if cue.at >= at and n >= session.cue]
    nearest = cues[0] if cues else len(routine.cues) - 1
    session = replace(session, phase=Phase.GUIDING, cue=nearest, aside=False)
    return session, (*before, wait(session))


def pause(session: Session, *before: Action) -> Result:
    """Stand still at `elapsed` until the runner says how it goes on."""
    cue = Cue(session.elapsed, 0, text=words("routine.paused"))
    return replace(session, phase=Phase.PAUSED, origin=None), (*before, WaitUntil(None, cue))


def _moment(session: Session, at: float) -> datetime:
    assert session.origin is not None
    return session.origin + timedelta(seconds=at)


def scene(session: Session, cue: Cue) -> Scene:
    """What a screen shows until this cue."""
    routine = routine_of(session)
    ends = [*routine.starts[1:], routine.end][cue.step] if routine.starts else routine.end
    return Scene(
        routine.steps[cue.step].name,
        cue.step + 1,
        len(routine.steps),
        _moment(session, ends),
        _moment(session, 0.0),
        _moment(session, routine.end),
    )
