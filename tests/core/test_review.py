import pytest

from tests.core.conftest import PARAGRAPHS
from tests.core.test_wording import marked
from tui.core import edits
from tui.core.model import Anchor, Candidate
from tui.core.review import changed_under_notes, compare, doubts, offers
from tui.core.session import WHOLE_DOCUMENT

RANGE = ((2, 0, 5),)


@pytest.fixture
def noted(library, session):
    """Annotations on the whole of two paragraphs and on a phrase of a third, saved."""
    places = [session.paragraph(1), session.phrase(2, "number three"), session.paragraph(3)]
    for place in places:
        library.perform(edits.write_note(session, [place], "here"))
    library.perform(edits.write_note(session, [WHOLE_DOCUMENT], "on the document"))
    library.flush()
    return session


def edited(paragraphs, changes):
    """The paragraphs, each of those in `changes` with one word put for another."""
    return [p.replace(*changes.get(at, ("", ""))) for at, p in enumerate(paragraphs)]


def test_nothing_differs_in_a_text_that_only_moved_or_was_wrapped_anew(noted, rewritten):
    assert changed_under_notes(noted) == []
    wrapped = [p.replace(" of", "\nof") for p in PARAGRAPHS]
    assert changed_under_notes(rewritten(["New.", *wrapped])) == []


def test_the_annotated_paragraphs_that_differ_are_told_in_reading_order(noted, rewritten):
    session = rewritten(edited(PARAGRAPHS, {1: ("two", "2"), 3: ("four", "4")}))
    changed = changed_under_notes(session)
    assert [one.anchor.block for one in changed] == [1, 3]
    was, now = compare(session.document, changed[0].annotation, changed[0].anchor.ranges)
    assert "[two]" in marked(was.runs)
    assert "[2]" in marked(now.runs)


def test_an_orphan_is_told_with_its_old_words_alone(noted, rewritten):
    session = rewritten([*PARAGRAPHS[:3], *PARAGRAPHS[4:]])
    (lost,) = changed_under_notes(session)
    (was,) = compare(session.document, lost.annotation, lost.anchor.ranges)
    assert was.runs == ((PARAGRAPHS[3], False),)


def test_a_phrase_is_compared_with_some_words_around_it(noted):
    phrase = next(a for a in noted.annotations.values() if a.target.exact == "number three")
    start = PARAGRAPHS[2].index("number")
    ranges = ((2, start, start + len("number")),)
    was, now = compare(noted.document, phrase, ranges)
    assert (was.before, was.after) == (PARAGRAPHS[2][:start], PARAGRAPHS[2][start + 12 :][:60])
    assert (now.before, now.after) == (PARAGRAPHS[2][:start], PARAGRAPHS[2][start + 6 :][:60])
    assert marked(was.runs) == "number [three]"


def test_a_paragraph_has_no_words_around_it(noted):
    whole = next(a for a in noted.annotations.values() if a.target.exact == PARAGRAPHS[1])
    was, now = compare(noted.document, whole, noted.paragraph(2).ranges)
    assert (was.before, was.after, now.before, now.after) == ("", "", "", "")


def test_an_uncertain_note_without_candidates_is_offered_the_place_where_it_is():
    candidate = Candidate(RANGE, 0.6)
    assert offers(Anchor("fuzzy", RANGE, 0.6)) == (candidate,)
    assert offers(Anchor("ambiguous", (), 0.5, (candidate,))) == (candidate,)
    assert offers(Anchor("orphan", near=3)) == ()


def test_a_document_with_uncertain_notes_says_how_many(noted, rewritten):
    assert doubts(noted, "]o") == ""
    one = rewritten([*PARAGRAPHS[:3], *PARAGRAPHS[4:]])
    assert doubts(one, "]o") == "1 note is not sure of its place: ]o shows it"
    both = rewritten([PARAGRAPHS[0], *PARAGRAPHS[4:]])
    assert doubts(both, "]o") == "3 notes are not sure of their place: ]o shows them"
