import pytest

from tui.core import edits
from tui.core.copying import as_quote, plain
from tui.core.session import Place


@pytest.fixture
def essay(article, library):
    article.with_suffix(".md").write_text(
        "# A [b] title\n\nA long\nline, *wrapped* by hand.\n\n"
        "- one\n- two\n  - three\n\nco\u00adop\n"
    )
    return library.session(article.with_suffix(".md"))


def test_text_is_copied_unwrapped_with_a_blank_line_between_paragraphs(essay):
    places = [essay.paragraph(index) for index in range(6)]
    assert plain(essay.document, places) == (
        "A [b] title\n\nA long line, wrapped by hand.\n\n• one\n• two\n  ◦ three\n\ncoop"
    )


def test_a_phrase_is_copied_as_it_is(essay):
    assert plain(essay.document, [Place(((2, 1, 3), (3, 0, 2)))]) == "ne\n• tw"


def test_a_quote_has_note_title_and_paragraph_number(library, essay):
    place = Place(((1, 2, 11), (2, 0, 3)))
    library.perform(edits.write_note(essay, [place], "Why?"))
    assert as_quote(essay, [place]) == (
        "> long line\n>\n> • one\n\nWhy?\n\n— *A \\[b\\] title*, ¶ 2-3\n"
    )
    assert as_quote(essay, [essay.paragraph(3)]) == "> • two\n\n— *A \\[b\\] title*, ¶ 4\n"
