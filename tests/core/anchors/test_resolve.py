import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import PARAGRAPHS
from tui.core import edits
from tui.core.anchors.describe import describe, section
from tui.core.anchors.resolve import resolve
from tui.core.documents import open_document
from tui.core.library import Library


@pytest.fixture
def noted(library, session):
    """The article with a note on its third paragraph, saved."""
    library.perform(edits.write_note(session, [session.paragraph(2)], "here"))
    library.flush()
    return session


def anchor_of(session):
    (annotation,) = session.annotations.values()
    return session.anchors[annotation.id]


def test_the_same_text_keeps_every_offset(noted, rewritten):
    anchor = anchor_of(rewritten(PARAGRAPHS))
    assert (anchor.state, anchor.ranges) == ("exact", ((2, 0, len(PARAGRAPHS[2])),))


def test_a_paragraph_that_moved_is_found_by_its_words(noted, rewritten):
    anchor = anchor_of(rewritten([PARAGRAPHS[2], *PARAGRAPHS[:2], *PARAGRAPHS[3:]]))
    assert anchor.state == "moved"
    assert anchor.ranges[0][0] == 0


def test_rewrapping_and_typography_do_not_matter(noted, rewritten):
    wrapped = PARAGRAPHS[2].replace(" of", "\nof").upper()
    anchor = anchor_of(rewritten([*PARAGRAPHS[:2], wrapped, *PARAGRAPHS[3:]]))
    assert anchor.state == "exact"


def test_an_edited_paragraph_between_its_neighbours_is_uncertain_not_exact(noted, rewritten):
    edited = PARAGRAPHS[2].replace("three", "3")
    anchor = anchor_of(rewritten([*PARAGRAPHS[:2], edited, *PARAGRAPHS[3:]]))
    assert anchor.state == "fuzzy"
    assert 0.75 <= anchor.score < 1
    assert anchor.ranges[0][0] == 2


def test_a_deleted_paragraph_leaves_an_orphan_though_lookalikes_survive(noted, rewritten):
    session = rewritten([*PARAGRAPHS[:2], *PARAGRAPHS[3:]])
    assert anchor_of(session).state == "orphan"
    assert [a.note for a in session.unplaced()] == ["here"]


def test_a_paragraph_that_is_there_twice_goes_to_the_one_with_the_old_neighbours(noted, rewritten):
    session = rewritten(["Another beginning.", PARAGRAPHS[2], "In between.", *PARAGRAPHS])
    assert anchor_of(session).ranges[0][0] == 5


def test_two_copies_without_any_old_neighbour_are_ambiguous(noted, rewritten):
    session = rewritten([PARAGRAPHS[2], "New words here.", PARAGRAPHS[2]])
    assert anchor_of(session).state == "ambiguous"
    assert session.unplaced()


def test_a_phrase_is_found_in_its_moved_paragraph(library, session, rewritten):
    library.perform(edits.set_colour(session, [session.phrase(1, "number two")], "red"))
    library.flush()
    anchor = anchor_of(rewritten(["New.", *PARAGRAPHS]))
    assert anchor.state == "moved"
    assert anchor.ranges == ((2, 10, 20),)


def test_looking_at_a_changed_text_writes_nothing(noted, rewritten):
    before = noted.sidecar.path.read_bytes()
    rewritten(PARAGRAPHS[::-1])
    assert noted.sidecar.path.read_bytes() == before


def test_a_selector_tells_quote_context_and_position(session):
    selector = describe(session.document, [(1, 10, 20)], [0, 34, 68, 104, 139, 174])
    assert selector.exact == "number two"
    assert selector.prefix == "Paragraph "
    assert selector.suffix == " of the text."
    assert selector.position == (44, 54)
    assert len(selector.before) == 1
    assert len(selector.after) == 2


def test_the_section_is_the_path_of_headings(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# A\n\n## B\n\nx\n\n## C\n\n### D\n\ny\n")
    document = open_document(path)
    assert section(document, len(document.blocks) - 1) == ("A", "C", "D")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.sampled_from([*PARAGRAPHS, "New.", "Paragraph number 3 of the text."])))
def test_a_confident_anchor_always_holds_the_same_words(session, rewritten, paragraphs):
    targets = {i: describe(session.document, [(i, 0, len(PARAGRAPHS[i]))]) for i in range(5)}
    document = rewritten(paragraphs).document
    for i, anchor in resolve(targets, document).items():
        if anchor.state in ("exact", "moved"):
            assert document.blocks[anchor.ranges[0][0]].text == PARAGRAPHS[i]


def test_a_reader_pins_an_annotation_and_takes_it_back(noted, rewritten, keeping):
    rewritten([*PARAGRAPHS[:2], "Something else.", *PARAGRAPHS[3:]])
    library = Library(noted.source.parent, keeping)
    session = library.session(noted.source)
    (lost,) = session.uncertain()
    library.perform(edits.pin(session, lost, session.paragraph(2)))
    assert anchor_of(session).state == "pinned"
    assert anchor_of(session).ranges == ((2, 0, 15),)
    assert session.uncertain() == []
    assert session.annotations[lost.id].target.exact == PARAGRAPHS[2]
    library.undo(session.source)
    assert session.uncertain() == [lost]


def test_an_orphan_of_its_readers_choice_is_not_asked_about_again(noted, rewritten, keeping):
    rewritten([PARAGRAPHS[2], "New words here.", PARAGRAPHS[2]])
    library = Library(noted.source.parent, keeping)
    session = library.session(noted.source)
    (doubtful,) = session.uncertain()
    library.perform(edits.leave_orphan(session, doubtful))
    assert (anchor_of(session).state, session.uncertain()) == ("orphan", [])
    assert [a.note for a in session.unplaced()] == ["here"]
