import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import PARAGRAPHS
from tui.core import edits
from tui.core.errors import NotFound, PostilError, StaleEdit, WrongUsage
from tui.core.session import WHOLE_DOCUMENT, Place
from tui.core.tags import is_below, parse_tag

FROZEN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


def state(session):
    return {id_: a for id_, a in session.annotations.items()}


def on(session, *blocks):
    return [session.paragraph(block) for block in blocks]


def test_a_tag_on_three_paragraphs_makes_three_annotations_and_one_edit(library, session):
    edit = edits.add_tags(session, on(session, 0, 1, 2), ["policy/us"])
    library.perform(edit)
    assert [a.tags for a in session.annotations.values()] == [("policy/us",)] * 3
    assert session.marked == [0, 1, 2]
    assert library.undo(session.source) == edit
    assert not session.annotations


def test_tag_note_and_colour_of_a_paragraph_are_one_annotation(library, session):
    for edit in (
        lambda: edits.add_tags(session, on(session, 1), ["method"]),
        lambda: edits.write_note(session, on(session, 1), "Check this."),
        lambda: edits.set_colour(session, on(session, 1), "yellow"),
    ):
        library.perform(edit())
    (annotation,) = session.annotations.values()
    assert (annotation.tags, annotation.note, annotation.colour) == (
        ("method",),
        "Check this.",
        "yellow",
    )


def test_a_phrase_has_an_annotation_of_its_own(library, session):
    library.perform(edits.add_tags(session, on(session, 1), ["whole"]))
    library.perform(edits.write_note(session, [session.phrase(1, "number two")], "part"))
    assert [(a.target.exact, a.note) for a in session.on_block(1)] == [
        ("Paragraph number two of the text.", ""),
        ("number two", "part"),
    ]


def test_a_passage_has_one_annotation_that_is_found_again_when_it_has_moved(
    library, session, rewritten
):
    place = Place(((1, 10, 33), (2, 0, 35), (3, 0, 16)))
    library.perform(edits.write_note(session, [place], "whole"))
    library.perform(edits.set_colour(session, [place], "red"))
    (annotation,) = session.annotations.values()
    assert (annotation.note, annotation.colour) == ("whole", "red")
    assert session.at(place) == annotation
    assert session.at(session.paragraph(2)) is None
    assert session.marked == [1, 2, 3]
    library.flush()
    again = rewritten(["A new one.", *PARAGRAPHS])
    moved = Place(tuple((index + 1, start, end) for index, start, end in place.ranges))
    assert again.at(moved).note == "whole"


def test_what_a_selection_touches_is_removed_and_nothing_beside_it(library, session):
    phrase = session.phrase(1, "number two")
    for place in (session.paragraph(0), session.paragraph(1), phrase, session.phrase(1, "text")):
        library.perform(edits.set_star(session, [place], True))
    beside = Place(((1, 0, phrase.ranges[0][1]),))
    library.perform(edits.remove_touching(session, [beside]))
    assert [a.target.exact for a in session.on_block(1)] == ["number two", "text"]
    library.perform(edits.remove_touching(session, [Place((*phrase.ranges, (2, 0, 5)))]))
    assert [a.target.exact for a in session.on_block(1)] == ["text"]
    assert session.on_block(0)


def test_a_phrase_that_is_not_there_is_an_error(session):
    with pytest.raises(NotFound, match="paragraph 2 does not hold “absent”"):
        session.phrase(1, "absent")


def test_a_tag_that_differs_only_in_case_is_the_same(library, session):
    library.perform(edits.add_tags(session, on(session, 0), ["Policy"]))
    assert not edits.add_tags(session, on(session, 0), ["pOLICY"])


def test_an_annotation_from_which_everything_is_taken_is_removed(library, session):
    library.perform(edits.add_tags(session, on(session, 0), ["a"]))
    library.perform(edits.toggle_tag(session, on(session, 0), "A"))
    assert not session.annotations


def test_removing_an_empty_note_from_a_bare_paragraph_changes_nothing(session):
    assert not edits.write_note(session, on(session, 0), " \n")


def test_status_goes_round(library, session):
    seen = []
    for _ in range(3):
        library.perform(edits.cycle_status(session, on(session, 0)))
        annotation = session.at(session.paragraph(0))
        seen.append(annotation.status if annotation else None)
    assert seen == ["open", "done", None]


def test_remove_takes_the_paragraphs_own_annotation_before_its_phrases(library, session):
    library.perform(edits.set_colour(session, [session.phrase(0, "number")], "red"))
    library.perform(edits.add_tags(session, on(session, 0), ["a"]))
    library.perform(edits.remove(session, [0]))
    assert [a.colour for a in session.on_block(0)] == ["red"]
    library.perform(edits.remove(session, [0]))
    assert not session.on_block(0)


def test_a_note_on_the_document_touches_no_block(library, session):
    library.perform(edits.write_note(session, [WHOLE_DOCUMENT], "overall"))
    assert [a.note for a in session.on_document()] == ["overall"]
    assert session.marked == []
    library.perform(edits.write_note(session, [WHOLE_DOCUMENT], "better"))
    assert [a.note for a in session.on_document()] == ["better"]


def test_an_edit_made_of_a_state_that_is_gone_is_refused_whole(library, session):
    stale = edits.add_tags(session, on(session, 0, 1), ["late"])
    library.perform(edits.write_note(session, on(session, 1), "first"))
    library.perform(stale)
    again = edits.write_note(session, on(session, 1), "x")
    library.perform(edits.write_note(session, on(session, 1), "y"))
    before = state(session)
    with pytest.raises(StaleEdit):
        library.perform(again)
    assert state(session) == before


def test_a_session_with_a_problem_refuses_edits(library, session):
    session.problem = "read-only"
    with pytest.raises(PostilError, match="read-only"):
        library.perform(edits.add_tags(session, on(session, 0), ["a"]))
    assert not session.annotations


VERBS = st.lists(
    st.one_of(
        st.tuples(st.just(edits.add_tags), st.lists(st.sampled_from("abA"), min_size=1)),
        st.tuples(st.just(edits.remove_tags), st.lists(st.sampled_from("ab"), min_size=1)),
        st.tuples(st.just(edits.write_note), st.sampled_from(["", "x", "[b]y[/b]"])),
        st.tuples(st.just(edits.set_colour), st.sampled_from([None, "red"])),
        st.tuples(st.just(edits.set_status), st.sampled_from([None, "open"])),
    ),
    max_size=12,
)


@FROZEN
@given(VERBS, st.data())
def test_undo_of_everything_is_the_beginning_and_redo_the_end(library, session, verbs, data):
    while library.undo(session.source):
        pass
    assert not session.annotations
    made = 0
    for verb, argument in verbs:
        blocks = data.draw(st.sets(st.integers(0, 4), min_size=1))
        edit = verb(session, on(session, *sorted(blocks)), argument)
        library.perform(edit)
        made += bool(edit)
    end = state(session)
    for _ in range(made):
        assert library.undo(session.source)
    assert not session.annotations
    assert session.marked == []
    for _ in range(made):
        assert library.redo(session.source)
    assert state(session) == end
    assert session.marked == sorted({r[0] for a in session.anchors.values() for r in a.ranges})


def test_tags_are_brought_into_one_form():
    assert parse_tag(" #policy / us  and   them/") == "policy/us and them"
    with pytest.raises(WrongUsage):
        parse_tag(" # / ")


def test_a_tag_is_below_itself_and_its_ancestors_only():
    assert is_below("policy/us", "Policy")
    assert is_below("policy", "policy")
    assert not is_below("policymaking", "policy")
