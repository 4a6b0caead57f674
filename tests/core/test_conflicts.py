"""Notes written in two places at once, from the session's point of view."""

import pytest

from tui.core import edits
from tui.core.interchange.markdown import to_markdown
from tui.core.interchange.rows import rows_of
from tui.core.library import Library
from tui.core.search.index import ScanIndex
from tui.core.search.query import parse


@pytest.fixture
def other(library, article, keeping):
    """Another program at work on the same notes."""
    return Library(article.parent, keeping)


def write(library, article, text, block=0, read=None):
    session = library.session(article)
    library.perform(edits.write_note(session, [session.paragraph(block)], text, read))
    library.flush()


def test_news_arrive_without_an_edit_of_ours(library, article, other):
    session = library.session(article)
    seen = []
    library.subscribe(lambda edit, touched: seen.append((edit.foreign, touched)))
    write(other, article, "theirs")
    library.absorb(article, session.news())
    assert session.at(session.paragraph(0)).note == "theirs"
    assert seen == [(True, {article: {0}})]
    assert not session.unsaved
    assert library.undo(article) is None
    assert not session.news().rows


def test_news_of_our_own_saves_are_none(library, article):
    write(library, article, "ours")
    session = library.session(article)
    assert not session.news().rows
    write(library, article, "ours again")
    assert not session.news().rows


def test_an_edit_that_waits_is_not_overwritten_by_news(library, article, other):
    write(library, article, "first")
    theirs = other.session(article)
    other.absorb(article, theirs.news())
    session = library.session(article)
    library.perform(edits.write_note(session, [session.paragraph(0)], "ours"))
    write(other, article, "theirs")
    library.absorb(article, session.news())
    assert session.at(session.paragraph(0)).note == "ours"
    library.flush()
    library.absorb(article, session.news())
    note = session.at(session.paragraph(0))
    assert {note.note, *note.conflicts} == {"ours", "theirs"}


def test_a_note_that_changed_while_one_wrote_is_kept_beside_the_new_one(library, article, other):
    write(library, article, "first")
    session = library.session(article)
    theirs = other.session(article)
    other.absorb(article, theirs.news())
    write(other, article, "theirs")
    library.absorb(article, session.news())
    # The editor was opened on "first" and is closed now.
    write(library, article, "ours", read="first")
    note = session.at(session.paragraph(0))
    assert (note.note, note.conflicts) == ("ours", ("theirs",))
    other.absorb(article, theirs.news())
    assert theirs.at(theirs.paragraph(0)).conflicts == ("theirs",)


def test_a_settled_conflict_is_settled_for_the_other_too(library, article, other):
    write(library, article, "first")
    session, theirs = library.session(article), other.session(article)
    other.absorb(article, theirs.news())
    write(other, article, "theirs")
    library.absorb(article, session.news())
    write(library, article, "ours", read="first")
    other.absorb(article, theirs.news())
    note = theirs.at(theirs.paragraph(0))
    other.perform(edits.settle_conflict(theirs, note, "both"))
    other.flush()
    library.absorb(article, session.news())
    settled = session.at(session.paragraph(0))
    assert (settled.note, settled.conflicts) == ("both", ())
    other.undo(article)
    assert theirs.at(theirs.paragraph(0)).conflicts == ("theirs",)


def test_both_texts_are_found_and_exported(library, article, other):
    write(library, article, "first")
    session, theirs = library.session(article), other.session(article)
    other.absorb(article, theirs.news())
    write(other, article, "walrus")
    library.absorb(article, session.news())
    write(library, article, "ours", read="first")
    index = ScanIndex(library.keeping)
    index.load([article], lambda: False)
    (hits,) = index.search(parse("note:walrus"), 10, lambda: False)
    assert [(hit.kind, hit.snippet.split()) for hit in hits] == [("note", ["ours", "walrus"])]
    exported = "".join(to_markdown(rows_of(session)))
    assert "  ours\n\n  walrus\n" in exported
