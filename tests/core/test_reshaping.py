"""A choice of how a source is read is an edit: notes stay, others know it, undo takes it back."""

import json
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core import edits
from tui.core.documents.choosing import after, shapes_of
from tui.core.errors import PostilError, StaleEdit
from tui.core.library import Library
from tui.core.model import AS_FOUND, Choice
from tui.core.paths import Places
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.state import state_of
from tui.core.search.fts.store import Store
from tui.core.search.index import ScanIndex
from tui.core.search.query import parse
from tui.core.session import Place, open_session
from tui.core.store.keeping import Keeping

WRAPPED = "\n\n".join(
    f"Paragraph number {word} tells of the margin, and of those\n"
    f"who wrote there in the year {1700 + at}; then it goes on\nabout {at} more."
    for at, word in enumerate(["one", "two", "three", "four", "five", "six"])
)


@pytest.fixture
def wrapped(article):
    article.write_text(WRAPPED)
    return article


def reshape(library, source, choice, label="read otherwise"):
    """Choose, and read the text again as the screen does."""
    session = library.session(source)
    library.perform(edits.reshape(session, choice, label))
    read_again(session)
    return session


def read_again(session):
    anew = session.reread()
    if anew:
        session.adopt(anew)
    return anew


def letters(session, annotation):
    """What an annotation is on, without blanks."""
    blocks = session.document.blocks
    ranges = session.anchors[annotation.id].ranges
    return "".join("".join(blocks[at].text[start:end].split()) for at, start, end in ranges)


def noted(library, source):
    """A note on a paragraph, one over two paragraphs, and a highlighted phrase."""
    session = library.session(source)
    over_two = Place(session.paragraph(3).ranges + session.paragraph(4).ranges)
    library.perform(edits.write_note(session, [over_two], "over two"))
    library.perform(edits.write_note(session, [session.paragraph(1)], "whole"))
    library.perform(edits.set_colour(session, [session.phrase(2, "those who wrote")], "red"))
    library.flush()
    return session


def test_all_notes_stay_on_the_same_words_in_every_shape_and_come_back(library, wrapped):
    session = noted(library, wrapped)
    before = {
        a.id: (letters(session, a), session.anchors[a.id]) for a in session.annotations.values()
    }
    shapes = shapes_of(session.document)
    assert len(shapes) == 3
    choice = AS_FOUND
    for _ in shapes:
        choice = after(choice, shapes)
        reshape(library, wrapped, choice)
        assert session.document.shape == (choice.shape or shapes[0])
        for annotation in session.annotations.values():
            anchor = session.anchors[annotation.id]
            assert letters(session, annotation) == before[annotation.id][0]
            assert anchor.state in ("exact", "moved")
            assert anchor.score == 1
    assert {id_: session.anchors[id_] for id_ in before} == {i: a for i, (_, a) in before.items()}


def test_another_run_finds_the_shape_and_the_notes_where_they_were(library, wrapped, keeping):
    session = noted(library, wrapped)
    reshape(library, wrapped, Choice("line"))
    library.flush()
    again = open_session(wrapped, keeping)
    assert (again.choice, again.document.shape) == (Choice("line"), "line")
    assert again.anchors == session.anchors
    assert len(again.document.blocks) == 18


def test_what_is_annotated_in_one_shape_is_there_in_the_next(library, wrapped, keeping):
    session = reshape(library, wrapped, Choice("line"))
    library.perform(edits.write_note(session, [session.paragraph(4)], "on a line"))
    library.flush()
    reshape(library, wrapped, AS_FOUND)
    (annotation,) = session.annotations.values()
    assert session.anchors[annotation.id].ranges[0][0] == 1
    assert letters(session, annotation).startswith("whowrotethere")
    library.flush()
    again = open_session(wrapped, keeping)
    assert letters(again, annotation) == letters(session, annotation)
    reshape(library, wrapped, Choice("line"))
    assert session.at(session.paragraph(4)).note == "on a line"


def test_on_another_machine_notes_of_the_former_shape_are_as_sure(library, wrapped, tmp_path):
    session = noted(library, wrapped)
    words = {a.id: letters(session, a) for a in session.annotations.values()}
    reshape(library, wrapped, Choice("line", "cp1252"))
    library.perform(edits.write_note(session, [session.paragraph(4)], "on a line"))
    library.flush()
    other = open_session(wrapped, Keeping(Places(*(tmp_path / name for name in "cds"))))
    assert other.document.shape == "line"
    assert {a.id: letters(other, a) for a in other.annotations.values()}.items() >= words.items()
    assert {anchor.score for anchor in other.anchors.values()} == {1.0}
    assert not other.uncertain()


