"""A warm-up and a check-in, from their first sentence to the decision, on a real store."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daemon.base.errors import EasebackError
from daemon.diary.diary import Diary
from daemon.diary.opened import opened
from daemon.session.guide import check_in, run, strength, warm_up
from daemon.settings.config import Config, parse_config
from daemon.settings.rulebook import table_in_force
from tests.fakes.scripted_room import ScriptedRoom

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
        "Next run Thursday: 13 minutes easy, shorter than before."
    )
    assert diary.read().outcomes[-1].decision.rules == ("persistent",)
    assert diary.read().state.next_day == MORNING.date() + timedelta(days=3)


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
    assert "Please talk to" in room.said[-1]
    assert diary.recent().waiting(MORNING.date()) is None


def test_a_warm_up_done_twice_asks_for_its_score_once(diary: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["2"]), diary))
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["9"]), diary))
    (record,) = diary.read().history.records
    assert record.attempt.warmup == 2


def test_what_is_not_known_is_never_no_pain(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "unknown", "20", "5k"]), diary))
    asyncio.run(check_in(ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    assert diary.read().outcomes[-1].decision.missing == ("late",)
    assert diary.read().state.target.minutes <= 20


def test_the_next_day_has_to_have_come(diary: Diary) -> None:
    with pytest.raises(EasebackError, match="no run"):
        asyncio.run(check_in(ScriptedRoom(MORNING), diary, next_day=True))
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "20", "5k"]), diary))
    with pytest.raises(EasebackError, match="tomorrow"):
        asyncio.run(check_in(ScriptedRoom(MORNING), diary, next_day=True))
    asyncio.run(check_in(ScriptedRoom(NEXT_MORNING, ["0"]), diary))
    asyncio.run(check_in(ScriptedRoom(NEXT_MORNING, ["2"]), diary, next_day=True))
    assert diary.read().outcomes[-1].decision.rules == ("next_day",)


def test_a_second_run_of_the_day_is_one_of_its_own(diary: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "0", "20", "5k"]), diary))
    asyncio.run(check_in(ScriptedRoom(MORNING, ["0", "3", "10", "1 mile"]), diary, new_run=True))
    assert len(diary.read().history.records) == 2


@pytest.fixture
def severe(request: pytest.FixtureRequest) -> Iterator[Diary]:
    """A runner on the lowest stage: one minute of running, four of walking."""
    more = getattr(request, "param", "")
    config = parse_config(f"[runner]\nsevere = true\n{more}", "here")
    with opened(config, table_in_force()) as book:
        yield book


def test_a_guided_run_is_cued_asked_about_and_counted(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["0", "0", "yes", "3 miles"]), severe))
    assert room.said.count("~run~") == 6
    assert room.said.count("~walk~") == 6
    assert room.said.count("Pain right now, zero to ten?") == 1
    assert any(text.startswith("I counted 30 minutes") for text in room.said)
    (record,) = severe.read().history.records
    assert (record.attempt.minutes, record.attempt.late) == (30, 0)


def test_pain_in_a_walk_break_is_the_least_that_the_end_can_tell(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(ScriptedRoom(MORNING, ["3", "1", "yes", "3 miles"]), severe))
    assert severe.read().history.records[0].attempt.late == 3


@pytest.mark.parametrize("severe", ["bone_stress = true"], indirect=True)
def test_bone_pain_ends_a_run_at_once_with_its_minutes_and_the_decision(severe: Diary) -> None:
    asyncio.run(warm_up(ScriptedRoom(MORNING, ["0"]), severe))
    asyncio.run(run(room := ScriptedRoom(MORNING, ["1"]), severe))
    assert any("Stop here" in text for text in room.said)
    assert room.said.count("~run~") == 1
    assert severe.read().history.records[0].attempt.minutes == 1
    assert room.said[-1].startswith("So far: pain began later")


def test_strength_work_is_ticked_off_at_its_end(diary: Diary) -> None:
    asyncio.run(strength(room := ScriptedRoom(MORNING), diary))
    assert room.said[0].startswith("Strength work.")
    assert room.said[-1] == "Ticked off."
    assert diary.read().history.strength_days == {MORNING.date()}
