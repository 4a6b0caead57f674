from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.ui.render.wrap import SOFT_HYPHEN, wrap

TEXTS = st.text(st.sampled_from("ab   \n漢字é👩‍👩‍👧🏳️‍🌈\u0301\u00ad—’"), max_size=120)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def test_prose_breaks_at_blanks_which_belong_to_no_line():
    assert lines("The quick brown fox  jumps", 10) == ["The quick", "brown fox", "jumps"]


def test_a_newline_always_breaks_and_an_empty_text_is_one_line():
    assert lines("a\n\nb", 10) == ["a", "", "b"]
    assert lines("", 10) == [""]


def test_a_word_longer_than_the_line_is_cut():
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_an_indented_line_keeps_its_indent():
    assert lines("    return x", 20) == ["    return x"]


def test_chinese_breaks_between_characters_and_counts_cells():
    assert lines("漢字漢字漢字", 8) == ["漢字漢字", "漢字"]


def test_a_family_is_never_torn_apart():
    assert lines("ab👩‍👩‍👧cd", 3) == ["ab", "👩‍👩‍👧", "cd"]


@example("\u200d\u200daaa", 2)
@example("a\u200d\xad\u200d字", 2)
@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_and_no_character_but_blanks_is_lost(text, width):
    position = 0
    for start, end in wrap(text, width):
        assert position <= start <= end
        assert not text[position:start].strip(" \n")
        assert cell_len(text[start:end].replace(SOFT_HYPHEN, "")) <= width
        position = end
    assert not text[position:].strip(" \n")
