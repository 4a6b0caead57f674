"""Undo and redo in one run and across runs, and the trash."""

import json

import pytest

from tui.core import edits
from tui.core.errors import StaleEdit
from tui.core.library import Library
from tui.core.renaming import rename_tag


@pytest.fixture
def restarted(library, article, keeping):
    """Saves everything and begins another run; returns its library and session."""

    def restart(old=library):
        old.flush()
        again = Library(article.parent, keeping)
        return again, again.session(article)

    return restart


def tags_of(session):
    return [annotation.tags for annotation in session.annotations.values()]


def tag(library, session, block, *tags):
    library.perform(edits.add_tags(session, [session.paragraph(block)], tags))


def test_what_an_earlier_run_did_can_be_undone_and_done_again(library, session, article, restarted):
    tag(library, session, 0, "one")
    tag(library, session, 1, "two")
    again, reopened = restarted()
    assert again.undo(article).label == "tagged two"
    assert again.undo(article).label == "tagged one"
    assert again.undo(article) is None
    assert tags_of(reopened) == []
    third, last = restarted(again)
    assert third.redo(article).label == "tagged one"
    assert third.redo(article).label == "tagged two"
    assert tags_of(last) == [("one",), ("two",)]


def test_a_new_edit_ends_what_could_be_done_again_also_in_the_next_run(
    library, session, article, restarted
):
    tag(library, session, 0, "one")
    library.undo(article)
    again, reopened = restarted()
    tag(again, reopened, 1, "new")
    assert again.redo(article) is None
    third, _ = restarted(again)
    assert third.redo(article) is None
    assert third.undo(article).label == "tagged new"


def test_an_edit_that_does_not_fit_any_more_is_passed_over(library, session, article, restarted):
    tag(library, session, 0, "one")
    tag(library, session, 1, "two")
    _, elsewhere = restarted()
    other = Library(article.parent, library.keeping)
    theirs = other.session(article)
    place = theirs.paragraph(1)
    theirs.apply(edits.set_colour(theirs, [place], "red").changes)
    theirs.flush()
    again, reopened = restarted(other)
    with pytest.raises(StaleEdit):
        again.undo(article)
    assert again.undo(article).label == "tagged one"
    assert [a.colour for a in reopened.annotations.values()] == ["red"]
    assert elsewhere


def test_a_removed_annotation_lies_in_the_trash_until_it_is_back(
    library, session, article, restarted
):
    place = session.paragraph(0)
    library.perform(edits.write_note(session, [place], "Years of thought."))
    library.perform(edits.remove(session, [0]))
    again, reopened = restarted()
    (removed,) = again.removed(article)
    assert removed.annotation.note == "Years of thought."
    again.perform(edits.restore(reopened, [removed.annotation]))
    assert reopened.at(reopened.paragraph(0)).note == "Years of thought."
    assert again.removed(article) == []
    third, last = restarted(again)
    assert last.at(last.paragraph(0)).note == "Years of thought."
    assert third.removed(article) == []


def test_what_another_program_took_out_lies_in_the_trash_too(library, session, article, restarted):
    library.perform(edits.write_note(session, [session.paragraph(0)], "Taken away."))
    library.flush()
    session.sidecar.path.unlink()
    library.absorb(article, session.news())
    assert session.annotations == {}
    again, _ = restarted()
    assert [one.annotation.note for one in again.removed(article)] == ["Taken away."]


def test_damaged_lines_of_the_journal_hide_no_others(library, session, article, places, restarted):
    tag(library, session, 0, "one")
    library.flush()
    file = places.document(article) / "history.jsonl"
    whole = file.read_bytes()
    damaged = [b"not json", b"{}", b'{"changes": 3}', b"\xff\xfe", b"[" * 5000, whole[:-40]]
    file.write_bytes(b"\n".join(damaged) + b"\n" + whole)
    again, _ = restarted()
    assert again.undo(article).label == "tagged one"


def test_the_journal_does_not_grow_without_end(library, session, article, places, monkeypatch):
    monkeypatch.setattr("tui.core.store.journal.LARGEST", 20_000)
    for n in range(60):
        library.perform(edits.write_note(session, [session.paragraph(0)], f"note {n}"))
        library.flush()
    file = places.document(article) / "history.jsonl"
    assert file.stat().st_size <= 20_000
    assert json.loads(file.read_bytes().split(b"\n")[-2])["label"] == "noted “note 59”"


def test_a_state_folder_that_cannot_be_written_loses_only_the_history(
    library, session, article, places, restarted
):
    places.state.parent.mkdir(parents=True, exist_ok=True)
    places.state.write_text("a file, no folder")
    tag(library, session, 0, "one")
    again, reopened = restarted()
    assert tags_of(reopened) == [("one",)]
    assert again.undo(article) is None


@pytest.mark.parametrize("undone", [False, True])
def test_of_an_edit_over_very_many_documents_each_takes_back_its_own_part(
    library, session, article, monkeypatch, undone
):
    monkeypatch.setattr("tui.core.store.journal.MOST_KEPT", 3)
    other = article.with_name("other.txt")
    other.write_text(article.read_text())
    sessions = [session, library.session(other)]
    for one in sessions:
        tag(library, one, 0, "old")
    library.perform(rename_tag(sessions, "old", "new"))
    if undone:
        library.undo(article)
    library.flush()
    again = Library(article.parent, library.keeping)
    for source in (article, other):
        reopened = again.session(source)
        expected = "tagged old" if undone else "renamed old to new"
        assert again.undo(source).label == expected
        assert tags_of(reopened) == ([] if undone else [("old",)])
