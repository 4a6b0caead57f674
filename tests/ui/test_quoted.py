"""Old and new words as lines of a list."""

from rich.cells import cell_len

from tui.core.anchors.wording import differences
from tui.core.review import Quote
from tui.ui.render.quoted import quote_lines


def shown(quote, width=40, most=4):
    """The lines, what differs in brackets."""
    lines = quote_lines(quote, "new", width, most)
    assert len(lines) <= most
    assert all(cell_len("".join(text for text, _ in line)) <= width for line in lines)
    marked = [[f"[{text}]" if style == "new" else text for text, style in line] for line in lines]
    return ["".join(line) for line in marked]


def test_what_fits_is_shown_whole():
    _, now = differences("It answered it.", "It answered it line by line.")
    assert shown(Quote(tuple(now))) == ["It answered it [line by line]."]


def test_a_difference_goes_on_in_the_next_line():
    _, now = differences("It answered.", "It answered it line by line.")
    assert shown(Quote(tuple(now)), 16) == ["It answered [it]", "[line by line]."]


def test_a_phrase_stands_in_quotes_between_the_words_around_it():
    quote = Quote((("line by line", False),), "It answered it ", ", at length.")
    assert shown(quote, 60) == ["It answered it «line by line», at length."]


def test_what_stands_far_from_a_phrase_is_left_out_at_a_word():
    quote = Quote((("here", False),), "ord " + "word " * 12, " word" * 14)
    (line,) = shown(quote, 200)
    assert line == f"… {'word ' * 11}«here»{' word' * 11} …"


def test_every_difference_of_a_long_text_is_seen_in_few_lines():
    old = " ".join(f"word{n}" for n in range(300))
    new = old.replace("word20 ", "one ").replace("word280 ", "two ")
    text = "\n".join(shown(Quote(tuple(differences(old, new)[1])), 60))
    assert "[one]" in text
    assert "[two]" in text
    assert "…" in text


def test_a_text_that_is_all_different_is_cut_at_its_end():
    lines = shown(Quote((("new " * 5000, True),)))
    assert lines[-1].endswith("…]") or lines[-1].endswith("…")


def test_wide_characters_and_control_characters_do_not_break_a_line():
    quote = Quote((("他在书边写字" * 9 + "\x1b[31m\tred", True),))
    assert "␛[31m red" in "".join(shown(quote)).replace("][", "")
