"""Long recordings are cut where nobody speaks; nothing that was said is lost."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from voice.ears.activity import FRAME, FRAME_SECONDS
from voice.ears.endpoint import INCOMPLETE_SECONDS, LONGEST_SECONDS
from voice.ears.listening import PRE_ROLL
from voice.ears.stretches import stretches

LONGEST = (LONGEST_SECONDS + FRAME_SECONDS) / FRAME_SECONDS + PRE_ROLL


class ByValue:
    """A frame is speech where its bytes are not 0; each stream begins anew."""

    begun = 0

    def begin(self) -> None:
        self.begun += 1

    def __call__(self, frame: bytes) -> float:
        return float(any(frame))


def sound(spoken: list[bool]) -> bytes:
    return b"".join(bytes([one]) * FRAME for one in spoken)


def runs(draw: st.DataObject) -> Iterator[bool]:
    for one, count in draw.draw(st.lists(st.tuples(st.booleans(), st.integers(1, 120)))):
        yield from [one] * count


@given(st.data())
def test_all_speech_is_in_a_stretch_and_none_is_longer_than_an_answer(data: st.DataObject) -> None:
    spoken, activity = [*runs(data)], ByValue()
    found = [*stretches(sound(spoken), activity)]
    assert activity.begun == 1
    assert sum(sum(part) for part in found) == sum(sound(spoken))
    assert all(len(part) / FRAME <= LONGEST for part in found)


def test_two_answers_far_apart_are_two_stretches_a_pause_in_one_is_not() -> None:
    pause = round(INCOMPLETE_SECONDS / FRAME_SECONDS)
    word, short, long = [True] * 15, [False] * (pause - 2), [False] * (pause + 2)
    assert len([*stretches(sound([*word, *short, *word]), ByValue())]) == 1
    assert len([*stretches(sound([*word, *long, *word]), ByValue())]) == 2


def test_silence_is_no_stretch_and_what_is_no_whole_frame_counts() -> None:
    assert [*stretches(bytes(10 * FRAME), ByValue())] == []
    assert [*stretches(b"\1" * (FRAME + 2), ByValue())] == [b"\1" * (FRAME + 2) + bytes(FRAME - 2)]
