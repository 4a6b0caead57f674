"""An edit of many notes that was worked out ahead, in a thread: it comes to the same."""

import pytest

from tui.core import edits
from tui.core.errors import StaleEdit
from tui.core.library import Library
from tui.core.store.keeping import Keeping

COUNT = 30


@pytest.fixture
def library(tmp_path, places):
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "a.txt").write_text("\n\n".join(f"Paragraph {n}." for n in range(COUNT)))
    return Library(folder, Keeping(places))


@pytest.fixture
def session(library):
    return library.session(library.root / "a.txt")


def every(session):
    return [session.paragraph(block) for block in range(0, COUNT, 2)]


def held(session):
    """All that can be asked of the notes."""
    blocks = range(COUNT)
    return (
        {id_: (one.tags, one.starred) for id_, one in session.annotations.items()},
        session.anchors.keys(),
        session.marked,
        [[one.id for one in session.on_block(block)] for block in blocks],
        [session.neighbour(block, 1) for block in blocks],
    )


def test_a_prepared_edit_is_made_taken_back_and_made_again_like_any_other(library, session):
    told = []
    library.subscribe(lambda edit, touched: told.append((edit, touched)))
    edit = edits.add_tags(session, every(session), ["a"])
    nothing = held(session)
    assert library.prepare(edit) is edit
    assert held(session) == nothing
    assert not session.unsaved
    library.perform(edit)
    all_of_it = held(session)
    assert session.marked == list(range(0, COUNT, 2))
    assert session.unsaved
    assert library.next_step(session.source, back=True) is edit
    library.prepare(edit, back=True)
    library.undo(session.source)
    assert held(session) == nothing
    assert library.next_step(session.source, back=False) is edit
    library.prepare(edit)
    library.redo(session.source)
    assert held(session) == all_of_it
    assert [touched for _, touched in told] == 3 * [{session.source: {*range(0, COUNT, 2)}}]
    library.flush()
    other = Library(library.root, library.keeping).session(session.source)
    assert held(other) == all_of_it


def test_what_happened_since_an_edit_was_prepared_is_not_lost(library, session):
    edit = library.prepare(edits.add_tags(session, every(session), ["a"]))
    library.perform(edits.set_star(session, [session.paragraph(1)], True))
    library.perform(edit)
    assert session.marked == sorted([1, *range(0, COUNT, 2)])


def test_a_prepared_edit_of_a_note_that_changed_since_is_refused(library, session):
    edit = library.prepare(edits.add_tags(session, every(session), ["a"]))
    library.perform(edits.set_star(session, [session.paragraph(0)], True))
    note = session.at(session.paragraph(0))
    star_off = edits.set_star(session, [session.paragraph(0)], False)
    tagged = library.prepare(edits.add_tags(session, [session.paragraph(0)], ["b"]))
    library.perform(star_off)
    with pytest.raises(StaleEdit):
        library.perform(tagged)
    assert note.id not in session.annotations
    library.perform(edit)
    assert session.marked == list(range(0, COUNT, 2))


def test_another_edit_than_the_prepared_one_is_made_as_it_is(library, session):
    library.prepare(edits.add_tags(session, every(session), ["a"]))
    library.perform(edits.set_star(session, [session.paragraph(3)], True))
    assert session.marked == [3]