def test_what_had_no_place_in_the_shape_between_is_found_in_the_next(library, article):
    lines = "\n".join(f"Line number {at} of the text." for at in range(150))
    article.write_text(lines)
    session = library.session(article)
    reshape(library, article, Choice("blank"))
    assert len(session.document.blocks) == 1
    library.perform(edits.write_note(session, [session.paragraph(0)], "all of it"))
    reshape(library, article, Choice("line"))
    library.flush()
    (annotation,) = session.annotations.values()
    assert len(session.anchors[annotation.id].ranges) <= 1
    reshape(library, article, Choice("verse"))
    assert session.anchors[annotation.id].score == 1
    assert letters(session, annotation) == "".join(lines.split())


@pytest.mark.parametrize("reading", [" ", "txt/1", "txt/1 no such", "md/1 zip", "\x1b/ 7 7", "x"])
def test_a_reading_that_somebody_else_made_up_is_not_found_and_breaks_nothing(
    library, wrapped, keeping, reading
):
    session = noted(library, wrapped)
    path = keeping.sidecar(wrapped)
    told = f'"reading":{json.dumps(reading, ensure_ascii=False)}'
    own = f'"reading":"{session.document.reading}"'
    assert own in path.read_text()
    path.write_text(path.read_text().replace(own, told).replace('"index":1', '"index":99'))
    again = open_session(wrapped, keeping)
    assert len(again.annotations) == len(session.annotations)


def test_undo_takes_the_shape_back_and_redo_brings_it_also_in_another_run(
    library, wrapped, keeping
):
    session = noted(library, wrapped)
    reshape(library, wrapped, Choice("line"), "read as lines")
    reshape(library, wrapped, Choice("line", "cp1252"), "read as Western")
    library.flush()
    other = Library(wrapped.parent, keeping)
    session = other.session(wrapped)
    assert session.choice == Choice("line", "cp1252")
    assert other.undo(wrapped).label == "read as Western"
    assert other.undo(wrapped).label == "read as lines"
    assert session.choice == AS_FOUND
    assert session.is_behind(session.seen)
    assert read_again(session)
    assert not session.is_behind(session.seen)
    assert session.document.shape == "blank"
    assert other.redo(wrapped).label == "read as lines"
    other.flush()
    assert open_session(wrapped, keeping).choice == Choice("line")
    assert other.undo(wrapped).label == "read as lines"
    assert other.undo(wrapped).label == "highlighted red"


def test_choosing_what_is_chosen_is_no_edit(library, wrapped):
    session = library.session(wrapped)
    assert not edits.reshape(session, AS_FOUND, "as it is")
    library.perform(edits.reshape(session, AS_FOUND, "as it is"))
    assert library.undo(wrapped) is None
    assert not session.unsaved


def test_what_another_program_chose_is_known_and_undo_says_that_it_is_stale(
    library, wrapped, keeping
):
    session = reshape(library, wrapped, Choice("line"))
    library.flush()
    other = Library(wrapped.parent, keeping)
    reshape(other, wrapped, Choice("verse"))
    other.flush()
    library.absorb(wrapped, session.news())
    assert session.choice == Choice("verse")
    assert session.is_behind(session.seen)
    read_again(session)
    assert session.document.shape == "verse"
    with pytest.raises(StaleEdit, match="read in another way"):
        library.undo(wrapped)


def test_a_choice_that_is_not_saved_yet_is_not_lost_to_an_older_one(library, wrapped, keeping):
    session = library.session(wrapped)
    other = Library(wrapped.parent, keeping)
    reshape(other, wrapped, Choice("verse"))
    other.flush()
    library.perform(edits.reshape(session, Choice("line"), "read as lines"))
    library.absorb(wrapped, session.news())
    assert session.choice == Choice("line")
    library.flush()
    assert open_session(wrapped, keeping).choice == Choice("line")


