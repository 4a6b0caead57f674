from hypothesis import given
from hypothesis import strategies as st

from tui.core.text import clean, clean_line, first_line, fold, normalise


def test_escape_sequences_become_visible_signs():
    assert clean("a\x1b[2Jb\x07\x9b0m\x7f") == "a␛[2Jb␇\ufffd0m\ufffd"


def test_newlines_and_tabs_stay_and_a_line_has_neither():
    assert clean("a\tb\nc") == "a\tb\nc"
    assert clean_line("a\tb\nc") == "a b c"


def test_bidirectional_overrides_and_lone_surrogates_are_replaced():
    assert clean("x\u202egpj\u2066\udc80") == "x\ufffdgpj\ufffd\ufffd"


def test_a_pile_of_combining_marks_is_cut():
    assert clean("Z" + "\u0301" * 500) == "Z" + "\u0301" * 8


@given(st.text())
def test_nothing_that_acts_on_a_terminal_survives(text):
    for char in clean(text):
        assert char in "\n\t" or (ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_folded_text_has_the_same_length(text):
    assert len(fold(text)) == len(text)


def test_folding_hides_case_accents_and_typographic_quotes():
    assert fold("Café “Ö’s” Straße—x") == 'cafe "o\'s" strase-x'


def test_normalised_text_is_blind_to_wrapping_and_typography():
    assert normalise("A\n  “soft\u00adly”  bound") == normalise('a "softly" bound')


def test_the_first_line_skips_empty_ones_and_is_cut():
    assert first_line("\n  \n one\ntwo") == "one"
    assert first_line("x" * 100, 10) == "x" * 9 + "…"
