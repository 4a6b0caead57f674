"""Notes on a text that was renamed and edited: found by the doctor, and in their right places."""

import pytest

from tui.core import edits
from tui.core.library import Library
from tui.core.model import Choice
from tui.core.paths import user_places
from tui.core.session import open_session
from tui.core.state import Position, ReadingState
from tui.core.store.doctor import examine
from tui.core.store.keeping import Keeping
from tui.core.store.remedies import remedy

TEXT = [
    "The first of them begins.",
    "In the middle stands what all of them are about.",
    "They parted at the gate and none of them looked back at the old house behind the trees.",
    "A letter came in spring.",
    "The last of them ends.",
]
ONCE = [
    *TEXT[:2],
    "They parted at the gate and none of them ever wrote a letter to the others from abroad.",
    *TEXT[3:],
]
TWICE = [
    "A preface, new.",
    *ONCE[:2],
    "Years went by in silence before one of them ever wrote a letter to the others from abroad.",
    *ONCE[3:],
]
NOTED = (1, 2, 4)


def noted(path, keeping):
    """A library in which paragraphs of the text at `path` have notes, and its session."""
    path.write_text("\n\n".join(TEXT))
    library = Library(path.parent, keeping)
    session = library.session(path)
    for block in NOTED:
        library.perform(edits.write_note(session, [session.paragraph(block)], TEXT[block]))
    library.flush()


def places(session):
    """Where each note is, by what it says, and how sure that is."""
    notes = session.annotations.values()
    return [(note.note, session.anchors[note.id]) for note in notes]


@pytest.mark.parametrize("tree", [False, True])
def test_after_a_rename_and_an_edit_notes_are_where_an_edit_alone_would_leave_them(tmp_path, tree):
    keeping = Keeping(user_places(), tmp_path / "tree" if tree else None)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    old, new, alone = (shelf / name for name in ("old.txt", "new.txt", "alone.txt"))
    for path in (old, alone):
        noted(path, keeping)
        path.write_text("\n\n".join(ONCE))
        open_session(path, keeping).keep_changed_text()
        path.write_text("\n\n".join(TWICE))
    state = ReadingState(keeping.places)
    state.remember(old, Position(3, 2, 1))
    state.keep_draft(old, "document", "half")
    old.rename(new)

    (finding,) = examine([shelf, *([tmp_path / "tree"] if tree else [])], keeping).findings
    assert (finding.kind, finding.to) == ("moved", new)
    remedy(finding, keeping)
    session = open_session(new, keeping)
    assert places(session) == places(open_session(alone, keeping))
    assert [anchor.block for _, anchor in places(session)] == [2, 3, 5]
    assert state.position(new) == Position(3, 2, 1)
    assert state.draft(new, "document").text == "half"


def test_the_text_that_notes_were_anchored_to_takes_the_place_of_another(tmp_path):
    keeping = Keeping(user_places())
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    noted(old, keeping)
    noted(new, keeping)
    new.write_text("\n\n".join(TWICE[1:]))
    library = Library(tmp_path, keeping)
    session = library.session(new)
    library.perform(edits.set_star(session, [session.paragraph(0)], True))
    library.flush()
    keeping.sidecar(new).unlink()
    kept = sorted(path.name for path in keeping.places.document(old).glob("text-*"))
    old.unlink()
    (finding,) = examine([tmp_path], keeping).findings
    remedy(finding, keeping)
    assert sorted(p.name for p in keeping.places.document(new).glob("text-*")) == kept


def test_a_text_is_known_again_by_paragraphs_as_it_was_chosen_to_be_read(tmp_path):
    keeping = Keeping(user_places())
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("\n\n".join(" ".join(TEXT[at:]).replace(". ", ".\n") for at in (0, 1)))
    library = Library(tmp_path, keeping)
    session = library.session(old)
    found = session.document.paragraphs
    library.perform(edits.reshape(session, Choice("line"), "read as lines"))
    session.adopt(session.reread())
    lines = session.document.paragraphs
    assert lines > found
    for block in NOTED:
        library.perform(edits.write_note(session, [session.paragraph(block)], TEXT[block]))
    library.flush()
    old.rename(new)
    new.write_text(new.read_text().replace("The last of them ends.", "Then all of it is over."))
    (finding,) = examine([tmp_path], keeping).findings
    assert (finding.kind, finding.to) == ("moved", new)
    remedy(finding, keeping)
    again = open_session(new, keeping)
    assert (again.choice, again.document.paragraphs) == (Choice("line"), lines)
    assert again.at(again.paragraph(1)).note == TEXT[1]
