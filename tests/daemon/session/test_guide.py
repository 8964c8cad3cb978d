"""A warm-up and a check-in, from their first sentence to the decision, on a real store."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daemon.base.errors import EasebackError
from daemon.diary import taking_back
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.session.actions import WaitUntil
from daemon.session.events import Command, Event
from daemon.session.guide import check_in, run, strength, warm_up
from daemon.settings.config import Config, parse_config
from daemon.settings.rulebook import table_in_force
from tests.fakes.scripted_room import ScriptedRoom
from voice.language.kinds import CommandName

MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
NEXT_MORNING = MORNING + timedelta(days=1)


@pytest.fixture
def diary() -> Iterator[Diary]:
    with opened(Config(), table_in_force()) as book:
        yield book


def test_a_day_from_warm_up_to_the_final_decision(diary: Diary) -> None:
    asyncio.run(warm_up(room := ScriptedRoom(MORNING, ["3"]), diary))
    assert room.said[-1].startswith("Warm-up done. Today: 20 minutes")
    later = MORNING + timedelta(hours=1)
    asyncio.run(check_in(room := ScriptedRoom(later, ["no", "4", "18", "2 miles"]), diary))
    assert room.said[0].startswith("Did that pain")
    assert room.said[-1].startswith("So far: the pain of the warm-up did not go away: rest")
    (notice,) = room.notified
    assert notice.startswith("Next run Thursday: 13 minutes easy, shorter than before. Rest tom")
    asyncio.run(check_in(room := ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    assert room.said[-1] == (
        "The pain of the warm-up did not go away: rest today and tomorrow. "
        "Next run Thursday: 13 minutes easy, shorter than before. "
        "Steps back are part of the way: what you have built up stays with you."
    )
    now = diary.read().course(NEXT_MORNING.date())
    assert now.outcomes[-1].rules == ("persistent",)
    assert now.view().due == MORNING.date() + timedelta(days=3)


def test_a_check_in_that_is_left_goes_on_where_it_was(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "2"]), diary))
    asyncio.run(check_in(room := ScriptedRoom(MORNING, ["20", "5k"]), diary))
    assert room.said[0] == "How many minutes did you run?"
    asyncio.run(check_in(room := ScriptedRoom(MORNING), diary))
    assert room.said == [room.said[0]]
    assert "easeback checkin --run" in room.said[0]


def test_too_much_pain_in_the_warm_up_ends_the_day_with_a_decision(diary: Diary) -> None:
    asyncio.run(warm_up(room := ScriptedRoom(MORNING, ["8"]), diary))
    assert any("Stop here" in text for text in room.said)
    assert "professional" not in room.said[-1]
    assert "Running is on hold: please talk to" in room.said[-1]
    assert diary.recent(MORNING.date()).waiting(MORNING) is None


def test_a_warm_up_done_twice_asks_for_its_score_once(diary: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["2"]), diary))
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["9"]), diary))
    (record,) = diary.read().history.records
    assert record.attempt.warmup == 2


def test_what_is_not_known_is_never_no_pain(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "unknown", "20", "5k"]), diary))
    asyncio.run(check_in(ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    now = diary.read().course(NEXT_MORNING.date())
    assert now.outcomes[-1].decision.missing == ("late",)
    assert now.view().target.running <= 20


def test_the_next_day_has_to_have_come(diary: Diary) -> None:
    with pytest.raises(EasebackError, match="no run"):
        asyncio.run(check_in(ScriptedRoom(MORNING), diary, next_day=True))
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "20", "5k"]), diary))
    with pytest.raises(EasebackError, match="tomorrow"):
        asyncio.run(check_in(ScriptedRoom(MORNING), diary, next_day=True))
    asyncio.run(check_in(room := ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    assert room.said[0] == "Any pain today, after Monday's run, zero to ten?"
    asyncio.run(check_in(room := ScriptedRoom(NEXT_MORNING, ["2"]), diary, next_day=True))
    assert "pain on the day after" in room.said[-1]
    now = diary.read().course(NEXT_MORNING.date())
    assert now.outcomes[-1].rules == ("next_day",)


def test_a_morning_that_has_gone_by_is_not_asked_any_more(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "20", "5k"]), diary))
    later = NEXT_MORNING + timedelta(days=9)
    asyncio.run(check_in(room := ScriptedRoom(later), diary))
    assert room.said[0] == "How much did it hurt in the warm-up, zero to ten?"
    with pytest.raises(EasebackError, match="log --amend --at 2026-03-02 --next-day N"):
        asyncio.run(check_in(ScriptedRoom(later), diary, next_day=True))


def test_who_never_tells_the_morning_hears_why_it_matters(diary: Diary) -> None:
    said = []
    for number in range(4):
        room = ScriptedRoom(MORNING + timedelta(days=2 * number), ["0", "0", "20", "5k"])
        asyncio.run(check_in(room, diary))
        said.append(any("without the mornings" in text for text in room.said))
    assert said == [False, False, False, True]


def test_a_second_run_of_the_day_is_one_of_its_own(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "20", "5k"]), diary))
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "3", "10", "1 mile"]), diary, new_run=True))
    assert len(diary.read().history.records) == 2


@pytest.fixture
def severe(request: pytest.FixtureRequest) -> Iterator[Diary]:
    """A runner on the first stage with running: one minute of it, four of walking."""
    more = getattr(request, "param", "")
    config = parse_config(f"[runner]\nsevere = true\n{more}", "here")
    with opened(config, table_in_force()) as book:
        # Two walks of half an hour, without pain and in time.
        for days in (6, 3):
            day = MORNING.date() - timedelta(days=days)
            attempt = book.begin(MORNING, day)
            for question in (Question.WARMUP, Question.LATE, Question.NEXT_DAY):
                book.answer(MORNING, attempt, question, 0, By.TYPED)
        yield book


def test_a_guided_run_is_cued_asked_about_and_counted(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["0", "0", "yes", "3 miles"]), severe))
    assert room.said.count("~run~") == 6
    assert room.said.count("~walk~") == 6
    assert room.said.count("Pain right now, zero to ten?") == 1
    assert any(text.startswith("I counted 30 minutes") for text in room.said)
    record = severe.read().history.records[-1]
    assert (record.attempt.minutes, record.attempt.late) == (30, 0)


def test_pain_in_a_walk_break_is_the_least_that_the_end_can_tell(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(ScriptedRoom(MORNING, ["3", "1", "yes", "3 miles"]), severe))
    assert severe.read().history.records[-1].attempt.late == 3


@pytest.mark.parametrize("severe", ["bone_stress = true"], indirect=True)
def test_bone_pain_ends_a_run_at_once_with_its_minutes_and_the_decision(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["1"]), severe))
    assert any("Stop here" in text for text in room.said)
    assert room.said.count("~run~") == 1
    assert severe.read().history.records[-1].attempt.minutes == 1
    assert room.said[-1].startswith("So far: pain began later")


def test_strength_work_is_ticked_off_at_its_end(diary: Diary) -> None:
    asyncio.run(strength(room := ScriptedRoom(MORNING), diary))
    assert room.said[0].startswith("Strength work.")
    assert room.said[-1] == "Ticked off."
    assert diary.read().history.strength_days == {MORNING.date()}


def told(diary: Diary, day: datetime, late: int, next_day: int | None = 0) -> None:
    """A run of a day, typed in afterwards."""
    attempt = diary.begin(day, day.date())
    answers = {Question.WARMUP: 0, Question.LATE: late, Question.NEXT_DAY: next_day}
    for question, value in answers.items():
        diary.answer(day, attempt, question, value, By.TYPED)


def test_on_a_rest_day_the_warm_up_is_for_itself(diary: Diary) -> None:
    """It was: the day after a 9, the runner was sent out with "Enjoy the run"."""
    told(diary, MORNING, 0)
    asyncio.run(warm_up(room := ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    assert room.said[0] == (
        "Today is for rest. Next run tomorrow: 22 minutes easy. The warm-up alone is fine."
    )
    assert room.said[-1] == "Warm-up done. No run today."
    assert not any("Enjoy" in text or "zero to ten" in text for text in room.said)
    assert len(diary.read().history.records) == 1


def test_the_day_after_a_nine_nobody_is_sent_out(diary: Diary) -> None:
    told(diary, MORNING, 9)
    asyncio.run(warm_up(room := ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    assert room.said[0].startswith("Running is on hold. Please talk to a doctor")
    assert room.said[-1] == "Warm-up done. No run today."
    asyncio.run(run(room := ScriptedRoom(NEXT_MORNING, ["no"]), diary))
    assert room.said[0].endswith("Do you want to run all the same, yes or no?")
    assert room.said[1:] == ["Good. No run today."]
    assert diary.read().history.against_advice == frozenset()
    assert len(diary.read().history.records) == 1


@pytest.mark.parametrize("said", ["unknown", "umbrella", "stop", ""])
def test_only_a_yes_is_a_yes(diary: Diary, said: str) -> None:
    told(diary, MORNING, 0)
    asyncio.run(run(room := ScriptedRoom(NEXT_MORNING, [said] if said else []), diary))
    assert room.said[-1] == "Good. No run today."
    assert len(diary.read().history.records) == 1


def test_going_against_advice_is_asked_once_and_stored(diary: Diary) -> None:
    told(diary, MORNING, 0)
    asyncio.run(run(ScriptedRoom(NEXT_MORNING, ["yes", "0", "0", "yes", "3 miles"]), diary))
    read = diary.read()
    assert read.history.against_advice == {NEXT_MORNING.date()}
    outcome = read.course(NEXT_MORNING.date()).outcomes[-1]
    assert outcome.early
    assert outcome.attempt.minutes == 22


def test_a_second_run_of_the_day_is_none_for_the_gate(diary: Diary) -> None:
    told(diary, MORNING, 0, None)
    asyncio.run(run(room := ScriptedRoom(MORNING + timedelta(hours=9), ["no"]), diary))
    assert room.said[0].startswith("You have run today. Next run Wednesday: 20 minutes easy.")


def test_the_warm_up_s_own_answer_does_not_close_the_gate(diary: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), diary))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["0", "yes", "3 miles"]), diary))
    assert room.said[0] == "Ready to run. Easy all the way."


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("0", "Enjoy the run"),
        ("1", "Start gently, and end it if the pain stays"),
        ("3", "Start gently, and end it if the pain stays"),
        ("4", "With a score of 4, better leave today's run"),
    ],
)
def test_pain_in_the_warm_up_is_told_what_to_do(diary: Diary, score: str, said: str) -> None:
    asyncio.run(warm_up(room := ScriptedRoom(MORNING, [score]), diary))
    assert said in room.said[-1]
    assert ("Enjoy" in room.said[-1]) == (score == "0")
    asyncio.run(run(room := ScriptedRoom(MORNING, ["no"]), diary))
    asked = room.said[0].startswith("After a warm-up score of 4, today is better without a run.")
    assert asked == (score == "4")


def test_a_walk_is_not_called_a_run() -> None:
    """It was: "Today: a walk of 30 minutes. Enjoy the run"."""
    with opened(parse_config("[runner]\nsevere = true\n", "here"), table_in_force()) as book:
        asyncio.run(warm_up(room := ScriptedRoom(MORNING, ["0"]), book))
    assert room.said[-1].startswith("Warm-up done. Today: a walk of 30 minutes. Enjoy the walk,")


def test_a_nine_in_the_warm_up_holds_the_run_of_the_same_day(diary: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["9"]), diary))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["no"]), diary))
    assert room.said[0].startswith("Running is on hold.")
    assert len(diary.read().history.records) == 1
    asyncio.run(warm_up(room := ScriptedRoom(MORNING), diary))
    assert room.said[0].startswith("Running is on hold.")
    # A jog is running too.
    assert not any("jog" in text.lower() for text in room.said[1:])


def test_any_pain_of_a_bone_is_asked_about_before_a_run() -> None:
    config = parse_config("[runner]\nbone_stress = true\n", "config.toml")
    with opened(config, table_in_force()) as diary:
        diary.note(MORNING, None, Question.WARMUP, 1, By.TYPED)
        asyncio.run(run(room := ScriptedRoom(MORNING, ["no"]), diary))
        assert "warm-up score of 1" in room.said[0]
        assert room.said[0].endswith("yes or no?")
        assert not diary.read().history.against_advice


@pytest.mark.parametrize(
    ("answers", "late", "asked"),
    [
        (["0", "0", "12", "2k", "no"], 0, True),
        (["0", "0", "12", "2k", "yes", "4"], 4, True),
        (["0", "0", "12", "2k", "what", "yes", "unknown"], None, True),
        (["0", "0", "12", "2k", "stop"], 0, True),
        # 19 of 20 minutes are whole, and who told pain need not be asked.
        (["0", "0", "19", "2k"], 0, False),
        (["0", "3", "12", "2k"], 3, False),
    ],
)
def test_a_run_cut_short_is_asked_for_its_reason(
    diary: Diary, answers: list[str], late: int | None, asked: bool
) -> None:
    asyncio.run(check_in(room := ScriptedRoom(MORNING, answers), diary))
    assert any("12 minutes of 20. Was it pain" in text for text in room.said) is asked
    (record,) = diary.read().history.records
    assert (record.attempt.late, record.attempt.minutes) == (late, float(answers[2]))
    assert Question.LATE in record.answered


def test_pain_that_is_told_and_not_scored_stays_a_question(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "12", "2k", "yes"]), diary))
    asyncio.run(check_in(room := ScriptedRoom(MORNING, ["5"]), diary))
    assert room.said[0].startswith("Pain later in the run")
    assert diary.read().history.records[-1].attempt.late == 5


def test_of_a_run_in_turns_all_minutes_are_asked_for(severe: Diary) -> None:
    asyncio.run(check_in(room := ScriptedRoom(MORNING, ["0", "0", "30", "3k"]), severe))
    assert "How many minutes was it in all, walking too?" in room.said


def test_no_minutes_at_all_are_asked_back(diary: Diary) -> None:
    asyncio.run(check_in(room := ScriptedRoom(MORNING, ["0", "3", "0", "no", "18", "3k"]), diary))
    assert any(text.startswith("0 minutes. Is that right?") for text in room.said)
    assert diary.read().history.records[-1].attempt.minutes == 18


def test_what_is_not_known_at_the_end_is_not_the_nothing_of_a_walk_break(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(ScriptedRoom(MORNING, ["0", "unknown", "yes", "3 miles"]), severe))
    assert severe.read().history.records[-1].attempt.late is None


def test_a_warm_up_that_nobody_scored_sends_nobody_out_gaily(diary: Diary) -> None:
    asyncio.run(warm_up(room := ScriptedRoom(MORNING, ["unknown"]), diary))
    assert "Enjoy" not in room.said[-1]
    assert room.said[-1].endswith("Start gently, and end it if it hurts.")


class Shouting(ScriptedRoom):
    """Somebody says "ouch" at the first moment for it."""

    shouted = False

    async def wait(self, until: WaitUntil) -> Event:
        if not self.shouted:
            self.shouted = True
            return Command(CommandName.OUCH)
        return await super().wait(until)


def test_pain_in_a_warm_up_for_itself_is_the_last_run_s(diary: Diary) -> None:
    told(diary, MORNING, 0)
    asyncio.run(warm_up(room := Shouting(NEXT_MORNING, ["5"]), diary))
    read, today = diary.read(), NEXT_MORNING.date()
    (outcome,) = read.course(today).outcomes
    assert outcome.attempt.attempt.next_day == 5
    assert "Five, noted." in room.said
    assert len(read.history.records) == 1
    assert any("shorter" in text or "Next run" in text for text in room.said[2:])


@pytest.mark.parametrize(("score", "held"), [("3", False), ("8", True)])
def test_pain_in_strength_work_is_stored(diary: Diary, score: str, held: bool) -> None:
    told(diary, MORNING, 0)
    asyncio.run(strength(room := Shouting(NEXT_MORNING, [score]), diary))
    read = diary.read()
    assert [pain.score for pain in read.history.pains] == [int(score)]
    assert read.course(NEXT_MORNING.date()).view().held is held
    assert any("Running is on hold" in text for text in room.said) is held
    assert taking_back.undo(diary, NEXT_MORNING, read)
