"""Places of a file that is read in another way."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.core.anchors.recut import MOST, Recut
from tui.core.model import Block

LINES = ["Night falls", "on the page", "and on", "the margin", "of a book"]


def recut(old, new, *, same_cut=False):
    return Recut(old, [Block("paragraph", text) for text in new], same_cut=same_cut)


def letters(texts, ranges):
    return "".join("".join(texts[at][start:end].split()) for at, start, end in ranges)


@st.composite
def cuts(draw):
    """One text cut in two ways, and a range of the first."""
    words = draw(st.lists(st.sampled_from(["a", "bc", "é,", "def", "a"]), min_size=1, max_size=14))
    both = []
    for joined in (" ", "\n"):
        places = draw(st.sets(st.integers(1, len(words)), max_size=6)) | {0, len(words)}
        both.append([joined.join(words[a:z]) for a, z in pairwise(sorted(places))])
    index = draw(st.integers(0, len(both[0]) - 1))
    ends = st.integers(0, len(both[0][index]))
    start, end = sorted((draw(ends), draw(ends)))
    return *both, (index, start, end)


@given(cuts())
def test_the_same_letters_are_found_in_every_other_cut_and_come_back(cut):
    old, new, range_ = cut
    there = recut(old, new).places([range_])
    assert letters(new, there) == letters(old, [range_])
    assert all(start < end for _, start, end in there)
    if there:
        (back,) = recut(new, old).places(there)
        index, start, end = range_
        text = old[index][start:end]
        lead = len(text) - len(text.lstrip())
        assert back == (index, start + lead, start + len(text.rstrip()))
        assert recut(old, new).where(index, start + lead) == there[0][:2]


def test_a_whole_paragraph_is_whole_again_with_the_signs_at_its_ends():
    old, new = ["One two.", "Three"], ["One", "two. Three"]
    assert recut(old, new).places([(0, 0, 8)]) == ((0, 0, 3), (1, 0, 4))
    assert recut(new, old).places([(0, 0, 3), (1, 0, 4)]) == ((0, 0, 8),)


def test_a_head_or_a_foot_more_or_less_moves_what_is_beside_it():
    head, foot = ["Grain talks", "News Agency"], ["Imprint"]
    assert recut(LINES, [*head, *LINES]).places([(1, 0, 11)]) == ((3, 0, 11),)
    assert recut([*head, *LINES], LINES).places([(3, 3, 6)]) == ((1, 3, 6),)
    assert recut([*LINES, *foot], LINES).places([(4, 0, 9)]) == ((4, 0, 9),)
    assert recut([*head, *LINES, *foot], LINES).places([(3, 0, 11)]) == ((1, 0, 11),)
    assert recut([*head, *LINES], LINES).places([(0, 0, 5)]) == ()
    assert recut([*head, *LINES], LINES).where(0, 0) is None


def test_of_a_refrain_among_other_words_it_is_not_guessed_which_one_is_meant():
    old = ["• Night", "falls", "on", "falls", "• day"]
    new = ["Night", "falls", "on", "falls", "day"]
    assert recut(old, new).places([(1, 0, 5)]) == ()
    assert recut(old, new).places([(2, 0, 2)]) == ((2, 0, 2),)
    assert recut(["• Night", "falls", "• day"], new).places([(1, 0, 5)]) == ()


def test_a_note_on_a_whole_text_that_was_one_paragraph_is_not_on_every_line():
    lines = [f"Line {at}" for at in range(MOST + 1)]
    whole = " ".join(lines)
    assert recut([whole], lines).places([(0, 0, len(whole))]) == ()
    few = " ".join(lines[:MOST])
    assert len(recut([few], lines[:MOST]).places([(0, 0, len(few))])) == MOST


def test_in_another_encoding_paragraphs_are_known_by_their_places():
    old, new = ["Ãëàâà ïåðâàÿ", "Âñå"], ["Глава первая", "Все"]
    assert recut(old, new, same_cut=True).places([(1, 0, 3)]) == ((1, 0, 3),)
    assert recut(old, new, same_cut=True).places([(0, 6, 12)]) == ((0, 6, 12),)
    assert recut(old, new).places([(1, 0, 3)]) == ()
    wider = ["Ð“Ð»Ð°Ð²Ð°", "Ð’ÑÐµ"]
    assert recut(wider, ["Глава", "Все"], same_cut=True).places([(0, 0, 10)]) == ((0, 0, 5),)
    assert recut(wider, ["Глава", "Все"], same_cut=True).places([(0, 2, 4)]) == ()
    assert recut(wider, ["Глава"], same_cut=True).places([(0, 0, 10)]) == ()


def test_a_place_that_the_text_never_had_is_nowhere():
    for same_cut in (False, True):
        made = recut(LINES, LINES, same_cut=same_cut)
        assert made.places([(9, 0, 4)]) == made.places([(0, 0, 4), (5, 0, 1)]) == ()
        assert made.places([(0, 6, 2)]) == made.places([(0, 90, 99)]) == ()


def test_a_range_without_any_letter_is_nowhere():
    assert recut(["a b", ""], ["a", "b"]).places([(0, 1, 2)]) == ()
    assert recut(["a b", ""], ["a", "b"]).places([(1, 0, 0)]) == ()
