"""Renaming and merging tags over a library, and the tags file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core import edits
from tui.core.errors import WrongUsage
from tui.core.library import Library
from tui.core.renaming import merge_tags, rename_tag
from tui.core.store.keeping import Keeping
from tui.core.store.tagbook import NAME, TagBook, canonical
from tui.core.tags import is_below, moved, tag_key

LEVELS = st.lists(st.sampled_from(["a", "b", "Straße", "é"]), min_size=1, max_size=3)
TAG = LEVELS.map("/".join)


@pytest.fixture
def two(tmp_path, places):
    """A library of two texts, both with tags."""
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("First.\n\nSecond.\n")
    library = Library(tmp_path, Keeping(places))
    for name, tags in (("one.txt", ["policy", "grain"]), ("two.txt", ["Policy/us"])):
        session = library.session(tmp_path / name)
        library.perform(edits.add_tags(session, [session.paragraph(0)], tags))
    library.flush()
    return library


def tags_of(library):
    found = {}
    for source in library.sources():
        (annotation,) = library.session(source).annotations.values()
        found[source.stem] = annotation.tags
    return found


def sessions(library):
    return [library.session(source) for source in library.sources()]


def test_a_tag_is_renamed_everywhere_with_what_is_below_it_and_back_by_one_undo(two):
    two.perform(rename_tag(sessions(two), "policy", "politics"))
    assert tags_of(two) == {"one": ("politics", "grain"), "two": ("politics/us",)}
    two.flush()
    two.undo(two.sources()[1])
    two.flush()
    assert tags_of(two) == {"one": ("policy", "grain"), "two": ("Policy/us",)}
    assert tags_of(Library(two.root, Keeping(two.keeping.places))) == tags_of(two)


def test_tags_are_merged_without_being_there_twice(two):
    two.perform(merge_tags(sessions(two), ["policy", "grain"], "grain"))
    assert tags_of(two) == {"one": ("grain",), "two": ("grain/us",)}


def test_an_old_sidecar_that_is_met_later_follows(two, places):
    old = two.root / "one.txt.notes.json"
    before = old.read_bytes()
    two.perform(rename_tag(sessions(two), "policy", "politics"))
    two.flush()
    (two.root / "deep").mkdir()
    (two.root / "deep" / "three.txt").write_text("First.\n\nSecond.\n")
    (two.root / "deep" / "three.txt.notes.json").write_bytes(before)
    later = Library(two.root, Keeping(places))
    assert tags_of(later)["three"] == ("politics", "grain")
    # What was not edited stays as it is in the file.
    later.flush()
    assert (two.root / "deep" / "three.txt.notes.json").read_bytes() == before


def test_what_was_undone_in_another_run_is_forgotten_in_the_tags_file_too(two, places):
    two.perform(rename_tag(sessions(two), "policy", "politics"))
    two.flush()
    later = Library(two.root, Keeping(places))
    assert tags_of(later)["one"] == ("politics", "grain")
    later.undo(later.sources()[0])
    later.flush()
    assert tags_of(Library(two.root, Keeping(places)))["one"] == ("policy", "grain")
    assert not two.tag_book().entries()


@pytest.mark.parametrize("new", ["policy", "policy/us", "POLICY/x"])
def test_a_tag_cannot_go_below_itself(two, new):
    with pytest.raises(WrongUsage, match="the same or below it"):
        rename_tag(sessions(two), "policy", new)


def test_another_spelling_is_a_new_name(two):
    two.perform(rename_tag(sessions(two), "policy", "Policy"))
    assert tags_of(two) == {"one": ("Policy", "grain"), "two": ("Policy/us",)}


def test_a_name_keeps_what_it_was_called_before_and_what_it_means(tmp_path):
    book = TagBook(tmp_path / NAME)
    book.describe("policy", "What states do.\n")
    book.follow("policy", "politics")
    book.follow("politics", "power")
    (entry,) = TagBook(tmp_path / NAME).entries().values()
    assert (entry.tag, entry.description) == ("power", "What states do.")
    assert entry.aliases == ("politics", "policy")
    book.follow("power", "policy")
    (entry,) = book.entries().values()
    assert (entry.tag, entry.aliases) == ("policy", ("power", "politics"))


def test_the_tags_file_has_the_form_of_a_sidecar_and_keeps_what_is_not_ours(tmp_path):
    book = TagBook(tmp_path / NAME)
    book.describe("a", "one")
    raw = json.loads((tmp_path / NAME).read_text())
    raw["other"] = {"1": {"kept": True}}
    (tmp_path / NAME).write_text(json.dumps(raw))
    book.describe("a", "two")
    raw = json.loads((tmp_path / NAME).read_text())
    assert raw["other"] == {"1": {"kept": True}}
    assert [row["description"] for row in raw["tags"].values()] == ["two"]


@pytest.mark.parametrize("row", [3, {"tag": 1}, {"aliases": ["b"]}, {"tag": "x", "aliases": 1}])
def test_a_malformed_entry_hides_no_other_and_no_note(two, row, places):
    two.tag_book().describe("grain", "Corn.")
    file = two.root / NAME
    raw = json.loads(file.read_text())
    raw["tags"]["9"] = row
    file.write_text(json.dumps(raw))
    assert tags_of(Library(two.root, Keeping(places)))["one"] == ("policy", "grain")
    assert two.tag_book().entries()["grain"].description == "Corn."


def test_a_tags_file_that_is_none_changes_no_tag_and_is_not_written_over(two, places):
    (two.root / NAME).write_text("[1, 2]")
    again = Library(two.root, Keeping(places))
    assert tags_of(again)["one"] == ("policy", "grain")
    assert (two.root / NAME).read_text() == "[1, 2]"


@given(st.lists(TAG, max_size=4).map(tuple), TAG, TAG)
def test_nothing_but_the_tag_and_what_is_below_it_moves(tags, old, new):
    after = moved(tags, old, new)
    others = {tag_key(tag) for tag in tags if not is_below(tag, old)}
    assert others <= set(map(tag_key, after))
    assert all(tag_key(tag) in others or is_below(tag, new) for tag in after)
    assert len({*map(tag_key, after)}) == len(after)


@given(st.lists(TAG, max_size=4).map(tuple), TAG, TAG)
def test_names_that_were_given_once_are_given_once_for_all(tags, old, new):
    if is_below(new, old):
        return
    aliases = {tag_key(old): new}
    once = canonical(tags, aliases)
    assert canonical(once, aliases) == once or is_below(new, old) or is_below(old, new)


def test_saved_queries_that_cannot_be_read_keep_no_rename_from_being_saved(two, places):
    places.config.mkdir(parents=True, exist_ok=True)
    (places.config / "queries.json").write_text("[1")
    two.perform(rename_tag(sessions(two), "policy", "power"))
    two.flush()
    assert two.tag_book().entries()["power"].aliases == ("policy",)
    assert (places.config / "queries.json").read_text() == "[1"
    later = Library(two.root, Keeping(places))
    assert tags_of(later)["one"] == ("power", "grain")
    later.undo(later.sources()[0])
    assert tags_of(later)["one"] == ("policy", "grain")
