"""What a notice offers, and how to do the same without buttons."""

from datetime import date

import pytest

from daemon.diary.questions import KIND, Question
from daemon.reminders.buttons import exact_notice, question_notice, reminder_notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import RANGES, ReminderKind
from rules.model import MAX_SCORE
from voice.language.kinds import Kind

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("kind", ReminderKind)
def test_what_a_button_does_can_be_done_by_hand(kind: ReminderKind) -> None:
    notice = reminder_notice(Reminder(TODAY, kind, "Text."))
    assert bool(notice.buttons) == bool(notice.by_hand)
    assert ("easeback" in notice.by_hand) == bool(notice.buttons)
    assert notice.about.startswith("2026-03-02 ")


@pytest.mark.parametrize("question", Question)
def test_not_knowing_can_be_clicked_at_every_question(question: Question) -> None:
    notice = question_notice(question, KIND[question], "How much?")
    assert "unknown" in {button.key for button in notice.buttons}
    assert notice.about == question


def test_every_score_is_two_clicks_away_and_none_is_there_twice() -> None:
    notice = question_notice(Question.WARMUP, Kind.SCORE, "How much?")
    ranges = [button.key for button in notice.buttons if button.key in RANGES]
    exact = [button.key for key in RANGES for button in exact_notice(notice, key).buttons]
    assert len(ranges) == len(RANGES)
    assert exact == [str(score) for score in range(MAX_SCORE + 1)]
