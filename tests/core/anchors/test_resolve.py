from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.anchors.texts import PROSE
from tests.core.conftest import PARAGRAPHS
from tui.core import edits
from tui.core.anchors.describe import describe, section
from tui.core.anchors.past import load_past
from tui.core.anchors.resolve import resolve
from tui.core.documents import open_document
from tui.core.library import Library
from tui.core.model import Block
from tui.core.session import Place, open_session


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


def test_on_the_text_it_was_made_on_nothing_is_compared(noted, keeping, monkeypatch):
    def refuse(*arguments):
        raise AssertionError("there is nothing to do")

    monkeypatch.setattr("tui.core.anchors.follow.Follower", refuse)
    monkeypatch.setattr("tui.core.anchors.resolve.fingerprint", refuse)
    monkeypatch.setattr("tui.core.session.load_past", refuse)
    assert anchor_of(open_session(noted.source, keeping)).state == "exact"


def test_what_was_found_in_a_text_is_not_looked_for_there_again(noted, rewritten, monkeypatch):
    session = rewritten(["New.", *PARAGRAPHS[:2], PARAGRAPHS[2].replace("three", "3")])
    session.keep_text()
    monkeypatch.setattr("tui.core.anchors.follow.of_past", None)
    monkeypatch.setattr("tui.core.anchors.follow.of_selectors", None)
    assert anchor_of(open_session(session.source, session.sidecar.keeping)) == anchor_of(session)


def test_a_reader_who_cuts_texts_otherwise_than_before_loses_no_note(
    library, session, keeping, monkeypatch
):
    """KOReader lost the highlights of Markdown files when its converter changed (koreader#13680).

    The new reader takes short paragraphs together: the file is the same, its blocks are not.
    """
    for at in (0, 2, 4):
        library.perform(edits.write_note(session, [session.paragraph(at)], f"note {at}"))
    library.perform(edits.set_colour(session, [session.phrase(3, "number four")], "red"))
    library.flush()
    real = open_document(session.source)
    blocks = [Block("paragraph", f"{a} {b}") for a, b in (PARAGRAPHS[:2], PARAGRAPHS[2:4])]
    later = replace(
        real, extractor="txt/2", blocks=[*blocks, Block("paragraph", PARAGRAPHS[4])],
        starts=real.starts[:3],
    )  # fmt: skip
    monkeypatch.setattr("tui.core.session.open_as_chosen", lambda *_: (later, ""))
    session = open_session(session.source, keeping)
    found = {
        annotation.target.exact: later.blocks[index].text[start:end]
        for annotation in session.annotations.values()
        for index, start, end in session.anchors[annotation.id].ranges
    }
    assert found == {words: words for words in (*PARAGRAPHS[:5:2], "number four")}


def test_a_reader_of_another_version_that_cuts_the_same_finds_everything_in_place(
    noted, keeping, monkeypatch
):
    later = replace(open_document(noted.source), extractor="txt/2")
    monkeypatch.setattr("tui.core.session.open_as_chosen", lambda *_: (later, ""))
    assert anchor_of(open_session(noted.source, keeping)).state == "exact"


def test_a_note_on_a_deleted_sentence_is_not_put_on_the_one_that_looks_like_it(tmp_path, keeping):
    """In Hypothesis it went to the surviving lookalike (hypothesis/client#7571)."""
    first = "The committee approved the budget for the northern region in the spring session."
    other = "The committee approved the budget for the southern region in the autumn session."
    session, library = opened(tmp_path, keeping, ["Minutes of the year.", first, other, "Signed."])
    library.perform(edits.write_note(session, [session.paragraph(1)], "whose money?"))
    library.perform(edits.set_colour(session, [session.phrase(1, "northern region")], "red"))
    library.flush()
    session, _ = opened(tmp_path, keeping, ["Minutes of the year.", other, "Signed."])
    assert {anchor.state for anchor in session.anchors.values()} == {"orphan"}


