"""What a runner does with easeback: warm up, run, do strength work, and check in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from daemon.base.words import words
from daemon.diary.announce import (
    decision_notice,
    decision_sentence,
    gate_sentence,
    left_out,
    length,
    next_sentence,
)
from daemon.diary.asking import never_tells
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.history import Record
from daemon.diary.next_run import is_caution
from daemon.diary.questions import Consent, Occasion, Question, open_question
from daemon.diary.snapshot import Snapshot
from daemon.session.about import about, unfinished
from daemon.session.conductor import Ended, Room, conduct
from daemon.session.consent import agrees, ended_by_pain
from daemon.session.intervals import run_steps
from daemon.session.machine import begin_questions, begin_routine
from daemon.session.routine import Routine, SpokenLengths, build, build_run, build_strength
from daemon.session.state import About
from daemon.settings.steps import Step
from rules.engine import must_stop
from rules.model import Attempt

# Enough for the first cue to be sent ahead as well.
_LEAD = timedelta(seconds=1)

Guide = Callable[[Room, Diary], Awaitable[None]]
Layout = Callable[[Sequence[Step], SpokenLengths], Routine]


async def warm_up(room: Room, diary: Diary) -> None:
    """Read the warm-up, ask for the pain score, and say what follows from it.

    On a day that is none for a run the warm-up is done for itself, and no score is asked for.
    """
    config, today, read = diary.config, room.now().date(), diary.read()
    if why := _gate(read, today):
        await room.say(f"{why} {words('gate.warmup_alone')}")
        alone = Record(0, today, answered=frozenset({Question.WARMUP}))
        # The last step is the jog, which is running too.
        steps = config.steps[:-1] if read.course(today).view().held else config.steps
        ended = await _guide(room, diary, build, steps or config.steps, alone)
        if ended.record:
            await announce(room, diary.read(), ended.record)
        elif ended.session.complete:
            await room.say(words("gate.warmed_up"))
        return
    record = unfinished(read, today)
    ended = await _guide(room, diary, build, config.steps, record)
    if ended.session.complete or _must_stop(diary.read(), ended.record, today):
        await after_warm_up(room, diary, ended.record)


async def ask_score(room: Room, diary: Diary) -> None:
    """The end of a warm-up that was broken off at its question."""
    record = unfinished(diary.read(), room.now().date())
    result = begin_questions(
        Occasion.AFTER_WARMUP,
        diary.read().judged_by(room.now().date()),
        record.attempt if record else Attempt(),
        record.answered if record else frozenset(),
    )
    ended = await conduct(result, room, diary, record.id if record else None)
    await after_warm_up(room, diary, ended.record)


async def after_warm_up(room: Room, diary: Diary, record: int | None) -> None:
    """Send the runner out, or tell what the pain of the warm-up or the day leads to."""
    read, today = diary.read(), room.now().date()
    if record and _must_stop(read, record, today):
        await announce(room, read, record)
        return
    if why := _gate(read, today):
        await room.say(f"{words('gate.warmed_up')} {why}")
        return
    # The score that was just noted already says something about the run after this one.
    view = read.course(today).view(today)
    score = read.record(record).attempt.warmup if record else None
    key = "go_unsure" if score is None else "go_run"
    if score:
        key = "rather_not" if _is_caution(read, score, today) else "go_gently"
    told = words(f"dialogue.{key}", length=length(view.target, view.easy), score=score)
    await room.say(told)
    await _tell_left_out(room, read)


def _must_stop(read: Snapshot, record: int | None, today: date) -> bool:
    score = read.record(record).attempt.warmup if record else None
    return score is not None and must_stop(score, read.judged_by(today))


def _is_caution(read: Snapshot, score: int, today: date) -> bool:
    return is_caution(read.course(today).standing.terms, score)


def _gate(read: Snapshot, today: date) -> str:
    return gate_sentence(read.course(today), today, read.config.runner.professional)


async def _may_go(room: Room, diary: Diary, record: Record | None) -> bool:
    """Whether the runner goes: on a day that is none for a run, asked once."""
    read, today = diary.read(), room.now().date()
    why = _gate(read, today)
    score = record.attempt.warmup if record else None
    if not why and score and _is_caution(read, score, today):
        why = words("gate.caution", score=score)
    if not why:
        return True
    if not await agrees(room, Consent.GO_ANYWAY, f"{why} {words('gate.ask')}"):
        await room.say(words("gate.stays"))
        return False
    diary.go_against_advice(room.now())
    return True


async def _tell_left_out(room: Room, read: Snapshot) -> None:
    if told := left_out(read.ledger.damaged):
        await room.say(told)


async def strength(room: Room, diary: Diary) -> None:
    """Strength work of the stage; ticked off at its end."""
    stage = diary.read().strength_stage(room.now().date())
    steps = diary.config.strength[stage - 1]
    ended = await _guide(room, diary, build_strength, steps, None)
    if not ended.session.complete:
        await room.say(words("strength.open"))


async def run(room: Room, diary: Diary) -> None:
    """The plan's run in its turns of running and walking, then the questions about it.

    The minutes that were run are counted and offered as an answer.
    """
    config, read, today = diary.config, diary.read(), room.now().date()
    record = unfinished(read, today)
    if not await _may_go(room, diary, record):
        return
    target, judged_by = read.course(today).view(today).target, read.judged_by(today)
    steps = run_steps(target, judged_by, config.plan.ask_in_walks)
    ended = await _guide(room, diary, build_run, steps, record)
    session = ended.session
    if not session.counted and ended.record is None:
        return
    number = ended.record or diary.begin(room.now())
    told = session.attempt.late
    if told is not None and must_stop(told, judged_by):
        diary.answer(room.now(), number, Question.MINUTES, session.counted, By.COUNTED)
        await announce(room, diary.read(), number)
        return
    asked = await _ask(room, diary, number, Occasion.AFTER_RUN, session.counted, session.told)
    if asked.record:
        await announce(room, diary.read(), number)


async def _guide(
    room: Room,
    diary: Diary,
    layout: Layout,
    steps: Sequence[Step],
    record: Record | None,
) -> Ended:
    lengths = await room.prepare(layout(steps, {}).texts)
    result = begin_routine(
        diary.read().judged_by(room.now().date()),
        layout(steps, lengths),
        room.now() + _LEAD,
        record.attempt if record else None,
        record.answered if record else frozenset(),
    )
    return await conduct(result, room, diary, (record.id or None) if record else None)


async def check_in(
    room: Room, diary: Diary, *, next_day: bool = False, new_run: bool = False
) -> None:
    """Ask every open question that may be asked now, then say what was decided.

    With nothing open, or with `new_run`, it is about a run made today. Raises EasebackError
    where `next_day` is asked for too early, or without a run.
    """
    parts = about(diary.read(), room.now(), next_day=next_day, new_run=new_run)
    if not parts:
        await room.say(words("dialogue.nothing_open"))
        return
    told: dict[int, None] = {}
    for record, occasion in parts:
        number = record.id if record else None
        ended = await _ask(room, diary, number, occasion)
        if ended.record and ended.noted:
            told[ended.record] = None
        if open_question(ended.session.attempt, ended.session.answered, occasion):
            break
    read = diary.read()
    for number in told:
        await announce(room, read, number)


async def announce(room: Room, read: Snapshot, record: int) -> None:
    """Say and show what an attempt means for the next run."""
    today = room.now().date()
    outcome = read.outcome(record, today)
    if outcome is None:
        # A warm-up alone decides nothing.
        await room.say(next_sentence(read.course(today), today, read.config.runner.professional))
        return
    about = (outcome, read.course(today), today, read.config.runner.professional)
    await room.notify(decision_notice(*about))
    await room.say(decision_sentence(*about))
    if never_tells(read.course(today).outcomes, today):
        await room.say(words("morning.untold"))
    await _tell_left_out(room, read)
    if not outcome.decision.provisional and record == read.history.records[-1].id:
        for win in read.wins(today):
            await room.say(words(f"win.{win.kind}", count=win.count))


async def _ask(
    room: Room,
    diary: Diary,
    number: int | None,
    occasion: Occasion,
    counted: int = 0,
    told: int | None = None,
) -> Ended:
    ended = await _questions(room, diary, number, occasion, counted, told)
    left = open_question(ended.session.attempt, ended.session.answered, occasion)
    if occasion is not Occasion.AFTER_RUN or left or not (ended.record and ended.noted):
        return ended
    if not await ended_by_pain(room, diary, ended.record):
        return ended
    # The score that told of none was wrong.
    diary.take_back(room.now(), diary.read(), ended.record, Question.LATE)
    again = await _questions(room, diary, ended.record, occasion, told=0)
    return replace(again, noted=again.noted | ended.noted)


async def _questions(
    room: Room,
    diary: Diary,
    number: int | None,
    occasion: Occasion,
    counted: int = 0,
    told: int | None = None,
) -> Ended:
    read = diary.read()
    record = read.record(number) if number else Record(0, room.now().date())
    answered = record.answered
    if occasion is Occasion.NEXT_MORNING:
        # Asked for again with --next-day, a morning's score may be corrected.
        answered -= {Question.NEXT_DAY}
    if told is not None:
        # Pain of a walk break was noted; how it is at the end is still to be asked.
        answered -= {Question.LATE}
    today = room.now().date()
    result = begin_questions(
        occasion,
        read.judged_by(today),
        record.attempt,
        answered,
        counted=counted,
        told=told,
        about=About(record.day, _in_turns(read, number, today), diary.config.runner.units),
    )
    return await conduct(result, room, diary, number)


def _in_turns(read: Snapshot, number: int | None, today: date) -> bool:
    """Whether the run was to have walking in it."""
    outcome = read.outcome(number, today) if number else None
    target = outcome.planned if outcome else read.course(today).view(today).target
    return target.stage is not None and target.running < target.session
