from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.core.model import Annotation, Selector
from tui.core.search.uses import TagCounts

SOURCES = [Path("a.txt"), Path("b.txt")]
TAGS = st.lists(st.sampled_from(["x", "X", "y", "y/z"]), max_size=3, unique_by=str.casefold)
CHANGES = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.integers(0, 5), TAGS, st.integers(0, 9)), max_size=30
)


@given(CHANGES)
def test_counts_kept_one_by_one_are_those_of_counting_anew(changes):
    every = {source: {} for source in SOURCES}
    counts = TagCounts({})
    for source, id_, tags, time in changes:
        before = every[source].pop(id_, None)
        if before:
            counts.remove(source, before)
        if tags:
            every[source][id_] = Annotation(id_, f"{id_}", f"{time}", Selector(), tuple(tags))
            counts.add(source, every[source][id_])
        anew = TagCounts({source: own.values() for source, own in every.items()})
        assert counts.uses == anew.uses


def test_a_tag_is_called_as_first_written_and_dated_by_its_last_use():
    first = Annotation(1, "2026-01-01", "2026-05-01", Selector(), ("Policy",))
    second = Annotation(2, "2026-02-01", "2026-03-01", Selector(), ("policy",))
    counts = TagCounts({SOURCES[0]: [second], SOURCES[1]: [first]})
    (use,) = counts.uses
    assert (use.tag, use.annotations, use.documents) == ("Policy", 2, 2)
    assert use.last_used == "2026-05-01"
    counts.remove(SOURCES[1], first)
    (use,) = counts.uses
    assert (use.tag, use.annotations, use.documents) == ("policy", 1, 1)
    assert use.last_used == "2026-03-01"
