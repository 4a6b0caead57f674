import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.core.search.needle import Needle


@pytest.mark.parametrize(
    ("needle", "text", "found"),
    [
        ("DATE", "the date", "date"),
        ("cafe", "un café noir", "café"),
        ("café", "un cafe noir", "cafe"),
        ("cafés", "deux cafe\u0301s", "cafe\u0301s"),
        ("don't", "they don’t", "don’t"),
        ('"so"', "he said “so”", "“so”"),
        ("a b", "a \n  b", "a \n  b"),
        ("document", "docu\u00adment", "docu\u00adment"),
        ("中文", "这是中文书", "中文"),
        ("한국", "호구 한국", "한국"),
        (".*", "a.*b", ".*"),
    ],
)
def test_case_accents_quotes_and_white_space_do_not_matter(needle, text, found):
    assert [text[a:b] for a, b in Needle(needle).in_text(text)] == [found]


def test_a_word_is_found_where_a_word_starts_and_nowhere_else():
    assert Needle("pol", word_start=True).in_text("metropolis policy (polemic)") == [
        (11, 14),
        (19, 22),
    ]


def test_in_a_script_without_blanks_a_word_starts_anywhere():
    assert Needle("文", word_start=True).in_text("中文书") == [(1, 2)]
    assert Needle("abc", word_start=True).in_text("中abc") == [(1, 4)]


def test_a_whole_phrase_ends_where_a_word_ends():
    whole = Needle("the cat", word_start=True, word_end=True)
    assert whole.in_text("the category") == []
    assert whole.in_text("see the cat.") == [(4, 11)]


@pytest.mark.parametrize("nothing", ["", " ", "\u200b"])
def test_nothing_visible_is_never_found(nothing):
    assert Needle(nothing).in_text(f"a{nothing}b") == []


@example("0\u03450", "", "")
@given(st.text(min_size=1, alphabet=st.characters(codec="utf-8")), st.text(), st.text())
def test_a_letter_run_is_found_in_any_text_that_holds_it(middle, before, after):
    needle = Needle(middle)
    spans = needle.in_text(f"{before}{middle}{after}")
    assert needle.is_empty or spans
    assert all(0 <= a < b <= len(before + middle + after) for a, b in spans)


@given(st.text(alphabet="aé b中\u0301\u00ad"), st.text(alphabet="aéb中 ", min_size=1))
def test_matches_stand_in_order_and_do_not_overlap(text, needle):
    spans = Needle(needle).in_text(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
