"""How a session goes on that a killed process left in the middle."""

from daemon.base.words import words
from daemon.diary.broken_off import BrokenOff
from daemon.diary.diary import Diary
from daemon.diary.facts import SessionKind
from daemon.diary.questions import Question
from daemon.session import guide
from daemon.session.conductor import Room


async def go_on(room: Room, diary: Diary, broken: BrokenOff) -> None:
    """At the question it had open; with all answered, at what follows from them."""
    wanted = broken.wanted
    if wanted.what in (SessionKind.WARMUP, SessionKind.GO, SessionKind.STRENGTH):
        await room.say(words(f"resume.{wanted.what}"))
        return
    await room.say(words("resume.going_on"))
    if wanted.what is SessionKind.SCORE:
        if Question.WARMUP in broken.answered:
            await guide.after_warm_up(room, diary, broken.attempt)
        else:
            await guide.ask_score(room, diary)
    elif wanted.next_day and Question.NEXT_DAY not in broken.answered:
        await guide.check_in(room, diary, next_day=True)
    elif broken.attempt is None:
        await guide.check_in(room, diary, new_run=wanted.new_run)
    elif diary.read().waiting(room.now()):
        await guide.check_in(room, diary)
    else:
        await guide.announce(room, diary.read(), broken.attempt)
