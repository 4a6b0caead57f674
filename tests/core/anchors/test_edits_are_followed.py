"""Whatever is done to a text: no annotation is silently on the wrong paragraph."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.anchors import texts
from tests.core.anchors.texts import PROSE, document, edited, originals
from tui.core.anchors.describe import describe
from tui.core.anchors.past import Past
from tui.core.anchors.resolve import resolve

OLD = document(PROSE)
TARGETS = {i: describe(OLD, [(i, 0, len(text))]) for i, text in enumerate(PROSE)}
FEW = {i: target for i, target in TARGETS.items() if i % 3 == 1}
PAST = Past(OLD.sha256, OLD.reading, PROSE)


def silent(targets, paragraphs, past):
    """Where annotations are without anything being asked: old paragraph, and the one it is on."""
    anchors = resolve(targets, document([p.text for p in paragraphs]), past)
    return {
        i: paragraphs[anchor.ranges[0][0]]
        for i, anchor in anchors.items()
        if anchor.ranges and not anchor.is_uncertain
    }


def lookalikes(text):
    """The text, and the text with two of its words changed."""
    words = text.split()
    words[len(words) // 2] = "seventeen"
    words[-2] = "perhaps"
    return [text, " ".join(words)]


@settings(max_examples=150, deadline=None)
@given(edited())
def test_nothing_is_silently_on_words_that_are_not_its_own(paragraphs):
    for i, paragraph in silent(TARGETS, paragraphs, PAST).items():
        assert i in paragraph.origins


@settings(max_examples=100, deadline=None)
@given(edited())
def test_nor_where_only_what_the_annotations_remember_is_known(paragraphs):
    for i, paragraph in silent(FEW, paragraphs, None).items():
        assert i in paragraph.origins


@settings(max_examples=100, deadline=None)
@given(edited(edits=[texts.rewrap, texts.typeset, texts.insert], most=12))
def test_what_changes_no_word_loses_none_and_asks_nothing(paragraphs):
    places = silent(TARGETS, paragraphs, PAST)
    assert sorted(places) == list(range(len(PROSE)))
    assert silent(FEW, paragraphs, None).keys() == FEW.keys()


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, len(PROSE) - 1)))
def test_what_is_deleted_is_never_silently_on_its_lookalike(gone):
    """Each paragraph has a lookalike behind it; of the deleted only the lookalike stays."""
    both = [text for one in PROSE for text in (lookalikes(one) if len(one) > 80 else [one])]
    old = document(both)
    targets = {i: describe(old, [(i, 0, len(text))]) for i, text in enumerate(both)}
    first = {i for i, text in enumerate(both) if text in PROSE and PROSE.index(text) in gone}
    kept = [p for p in originals(both) if not p.origins & first]
    for past in (Past(old.sha256, old.reading, both), None):
        for i, paragraph in silent(targets, kept, past).items():
            assert i in paragraph.origins


@settings(max_examples=100, deadline=None)
@given(edited(), edited())
def test_an_annotation_is_followed_from_version_to_version(first, second):
    """The second edit is made to the original: what came back word for word is found again."""
    middle = document([p.text for p in first])
    anchors = resolve(TARGETS, middle, PAST)
    past = Past(middle.sha256, middle.reading, [p.text for p in first], anchors)
    for i, paragraph in silent(TARGETS, second, past).items():
        assert i in paragraph.origins


def test_another_paragraph_in_the_old_place_is_not_taken_for_a_heading_that_is_gone():
    """Of a few common words the other has half, and its neighbours are the heading's own."""
    without = [*PROSE[:3], *PROSE[4:]]
    middle = document(without)
    past = Past(middle.sha256, middle.reading, without, resolve(TARGETS, middle, PAST))
    instead = document([*PROSE[:4], *PROSE[5:]])
    assert resolve({4: TARGETS[4]}, instead, past)[4].is_uncertain


def test_the_original_restored_brings_everything_back():
    middle = document([p.text for p in originals()[5:9]])
    past = Past(middle.sha256, middle.reading, PROSE[5:9], resolve(TARGETS, middle, PAST))
    anchors = resolve(TARGETS, document(["A new beginning.", *PROSE]), past)
    assert {anchor.state for anchor in anchors.values()} == {"moved"}
    assert {i: anchor.ranges[0][0] for i, anchor in anchors.items()} == {i: i + 1 for i in TARGETS}
