"""Which paragraphs of one document a query holds for, and what stands around them."""

import pytest

from tui.core import edits
from tui.core.library import Library
from tui.core.search.query import parse
from tui.core.search.within import blocks_within, with_context
from tui.core.store.keeping import Keeping

ESSAY = """\
# The margin

A gloss explained a word.

## Print

A scholion argued with it.

A postil answered it.

---

The end.
"""


@pytest.fixture
def session(tmp_path, places):
    """An essay with a tag and a note on its fourth block, and a note on its second."""
    source = tmp_path / "essay.md"
    source.write_text(ESSAY)
    library = Library(tmp_path, Keeping(places))
    session = library.session(source)
    library.perform(edits.add_tags(session, [session.paragraph(3)], ["method/a"]))
    library.perform(edits.write_note(session, [session.paragraph(3)], "Who counted?"))
    library.perform(edits.write_note(session, [session.paragraph(1)], "The end of it."))
    return session


def within(session, query):
    annotated = {index: session.on_block(index) for index in session.marked}
    return blocks_within(session.document, annotated, parse(query))


@pytest.mark.parametrize(
    ("query", "blocks"),
    [
        ("postil", [4]),
        ("answer postil", [4]),
        ("end", [1, 6]),
        ("note:end", [1]),
        ("#method", [3]),
        ("#method counted scholion", [3]),
        ("-#method", [0, 1, 2, 4, 6]),
        ("end -gloss", [6]),
        ("nowhere", []),
    ],
)
def test_a_paragraph_is_looked_at_with_all_that_is_written_on_it(session, query, blocks):
    assert within(session, query) == blocks


def test_what_nobody_waits_for_any_more_is_given_up(session):
    assert blocks_within(session.document, {}, parse("postil"), cancelled=lambda: True) == []


def test_headings_and_neighbours_stand_around_what_is_found(session):
    assert with_context(session.document, [4], 0) == [2, 4]
    assert with_context(session.document, [1, 6], 0) == [0, 1, 2, 6]
    assert with_context(session.document, [6], 2) == [2, 4, 5, 6]
    assert with_context(session.document, [], 3) == []
