import itertools

from hypothesis import given
from hypothesis import strategies as st

from tui.core.search.snippet import WIDTH, snippet


def marked(text, spans):
    shown, marks = snippet(text, spans)
    return shown, [shown[a:b] for a, b in marks]


def test_a_short_text_is_shown_whole_on_one_line():
    assert marked("  a date\nhere ", [(4, 8)]) == ("a date here", ["date"])


def test_a_long_text_is_cut_at_words_around_the_first_match():
    text = "before " * 30 + "the date stands here " + "after " * 30
    at = text.index("date")
    shown, marks = marked(text, [(at, at + 4)])
    assert marks == ["date"]
    assert shown.startswith("…before") and shown.endswith("after…")
    assert len(shown) <= WIDTH


def test_control_characters_become_visible_without_moving_the_marks():
    assert marked("\x1b[31m date", [(6, 10)]) == ("␛[31m date", ["date"])


spans = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=4)


@given(st.text(alphabet="ab \n\x1b中\u0301", max_size=300), spans)
def test_a_snippet_is_short_safe_and_marks_what_was_found(text, starts):
    found = sorted((a, min(a + n, len(text))) for a, n in starts if a < len(text))
    shown, marks = snippet(text, found)
    assert len(shown) <= WIDTH
    assert not set(shown) & set("\n\t\x1b")
    assert all(0 <= a < b <= len(shown) for a, b in marks)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(marks))
    if found and text[slice(*found[0])].strip():
        assert marks
