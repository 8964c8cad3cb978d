"""The session machine as a diagram, found by trying every event in every kind of state.

`python -m tests.daemon.session.session_diagram` prints it for docs/sessions.md.
"""

from collections.abc import Hashable, Iterator
from datetime import UTC, datetime

from daemon.diary.facts import By
from daemon.diary.questions import Occasion, Question
from daemon.session.dialogue import TRIES
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.machine import TRANSITIONS, begin_questions, begin_routine, step
from daemon.session.routine import build, build_run, build_strength
from daemon.session.state import Phase, Session
from daemon.settings.steps import Step
from rules.model import Attempt, Settings
from voice.language.kinds import CommandName

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NAMES = {
    Phase.GUIDING: "guiding",
    Phase.PAUSED: "paused",
    Phase.ASKING: "asking",
    Phase.CONFIRMING: "asking whether it was heard right",
    Phase.NOTED: "read back",
    Phase.TYPING: "asking for buttons or keys",
    Phase.FINISHED: "finished",
}
COMMANDS = ("stop", "ouch", "pause", "resume", "next", "help", "skip", "change")
# What a phase tells apart; the rest has one name there.
TOLD_APART = {
    Phase.ASKING: ('"stop"', '"skip"'),
    Phase.CONFIRMING: ('"stop"', '"skip"', '"yes"', '"no"', "nothing understood", "nobody there"),
    Phase.NOTED: ('"stop"', '"no"', '"change"'),
    Phase.TYPING: ('"stop"', '"skip"'),
}
_SCORES = (0, 9)
_STEPS = [Step("March", "Up.", seconds=2), Step("Walk", "Go.", seconds=2, asks=True)]


def starts() -> Iterator[Session]:
    """A session of every kind, at its beginning."""
    for layout in (build, build_strength, build_run):
        yield begin_routine(Settings(), layout(_STEPS), NOW)[0]
    yield begin_questions(Occasion.AFTER_RUN, Settings(), Attempt(), frozenset())[0]
    yield begin_questions(Occasion.AFTER_RUN, Settings(), Attempt(), frozenset(), counted=20)[0]


def events(session: Session) -> Iterator[tuple[str, Event]]:
    """Everything that can happen here, with a name for the picture."""
    wanted = {event for phase, event in TRANSITIONS if phase is session.phase}
    for value in _values(session):
        for sure in (True, False) if session.phase in (Phase.ASKING, Phase.TYPING) else (True,):
            said = f'"{_readable(value)}"' if isinstance(value, bool) else "an answer"
            name = said if sure else "an unsure answer"
            yield name, Answered(value, sure, By.SPOKEN)
            yield name, Answered(value, sure, By.TYPED)
    others: list[tuple[str, Event]] = [
        ("the time of a cue", CueDue()),
        ("nothing understood", NotUnderstood()),
        ("nobody there", Unanswered()),
        *((f'"{name}"', Command(CommandName(name))) for name in COMMANDS),
    ]
    yield from ((name, event) for name, event in others if type(event) in wanted)


def _values(session: Session) -> tuple[object, ...]:
    if session.phase in (Phase.CONFIRMING, Phase.NOTED):
        return (True, False)
    if session.phase not in (Phase.ASKING, Phase.TYPING):
        return ()
    if session.question is Question.FADED:
        return (True,)
    return ({"value": 2, "unit": "km"},) if session.question is Question.DISTANCE else _SCORES


def _readable(value: bool) -> str:
    return "yes" if value else "no"


def edges() -> set[tuple[Phase, str, Phase]]:
    """Every change of phase that some event leads to."""
    found: set[tuple[Phase, str, Phase]] = set()
    waiting = list(starts())
    seen = {_kind(session) for session in waiting}
    while waiting:
        session = waiting.pop()
        for name, event in events(session):
            after, _ = step(session, event, NOW)
            found.add((session.phase, _told_apart(session.phase, name), after.phase))
            if _kind(after) not in seen:
                seen.add(_kind(after))
                waiting.append(after)
    return found


def _told_apart(phase: Phase, name: str) -> str:
    known = TOLD_APART.get(phase)
    if known is None or name in known:
        return name
    if phase is Phase.NOTED:
        return "anything else"
    return "another command" if name.startswith('"') and phase is Phase.CONFIRMING else name


def _kind(session: Session) -> Hashable:
    """Sessions of one kind go on in the same ways."""
    return (
        session.kind, session.phase, session.question, session.back, min(session.misses, TRIES),
        _place(session), session.told is None, session.offered is None,
    )  # fmt: skip


def _place(session: Session) -> int:
    """Which cue comes next; how a question in the middle goes on does not depend on it."""
    return session.cue if session.phase is Phase.GUIDING else 0


def diagram() -> str:
    """Mermaid's stateDiagram-v2; what leaves the phase as it is is left out."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {phase.name} : {name}" for phase, name in NAMES.items()]
    changes: dict[tuple[Phase, Phase], set[str]] = {}
    for before, name, after in edges():
        if before is not after:
            changes.setdefault((before, after), set()).add(name)
    order = list(Phase)
    for before, after in sorted(changes, key=lambda pair: [order.index(phase) for phase in pair]):
        names = ", ".join(sorted(changes[before, after]))
        lines.append(f"    {before.name} --> {after.name} : {names}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram())
