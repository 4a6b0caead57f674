import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.anchors.phrase import LIKELY, LOST, locate

OLD = "The toll was a tenth, and the toll was weighed on scales that belonged to the abbey."


def found(phrase, new, old=OLD, occurrence=1):
    start = -1
    for _ in range(occurrence):
        start = old.index(phrase, start + 1)
    place = locate(old, start, start + len(phrase), new)
    return (new[place.start : place.end], place.share) if place else None


def test_a_phrase_is_found_where_its_words_are():
    new = "In those years the toll was weighed on scales that belonged to the abbey, it is said."
    assert found("scales that belonged", new) == ("scales that belonged", 1.0)


def test_of_two_equal_phrases_the_one_with_the_right_neighbours_is_found():
    new = f"Once more: {OLD}"
    place = locate(OLD, 30, 38, new)
    assert OLD[30:38] == "toll was"
    assert place.start == 30 + len("Once more: ")


def test_quotes_case_and_line_breaks_do_not_matter():
    assert found("the toll was", OLD.replace("the toll was", "The\ntoll  was")) == (
        "The\ntoll  was", 1.0,
    )  # fmt: skip


def test_the_signs_at_its_edges_belong_to_it():
    old = "He said (so they tell) nothing."
    assert found("(so they tell)", f"Yes. {old}", old) == ("(so they tell)", 1.0)
    assert found("(so they tell)", "He said so they tell nothing.", old) == ("so they tell", 1.0)


def test_what_is_left_of_a_phrase_is_found_and_its_share_told():
    words, share = found("weighed on scales that belonged", "the toll was weighed on golden scales")
    assert words == "weighed on golden scales"
    assert LOST < share < LIKELY


def test_a_phrase_of_which_nothing_is_left_is_not_found():
    assert found("scales", "The toll was a tenth, and it was weighed.") is None


def test_a_short_phrase_without_the_words_beside_it_is_doubtful():
    _, share = found("tenth", "Nobody asked; a week later the tenth boat came, and the toll.")
    assert share < LIKELY


def test_a_phrase_without_words_is_found_where_it_stands_once():
    assert found("≠", "now a ≠ b holds", "a ≠ b") == ("≠", 1.0)
    assert found("≠", "a ≠ b ≠ c", "a ≠ b") is None


@pytest.mark.parametrize(
    "text", ["为闭包的参数和返回值增加可选的类型注解", "語と語のあいだに空白はない"]
)
def test_text_without_blanks_is_aligned_by_character(text):
    assert found(text[4:8], f"前{text}后", text) == (text[4:8], 1.0)


@given(st.text(st.sampled_from("ab c.’\n")), st.text(st.sampled_from("ab c.’\n")), st.data())
def test_what_is_found_lies_in_the_new_text(old, new, data):
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    place = locate(old, start, end, new)
    if place:
        assert 0 <= place.start < place.end <= len(new)
        assert 0 < place.share <= 1


@given(st.text(st.sampled_from("ab c.’\n")), st.data())
def test_in_an_unchanged_text_a_phrase_with_words_is_found_where_it_was(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = locate(text, start, end, text)
    if any(char in "abc" for char in text[start:end]):
        assert place.start <= end
        assert place.end >= start
