"""The reader's own pace."""

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.model import Block, Document
from tui.core.pace import FASTEST, SLOWEST, USUAL, Pace, density
from tui.core.reading import byline, duration, minutes
from tui.core.state import ReadingState


def document(*lengths: int, units: int = 1) -> Document:
    blocks = [Block("paragraph", "x" * length) for length in lengths]
    starts = [0, *accumulate(length * units for length in lengths)]
    return Document(Path("x"), "text", "1", "T", blocks, starts[:-1], starts[-1], "")


def read(pace: Pace, text: Document, seconds: float, start: float = 0.0) -> None:
    for at in range(len(text.blocks)):
        pace.moved(text, max(0, at - 1), at, start + at * seconds)


def test_a_slow_reader_is_learned_slowly_and_in_the_end_well() -> None:
    pace = Pace()
    text = document(*[200] * 400)
    read(pace, text, 20)
    assert pace.rate == pytest.approx(600, rel=0.01)
    once = Pace()
    read(once, document(200, 200), 20)
    assert USUAL * 0.95 < once.rate < USUAL


@pytest.mark.parametrize(("seconds", "length"), [(0.1, 9), (1.4, 20), (181, 2000), (4000, 90_000)])
def test_leafing_and_pausing_teach_nothing(seconds: float, length: int) -> None:
    pace = Pace()
    read(pace, document(*[length] * 9), seconds)
    assert pace.rate == USUAL


def test_skimming_teaches_nothing() -> None:
    pace = Pace()
    read(pace, document(*[5000] * 9), 2)
    assert pace.rate == USUAL


def test_going_back_jumping_and_another_document_teach_nothing() -> None:
    pace, text, other = Pace(), document(*[200] * 90), document(*[200] * 90)
    pace.moved(text, 0, 1, 0)
    pace.moved(text, 1, 0, 30)
    # A jump to 40 lies between.
    pace.moved(text, 40, 41, 60)
    pace.moved(other, 41, 42, 90)
    assert pace.rate == USUAL


def test_time_spent_inside_a_tall_paragraph_counts() -> None:
    pace, text = Pace(), document(100, 2000, 100)
    pace.moved(text, 0, 1, 0)
    for now in (30, 60, 90):
        pace.moved(text, 1, 1, now)
    pace.moved(text, 1, 2, 120)
    one_step = Pace()
    one_step.moved(text, 0, 1, 0)
    one_step.moved(text, 1, 2, 120)
    assert pace.rate == one_step.rate < USUAL


@given(st.lists(st.tuples(st.integers(0, 8), st.floats(0, 1000)), max_size=40), st.floats(0, 1e6))
def test_a_pace_stays_that_of_a_human_being(steps: list[tuple[int, float]], rate: float) -> None:
    pace, text = Pace(rate), document(0, 1, 10, 100, 1000, 5000, 20, 3, 400)
    now, before = 0.0, 0
    for after, seconds in steps:
        now += seconds
        pace.moved(text, before, after, now)
        before = after
        assert SLOWEST <= pace.rate <= FASTEST


def test_letters_of_two_bytes_take_no_longer_to_read() -> None:
    one, two = document(*[500] * 60), document(*[500] * 60, units=2)
    assert minutes(one, 0, USUAL * density(one)) == minutes(two, 0, USUAL * density(two)) == 22
    assert density(document(0, 0)) == 1
    assert density(document()) == 1


def test_the_pace_is_remembered_and_a_damaged_record_is_not(places) -> None:  # type: ignore[no-untyped-def]
    state = ReadingState(places)
    assert state.pace() is None
    state.keep_pace(912.4)
    assert ReadingState(places).pace() == 912
    for wrong in ("", "[]", '{"characters_per_minute": "x"}', '{"characters_per_minute": NaN}'):
        (places.state / "pace.json").write_text(wrong)
        assert state.pace() is None


def test_the_line_below_the_title_tells_of_hours_as_the_last_row_does() -> None:
    assert [duration(n) for n in (1, 59, 60, 14431)] == [
        "1 min", "59 min", "1 h 0 min", "240 h 31 min",
    ]  # fmt: skip
    assert byline(document(5), 61) == "1 paragraph · 1 h 1 min"
