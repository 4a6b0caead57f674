from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.core.anchors.skeleton import Skeleton


def pairs(old, new):
    skeleton = Skeleton(len(old), len(new))
    skeleton.grow(old, new)
    return skeleton.pairs


def test_equal_texts_pair_throughout():
    assert pairs("abcabc", "abcabc") == {i: i for i in range(6)}


def test_what_left_the_order_has_no_pair():
    assert pairs("abcdef", "bcdefa") == {1: 0, 2: 1, 3: 2, 4: 3, 5: 4}


def test_repeats_between_two_pairs_are_paired_where_there_are_as_many():
    assert pairs("axxb", "qaxxb") == {0: 1, 1: 2, 2: 3, 3: 4}


def test_of_one_repeat_and_two_it_is_not_known_which():
    assert pairs("aqxrb", "axsxb") == {0: 0, 4: 4}


def test_what_has_no_key_equals_nothing():
    assert pairs(["a", None, "b"], ["a", None, "b"]) == {0: 0, 2: 2}


def test_it_grows_by_a_looser_key_between_the_pairs_that_it_has():
    skeleton = Skeleton(3, 3)
    skeleton.grow(["a", "B.", "c"], ["a", "B", "c"])
    skeleton.grow(["a", "B", "c"], ["a", "B", "c"])
    assert skeleton.pairs == {0: 0, 1: 1, 2: 2}


@given(st.text("abcdef"), st.text("abcdef"))
def test_pairs_are_equal_in_order_and_one_to_one(old, new):
    found = sorted(pairs(old, new).items())
    assert all(old[i] == new[j] for i, j in found)
    assert all(j < next_j for (_, j), (_, next_j) in pairwise(found))


@given(st.text("abcdef", min_size=1), st.text("abcdef"), st.data())
def test_whatever_has_no_pair_stands_between_two(old, new, data):
    skeleton = Skeleton(len(old), len(new))
    skeleton.grow(old, new)
    i = data.draw(st.integers(0, len(old) - 1))
    if i not in skeleton.pairs:
        (before, low), (after, high) = skeleton.around(i)
        assert before < i < after
        assert low < high
