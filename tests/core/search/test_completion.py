import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.search.completion import suggest
from tui.core.search.uses import TagUse
from tui.core.tags import tag_key


def use(tag, annotations=1, day="2026-11-20"):
    return TagUse(tag, annotations, 1, f"{day}T12:00:00.000Z")


USES = [use("policy/us", 14), use("policy/eu", 3), use("polemic"), use("method/sampling", 5)]


def tags(suggestions):
    return [row.tag for row in suggestions.rows]


def test_enter_takes_the_best_used_tag_that_starts_with_what_was_typed():
    found = suggest("pol", USES, None, ())
    assert tags(found) == ["policy/us", "policy/eu", "polemic", "pol"]
    assert found.enter == "policy/us"
    assert [row.is_new for row in found.rows] == [False, False, False, True]


def test_enter_takes_the_tag_that_was_typed_before_a_more_used_longer_one():
    assert suggest("method", [use("method"), use("methods", 99)], None, ()).enter == "method"


def test_a_parent_of_used_tags_counts_as_a_tag_in_use():
    found = suggest("POLICY", USES, None, ())
    assert found.enter == "policy"
    assert not any(row.is_new for row in found.rows)


def test_a_slash_typed_behind_a_parent_asks_for_what_is_below():
    assert suggest("policy/", USES, None, ()).enter == "policy/us"


def test_a_tag_that_nothing_in_use_starts_with_is_a_new_one():
    found = suggest("us", USES, None, ())
    assert tags(found)[0] == "policy/us"
    assert found.enter == "us"
    assert found.rows[found.marked].is_new


def test_nothing_typed_takes_the_last_tag():
    found = suggest("", USES, "polemic", ())
    assert tags(found) == ["polemic", "policy/us", "method/sampling", "policy/eu"]
    assert found.enter == "polemic"
    assert found.rows[0].is_last


@pytest.mark.parametrize("typed", ["", "  ", "#", "/"])
def test_without_a_last_tag_or_a_letter_enter_does_nothing(typed):
    assert suggest(typed, USES, None, ()).enter is None


def test_a_slip_of_the_finger_does_not_take_the_last_tag():
    assert suggest("/", USES, "polemic", ()).enter is None


def test_a_last_tag_that_is_no_longer_used_can_still_be_taken():
    assert suggest("", [], "gone", ()).enter == "gone"


def test_letters_in_order_find_a_tag_best_where_words_start():
    found = suggest("ms", [use("names"), use("method/sampling"), use("mass")], None, ())
    assert tags(found) == ["method/sampling", "mass", "names", "ms"]


def test_what_is_used_lately_comes_before_what_was_used_much_long_ago():
    uses = [use("old", 200, "2024-01-01"), use("other", 20, "2026-11-19"), use("own")]
    assert tags(suggest("o", uses, None, ())) == ["other", "own", "old", "o"]


def test_tags_without_accents_are_offered_but_not_taken_for_the_typed_one():
    found = suggest("cafe", [use("Café")], None, ())
    assert tags(found) == ["Café", "cafe"]
    assert found.enter == "cafe"


def test_the_hash_in_front_is_no_part_of_the_tag():
    assert suggest("#polemic", USES, None, ()).enter == "polemic"


words = st.text(alphabet="abé/ #", max_size=5)


@given(words, st.lists(words.filter(lambda w: w.strip("/ #"))), st.none() | st.just("ab"))
def test_the_marked_row_is_what_enter_takes_and_it_never_removes(typed, used, last):
    uses = [use(tag.strip("/ #")) for tag in used]
    already = [use.tag for use in uses][:2]
    found = suggest(typed, uses, last, already)
    assert sum(row.is_new for row in found.rows) <= 1
    if found.marked is not None:
        marked = found.rows[found.marked]
        assert marked.tag == found.enter
        assert marked.is_set == (tag_key(marked.tag) in map(tag_key, already))
        assert not (marked.is_new and marked.is_set)


def test_ten_thousand_tags_are_no_hindrance():
    uses = [use(f"topic{n % 100}/part {n}", n % 7 + 1) for n in range(10_000)]
    suggest("warm", uses, None, ())
    started = time.process_time()
    for typed in ("", "t", "to", "topic7/", "p99", "part 5000"):
        assert 1 <= len(suggest(typed, uses, "topic7/part 7", ()).rows) <= 51
    # Ten times what it takes; a budget in milliseconds would fail on a busy machine.
    assert time.process_time() - started < 1.5
