"""What is known of the tags of a library."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.core.model import Annotation, Selector
from tui.core.search.tag_report import tag_reports, with_described
from tui.core.tags import is_below

TAGS = st.lists(st.sampled_from(["a", "a/b", "a/b/c", "b", "B/x"]), max_size=3, unique=True)


def annotation(id_, *tags, month="2026-03", day="01"):
    when = f"{month}-{day}T10:00:00Z"
    return Annotation(id_, when, when, Selector(), tags=tags)


def reports(*annotations, source="x.txt"):
    return tag_reports({Path(source): annotations})


def test_levels_that_no_note_has_are_told_with_what_is_below_them():
    parent, child = reports(annotation(1, "policy/us"), annotation(2, "policy/us"))
    assert (parent.tag, parent.level, parent.own, parent.annotations) == ("policy", 0, 0, 2)
    assert (child.tag, child.level, child.own, child.annotations) == ("policy/us", 1, 2, 2)


def test_a_note_with_two_tags_below_one_counts_once_there():
    parent, *_ = reports(annotation(1, "policy/us", "policy/eu"))
    assert parent.annotations == 1
    assert parent.together == ()


def test_a_tag_goes_by_the_name_it_was_first_given():
    (one,) = reports(annotation(1, "Method", month="2026-02"), annotation(2, "method"))
    assert one.tag == "Method"


def test_months_end_with_the_latest_of_the_library():
    a, b = reports(
        annotation(1, "a", month="2026-03"),
        annotation(2, "a", month="2025-04"),
        annotation(3, "a", month="2024-01"),
        annotation(4, "b", month="2026-02"),
        replace(annotation(5, "b"), created="no date"),
    )
    assert a.months == (1, *[0] * 10, 1)
    assert b.months == (*[0] * 10, 1, 0)


def test_tags_beside_one_are_told_the_most_frequent_first():
    notes = [annotation(1, "a", "z", "b"), annotation(2, "a", "z")]
    assert reports(*notes)[0].together == (("z", 2), ("b", 1))


def test_documents_are_counted_and_the_last_use_is_the_latest_change():
    two = {
        Path("x.txt"): [annotation(1, "a"), annotation(2, "a", day="09")],
        Path("y.txt"): [annotation(3, "a/b")],
    }
    first, _ = tag_reports(two)
    assert (first.documents, first.last_used) == (2, "2026-03-09T10:00:00Z")


@given(st.lists(TAGS, max_size=12))
def test_counts_are_those_of_a_naive_count(lists):
    notes = [annotation(at, *tags) for at, tags in enumerate(lists)]
    found = reports(*notes)
    assert [one.tag.casefold() for one in found] == sorted(
        {one.tag.casefold() for one in found}, key=lambda tag: tag.split("/")
    )
    own = Counter(tag.casefold() for tags in lists for tag in tags)
    for one in found:
        assert one.own == own[one.tag.casefold()]
        assert one.annotations == sum(any(is_below(t, one.tag) for t in tags) for tags in lists)


def test_a_tag_that_is_only_described_stands_at_its_place_in_the_tree():
    used = reports(annotation(1, "b"), annotation(2, "Policy"))
    tree = with_described(used, ["policy/us", "a/x", "B"])
    assert [(one.tag, one.annotations) for one in tree] == [
        ("a", 0), ("a/x", 0), ("b", 1), ("Policy", 1), ("policy/us", 0),
    ]  # fmt: skip