def test_a_word_is_not_found_inside_of_another(tmp_path, keeping):
    """Hypothesis put a note on “Linus” onto “chines” of “machines” (hypothesis/h#2634)."""
    before = ["Linus wrote the first version in a winter.", "It ran on few machines at the time."]
    session, library = opened(tmp_path, keeping, before)
    library.perform(edits.write_note(session, [session.phrase(0, "Linus")], "who?"))
    library.flush()
    after = ["The first version was written in a winter.", "It ran on few machines at the time."]
    for texts in (after, after[::-1], after[1:]):
        session, _ = opened(tmp_path, keeping, texts)
        assert anchor_of(session).state == "orphan"


def test_notes_on_a_plain_text_are_found_in_its_markdown(tmp_path, keeping):
    texts = [text for text in PROSE if len(text) > 60]
    session, library = opened(tmp_path, keeping, texts)
    for at in range(len(texts)):
        library.perform(edits.write_note(session, [session.paragraph(at)], str(at)))
    library.flush()
    lines = ["# The ledgers", *(f"> {text}" for text in texts[:2])]
    lines += [f"- *{text.split()[0]}* [{text.split()[1]}](x.md) " + " ".join(text.split()[2:])
              for text in texts[2:]]  # fmt: skip
    source = session.source.with_suffix(".md")
    source.write_text("\n\n".join(lines))
    document = open_document(source)
    targets = {int(a.note): a.target for a in session.annotations.values()}
    for past in (None, load_past(keeping.places.document(session.source))):
        anchors = resolve(targets, document, past)
        assert {at: anchor.ranges[0][0] for at, anchor in anchors.items()} == {
            at: at + 1 for at in targets
        }
        assert not any(anchor.is_uncertain for anchor in anchors.values())


def test_a_refused_place_is_not_offered_again(noted, rewritten, keeping):
    rewritten([PARAGRAPHS[2], "New words here.", PARAGRAPHS[2]])
    library = Library(noted.source.parent, keeping)
    session = library.session(noted.source)
    library.perform(edits.leave_orphan(session, session.uncertain()[0]))
    library.flush()
    anchor = anchor_of(rewritten([PARAGRAPHS[2], "Other words here.", PARAGRAPHS[2], "More."]))
    assert (anchor.state, anchor.candidates, anchor.settled) == ("orphan", (), True)


def test_a_pinned_note_stays_pinned_while_its_paragraph_stays_the_same(noted, rewritten, keeping):
    texts = ["Something else.", *PARAGRAPHS[:2], *PARAGRAPHS[3:]]
    rewritten(texts)
    library = Library(noted.source.parent, keeping)
    session = library.session(noted.source)
    library.perform(edits.pin(session, session.uncertain()[0], session.paragraph(0)))
    library.flush()
    anchor = anchor_of(rewritten(["New.", *texts]))
    assert (anchor.state, anchor.ranges) == ("pinned", ((1, 0, 15),))
    assert anchor_of(rewritten(["New.", *texts[1:]])).state == "orphan"


def test_a_sidecar_that_does_not_tell_how_its_text_was_cut_is_checked_by_its_words(noted, keeping):
    raw = noted.sidecar.path.read_text()
    assert '"reading":"txt/1 blank"' in raw
    noted.sidecar.path.write_text(raw.replace('"reading":"txt/1 blank",', ""))
    assert anchor_of(open_session(noted.source, keeping)).state == "exact"


def test_a_range_over_paragraphs_is_found_where_they_are(library, session, rewritten):
    place = Place(((1, 10, 33), (2, 0, 35), (3, 0, 9)))
    library.perform(edits.write_note(session, [place], "all of it"))
    library.flush()
    anchor = anchor_of(rewritten(["New.", *PARAGRAPHS]))
    assert (anchor.state, anchor.ranges) == ("moved", ((2, 10, 33), (3, 0, 35), (4, 0, 9)))
    torn = anchor_of(rewritten([*PARAGRAPHS[:3], "Quite another one.", PARAGRAPHS[4]]))
    assert torn.is_uncertain
    assert torn.ranges == ((1, 10, 33), (2, 0, 35))


def opened(folder, keeping, texts):
    """A text of these paragraphs, open, and its library."""
    path = folder / "minutes.txt"
    path.write_text("\n\n".join(texts) + "\n")
    library = Library(folder, keeping)
    return library.session(path), library
