"""The parts of code that are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from tui.core.highlighting import MOST_LINES, tokens

CODE = 'def add(a):  # sums\n    return "x" + 1\n'


def test_the_parts_of_a_known_language():
    found = [(CODE[start:end], kind) for start, end, kind in tokens(CODE, "python")]
    for one in [("def", "keyword"), ("add", "name"), ("# sums", "comment"), ("1", "number")]:
        assert one in found
    assert any("x" in text and kind == "string" for text, kind in found)


def test_an_unknown_language_and_very_long_code_stay_plain():
    assert tokens(CODE, "nosuchlanguage") == ()
    assert tokens(CODE, "") == ()
    assert tokens("1\n" * MOST_LINES, "python") == ()


@given(st.text(max_size=80), st.sampled_from(["python", "c", "html", "json", "sh"]))
def test_any_text_gives_tokens_within_it_and_in_order(text, language):
    found = tokens(text, language)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert list(found) == sorted(found)
