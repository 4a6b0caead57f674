"""Colours and keys of tags, and what becomes of them when tags get other names."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core import edits
from tui.core.library import Library
from tui.core.renaming import merge_tags, rename_tag
from tui.core.search.saved import SavedQueries
from tui.core.store.keeping import Keeping
from tui.core.store.retagging import rename_entries, restore_entries
from tui.core.store.tag_entry import TagEntry
from tui.core.store.tagbook import NAME, TagBook
from tui.core.tag_signs import TagSigns
from tui.core.tags import TAG_COLOURS, tag_key


@pytest.fixture
def book(tmp_path):
    return TagBook(tmp_path / NAME)


def signs_of(book, pinned=None):
    signs = TagSigns()
    signs.update(book.entries(), pinned or {})
    return signs


def test_every_colour_of_a_tag_has_a_first_letter_of_its_own():
    assert len({colour[0] for colour in TAG_COLOURS}) == len(TAG_COLOURS)


def test_a_tag_has_the_colour_of_the_nearest_level_above_it_that_has_one(book):
    book.describe("policy", colour="blue")
    book.describe("policy/us/law", colour="red")
    signs = signs_of(book)
    tags = ("policy", "Policy/EU", "policy/us", "policy/us/law/x", "policymaker", "grain")
    assert [signs.colour(tag) for tag in tags] == ["blue", "blue", "blue", "red", "", ""]


def test_a_key_belongs_to_one_tag_and_who_had_it_is_told(book):
    assert book.describe("a", digit=3) == ""
    assert book.describe("A", digit=3) == ""
    assert book.describe("b", "what", digit=3) == "a"
    assert signs_of(book).digits == {3: "b"}
    assert book.describe("b", digit=0) == ""
    assert signs_of(book).digits == {}
    assert book.entries()["b"].description == "what"


def test_keys_of_the_settings_count_where_the_tags_file_has_none(book):
    book.describe("a", digit=3)
    signs = signs_of(book, {3: "x", 1: "y"})
    assert list(signs.digits.items()) == [(1, "y"), (3, "a")]
    assert (signs.digit("Y"), signs.digit("x"), signs.digit("a")) == (1, 0, 3)


def test_a_renamed_tag_of_the_settings_goes_by_its_new_name(book):
    book.follow("policy", "state law")
    assert signs_of(book, {3: "policy/eu"}).digits == {3: "state law/eu"}


def test_whether_signs_changed_is_told(book):
    signs = TagSigns()
    assert not signs.update({}, {})
    book.describe("a", colour="teal")
    assert signs.update(book.entries(), {})
    assert not signs.update(book.entries(), {})


@pytest.mark.parametrize(
    "fields", [{"colour": 1}, {"colour": "pink"}, {"key": 10}, {"key": True}, {"key": "3"}]
)
def test_a_colour_or_a_key_that_makes_no_sense_is_none(book, fields):
    book.describe("a", "One.")
    raw = json.loads(book.path.read_text())
    raw["tags"]["1"] |= fields
    book.path.write_text(json.dumps(raw))
    entry = TagBook(book.path).entries()["a"]
    assert (entry.description, entry.colour, entry.digit) == ("One.", "", 0)


def test_colour_key_and_description_go_along_with_a_new_name_below_it_too(book):
    book.describe("policy", colour="blue", digit=1)
    book.describe("policy/us", "There.", colour="red")
    book.follow("policy", "law")
    signs = signs_of(book)
    assert (signs.colour("law"), signs.colour("law/us"), signs.digits) == (
        "blue",
        "red",
        {1: "law"},
    )
    assert book.entries()["law/us"].description == "There."
    assert set(book.entries()) == {"law", "law/us"}


def test_a_merge_keeps_what_the_target_has_and_takes_what_it_has_not(book):
    book.describe("a", "from a", colour="blue", digit=1)
    book.describe("b", colour="red")
    book.follow("a", "b")
    (entry,) = book.entries().values()
    assert (entry.colour, entry.digit, entry.description) == ("red", 1, "from a")


def test_a_name_that_is_given_again_is_no_other_name_any_more(book):
    book.follow("policy", "law")
    book.follow("order", "policy")
    assert book.entries()["policy"].aliases == ("order",)
    assert "law" not in book.entries()


TAG = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
ENTRY = st.builds(
    TagEntry,
    TAG,
    st.sampled_from(["", "one", "two"]),
    st.lists(st.sampled_from(["x", "y", "z"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(["", "red", "blue"]),
    st.sampled_from([0, 0, 1, 2]),
    st.just(""),
)


def entries_of(made):
    """One entry for each tag, one tag for each key and for each other name."""
    entries, digits, names = {}, {0}, set()
    for one in made:
        new = tag_key(one.tag) not in entries and names.isdisjoint(one.aliases)
        if new and (one.digit == 0 or one.digit not in digits) and not one.is_empty:
            entries[tag_key(one.tag)] = one
            digits.add(one.digit)
            names |= set(one.aliases)
    return entries


@given(st.lists(ENTRY, max_size=6), TAG, st.sampled_from(["x", "d", "a", "b/c"]))
def test_taking_a_name_back_leaves_the_tags_file_as_it_was(made, old, new):
    if f"{new}/".startswith(f"{old}/"):
        return
    before = entries_of(made)
    after = dict(before)
    done = rename_entries(after, old, new)
    digits = [entry.digit for entry in after.values() if entry.digit]
    assert len(digits) == len({*digits})
    restore_entries(after, old, new, done)
    assert {key: entry for key, entry in after.items() if not entry.is_empty} == before


def test_what_was_said_of_a_tag_since_stays_when_its_name_is_taken_back(book):
    book.describe("a", "from a", colour="blue", digit=1)
    done = book.follow("a", "b")
    book.describe("b", "of b")
    book.describe("c", digit=1)
    book.unfollow("a", "b", done)
    entries = book.entries()
    assert (entries["a"].description, entries["a"].colour, entries["a"].digit) == (
        "from a", "blue", 0,
    )  # fmt: skip
    assert (entries["b"].description, entries["b"].colour) == ("of b", "")
    assert entries["c"].digit == 1


@pytest.fixture
def tagged(tmp_path, places):
    """A library of a text with the tags a, a/x and b, and saved queries."""
    (tmp_path / "one.txt").write_text("First.\n")
    library = Library(tmp_path, Keeping(places))
    session = library.session(tmp_path / "one.txt")
    library.perform(edits.add_tags(session, [session.paragraph(0)], ["a", "a/x", "b"]))
    library.flush()
    queries = SavedQueries(places)
    for name, text in (("one", "#a/x is:open"), ("two", "#b"), ("three", "plain")):
        queries.save(name, text)
    return library


def queries_of(places):
    own = SavedQueries(places).all()
    return own["one"], own["two"], own["three"]


def again(library):
    """The library in another run of the program."""
    later = Library(library.root, Keeping(library.keeping.places))
    later.session(library.root / "one.txt")
    return later


@pytest.mark.parametrize("in_another_run", [False, True])
def test_undo_of_a_merge_brings_saved_queries_back_and_redo_changes_them_again(
    tagged, places, in_another_run
):
    before, source = queries_of(places), tagged.root / "one.txt"
    tagged.tag_book().describe("a", "One.", colour="red")
    tagged.perform(merge_tags(tagged.sessions(), ["a"], "b"))
    tagged.flush()
    merged = queries_of(places)
    assert merged == ("#b/x is:open", "#b", "plain")
    library = again(tagged) if in_another_run else tagged
    library.undo(source)
    library.flush()
    assert queries_of(places) == before
    assert library.tag_book().entries()["a"].colour == "red"
    assert "b" not in library.tag_book().entries()
    library = again(library) if in_another_run else library
    library.redo(source)
    library.flush()
    assert queries_of(places) == merged
    assert library.tag_book().entries()["b"].colour == "red"


def test_a_saved_query_that_was_changed_since_stays_as_it_is(tagged, places):
    tagged.perform(rename_tag(tagged.sessions(), "a", "c"))
    tagged.flush()
    SavedQueries(places).save("one", "#c/x is:done")
    tagged.undo(tagged.root / "one.txt")
    tagged.flush()
    assert queries_of(places) == ("#c/x is:done", "#b", "plain")


@pytest.mark.parametrize("damage", ["", "[]", "[1, {}]", '[{"book": 1, "queries": 3}]', "\\ud800"])
def test_without_a_record_of_it_a_rename_is_taken_back_all_the_same(tagged, places, damage):
    tagged.perform(rename_tag(tagged.sessions(), "a", "c"))
    tagged.flush()
    (places.state / "renames.json").write_text(damage)
    tagged.undo(tagged.root / "one.txt")
    tagged.flush()
    assert tagged.tag_book().entries() == {}
    (annotation,) = again(tagged).session(tagged.root / "one.txt").annotations.values()
    assert annotation.tags == ("a", "a/x", "b")


def test_queries_that_cannot_be_read_keep_no_rename_from_being_taken_back(tagged, places):
    tagged.perform(rename_tag(tagged.sessions(), "a", "c"))
    tagged.flush()
    (places.config / "queries.json").write_text("[1")
    tagged.undo(tagged.root / "one.txt")
    tagged.flush()
    tagged.redo(tagged.root / "one.txt")
    tagged.flush()
    assert set(tagged.tag_book().entries()) == {"c"}
    assert (places.config / "queries.json").read_text() == "[1"