def test_a_choice_that_could_not_be_saved_is_saved_the_next_time(
    library, wrapped, keeping, monkeypatch
):
    session = library.session(wrapped)
    library.perform(edits.reshape(session, Choice("line"), "read as lines"))
    with monkeypatch.context() as broken:
        broken.setattr(session.sidecar, "save", _fails)
        with pytest.raises(PostilError):
            library.flush()
    assert session.unsaved
    library.flush()
    assert not session.unsaved
    assert open_session(wrapped, keeping).choice == Choice("line")


def _fails(*_):
    raise PostilError("not saved")


def test_where_notes_cannot_be_read_nothing_can_be_chosen(wrapped, keeping):
    keeping.sidecar(wrapped).write_text("no sidecar\n")
    library = Library(wrapped.parent, keeping)
    with pytest.raises(PostilError):
        library.perform(edits.reshape(library.session(wrapped), Choice("line"), "read as lines"))
    assert keeping.sidecar(wrapped).read_text() == "no sidecar\n"


def test_a_choice_that_fits_no_more_is_told_and_stays(library, wrapped, keeping):
    reshape(library, wrapped, Choice("verse", "iso2022_jp"))
    library.flush()
    wrapped.write_text(WRAPPED.replace("margin", "márgin"))
    session = open_session(wrapped, keeping)
    assert session.warnings == (f"{wrapped}: cannot be read as iso2022_jp any more",)
    assert session.document.shape == "verse"
    assert session.choice == Choice("verse", "iso2022_jp")
    assert not session.problem


def test_search_knows_paragraphs_as_they_are_chosen(library, wrapped, keeping, places):
    library.session(wrapped)
    stored = StoredIndex(Store(wrapped.parent / "index", keeping), keeping, every=0)
    scan = ScanIndex(keeping)
    _old(wrapped)

    def numbers(index):
        list(index.refresh([wrapped], lambda: False))
        hits = (hit for batch in index.search(parse("wrote"), 99, lambda: False) for hit in batch)
        return [hit.number for hit in hits]

    assert numbers(stored) == numbers(scan) == [1, 2, 3, 4, 5, 6]
    reshape(library, wrapped, Choice("line"))
    library.flush()
    _old(keeping.sidecar(wrapped))
    assert numbers(stored) == numbers(scan) == [2, 5, 8, 11, 14, 17]
    known = Store(wrapped.parent / "index", keeping)
    assert len(known.text(wrapped).blocks) == 18
    assert state_of(known, [wrapped]).behind == 0
    reshape(library, wrapped, AS_FOUND)
    library.flush()
    _old(keeping.sidecar(wrapped), 50)
    assert numbers(stored) == numbers(scan) == [1, 2, 3, 4, 5, 6]


def _old(path, seconds=100):
    """What was changed just now is not taken for known."""
    then = time.time() - seconds
    os.utime(path, (then, then))


lines = st.lists(
    st.lists(st.sampled_from(["Night", "falls", "on", "a", "page.", "12", "é", "x-y"]), min_size=1,
             max_size=6).map(" ".join),
    min_size=1, max_size=12,
)  # fmt: skip
gaps = st.lists(st.sampled_from(["\n", "\n\n", "\n  "]), min_size=12, max_size=12)


@settings(max_examples=60, deadline=None)
@given(lines, gaps, st.data())
def test_no_note_is_lost_or_moved_to_other_words_by_any_round_of_shapes(
    tmp_path_factory, words, between, data
):
    folder = tmp_path_factory.mktemp("any")
    source = folder / "a.txt"
    source.write_text("".join(f"{line}{gap}" for line, gap in zip(words, between, strict=False)))
    library = Library(folder, Keeping(Places(*(folder / name for name in "cds"))))
    session = library.session(source)
    count = len(session.document.blocks)
    for index in data.draw(st.sets(st.integers(0, count - 1), max_size=3)):
        if session.document.number(index):
            library.perform(edits.write_note(session, [session.paragraph(index)], f"{index}"))
    before = {a.id: letters(session, a) for a in session.annotations.values()}
    anchors = dict(session.anchors)
    shapes = shapes_of(session.document)
    choice = AS_FOUND
    for step in (*data.draw(st.lists(st.integers(1, 5), max_size=3)), 0):
        choice = after(choice, shapes, step) if step else AS_FOUND
        reshape(library, source, choice)
        for id_, words_ in before.items():
            assert session.anchors[id_].state in ("exact", "moved")
            assert letters(session, session.annotations[id_]) == words_
    assert session.anchors == anchors
