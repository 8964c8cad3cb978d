"""Sure, ask or reject: what readings are worth, without a recogniser."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.catalogue import BUNDLED
from voice.ears.decision import (
    FARTHEST,
    Calibration,
    Evidence,
    any_words,
    finding,
    load_calibration,
    meaning,
    price,
    risk,
)
from voice.ears.vosk_ears import CALIBRATION
from voice.language.kinds import Kind

LEADS = st.floats(-FARTHEST, FARTHEST)
SHIPPED = load_calibration(BUNDLED / CALIBRATION)


def test_other_words_for_the_same_answer_are_no_rivals() -> None:
    found = finding(Kind.SCORE, [[("no pain", 10.0), ("zero", 9.9), ("nine", 7.0)]])
    assert found is not None
    assert found.text == "no pain"
    assert found.evidence.rival == pytest.approx(3.0)
    assert [text for text, _ in found.rivals] == ["nine"]


def test_what_a_reading_does_not_list_is_as_far_behind_as_can_be() -> None:
    found = finding(Kind.SCORE, [[("four", -20.0)]])
    assert found is not None
    assert found.evidence == Evidence(FARTHEST, FARTHEST, FARTHEST, 1.0)


def test_speech_that_is_no_answer_is_weighed_against_the_best_answer() -> None:
    found = finding(Kind.SCORE, [[("[unk]", 5.0), ("nine", 4.0)]])
    assert found is not None
    assert found.text == "nine"
    assert found.evidence.unknown == pytest.approx(-1.0)


def test_readings_that_differ_agree_in_part() -> None:
    found = finding(
        Kind.SCORE,
        [[("five", 9.0), ("nine", 8.0)], [("five", 9.0)], [("nine", 9.0), ("five", 8.5)]],
    )
    assert found is not None
    assert found.text == "five"
    assert found.evidence.agreement == pytest.approx(2 / 3)


def test_without_any_answer_there_is_no_opinion_and_silence_is_told_from_speech() -> None:
    silent, spoken = [("", 1.0)], [("[unk]", 1.0), ("", 0.0)]
    assert finding(Kind.SCORE, [silent, spoken]) is None
    assert not any_words([silent, silent, spoken])
    assert any_words([silent, spoken, spoken])
    assert not any_words([[], []])


def test_a_command_that_works_at_any_question_is_an_answer() -> None:
    found = finding(Kind.SCORE, [[("stop", 3.0), ("two", 1.0)]])
    assert found is not None
    assert found.text == "stop"
    assert meaning(Kind.SCORE, "stop") != meaning(Kind.SCORE, "help")


@given(LEADS, LEADS, LEADS, st.floats(0, 1), st.floats(0, 4))
def test_more_evidence_is_never_less_likely(
    rival: float, unknown: float, silence: float, agreement: float, more: float
) -> None:
    before = SHIPPED.probability(Evidence(rival, unknown, silence, agreement))
    for better in (
        Evidence(rival + more, unknown, silence, agreement),
        Evidence(rival, unknown + more, silence, agreement),
        Evidence(rival, unknown, silence + more, agreement),
        Evidence(rival, unknown, silence, min(1.0, agreement + more)),
    ):
        assert SHIPPED.probability(better) >= before


def test_a_dear_confusion_has_to_be_less_likely() -> None:
    dear = finding(Kind.SCORE, [[("zero", 9.0), ("three", 5.0)]])
    cheap = finding(Kind.SCORE, [[("four", 9.0), ("three", 5.0)]])
    assert dear is not None
    assert cheap is not None
    assert risk(Kind.SCORE, dear, 0.98) > risk(Kind.SCORE, cheap, 0.98)
    assert risk(Kind.SCORE, cheap, 1.0) == 0.0


@given(st.integers(0, 10), st.integers(0, 10))
def test_confusing_no_pain_with_pain_costs_most(heard: int, said: int) -> None:
    assert price(Kind.SCORE, heard, said) <= price(Kind.SCORE, 0, said or 1)
    assert price(Kind.SCORE, heard, said) == price(Kind.SCORE, said, heard)


def test_a_calibration_is_read_as_it_is_written(tmp_path: Path) -> None:
    content = {"bias": -1.0, "weights": [1, 2, 3, 4], "accept": 0.2, "sure": 0.9}
    (tmp_path / CALIBRATION).write_text(json.dumps(content))
    assert load_calibration(tmp_path / CALIBRATION) == Calibration(-1.0, (1, 2, 3, 4), 0.2, 0.9)
