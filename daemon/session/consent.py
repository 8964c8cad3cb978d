"""Questions with a yes or a no that are about no attempt."""

from daemon.base.words import words
from daemon.diary.diary import Diary
from daemon.diary.questions import KIND, Consent
from daemon.diary.runs import cut_short
from daemon.session.actions import Ask
from daemon.session.conductor import Room
from daemon.session.dialogue import TRIES
from daemon.session.events import Answered, NotUnderstood
from rules.program import run_minutes


async def agrees(room: Room, consent: Consent, question: str) -> bool | None:
    """A clear yes or no; None where none came."""
    text = question
    for _ in range(TRIES):
        await room.say(text)
        event = await room.ask(Ask(consent, KIND[consent]))
        if isinstance(event, Answered) and event.sure and isinstance(event.value, bool):
            return event.value
        if not isinstance(event, NotUnderstood | Answered):
            return None
        text = words("dialogue.again", hint=words(f"hint.{KIND[consent]}"))
    return None


async def ended_by_pain(room: Room, diary: Diary, record: int) -> bool:
    """Whether it was pain that cut a run short of which none was told (C10)."""
    outcome = diary.read().outcome(record, room.now().date())
    if outcome is None or not cut_short(outcome):
        return False
    planned = outcome.planned.session
    question = words("short.ask", ran=run_minutes(outcome), planned=planned)
    return await agrees(room, Consent.ENDED_BY_PAIN, question) is True
