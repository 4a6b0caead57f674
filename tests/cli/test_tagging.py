"""`postil tags`: the tree, renaming, merging."""

import json
from pathlib import Path

import pytest

from tui.core.library import Library
from tui.core.store.keeping import Keeping


@pytest.fixture
def tagged(postil):
    """Two articles with tags of two levels."""
    postil("annotate", "wire.txt", "-p", 1, "--tag", "policy/us", "--tag", "Policy/EU")
    postil("annotate", "wire.txt", "-p", 2, "--tag", "policy")
    postil("annotate", "essay.md", "-p", 2, "--tag", "policy/us/tax", "--tag", "zoo")
    return postil


def tags_of(postil):
    return {line["tag"]: line["annotations"] for line in postil("tags", "--json").lines}


def test_the_tree_counts_a_tag_with_all_below_it(tagged):
    assert tagged("tags", "--tree").out == (
        "policy      3 in 2 articles\n"
        "  EU        1 in 1 article\n"
        "  us        2 in 2 articles\n"
        "    tax     1 in 1 article\n"
        "zoo         1 in 1 article\n"
    )
    assert tagged("tags", "--tree", "--json").lines[0] == {
        "tag": "policy",
        "annotations": 3,
        "documents": 2,
    }


def test_a_tag_is_renamed_with_all_below_it(tagged):
    done = tagged("tags", "rename", "POLICY", "law/new")
    assert (done.code, done.err) == (0, "")
    assert done.out == "renamed POLICY to law/new: 3 annotations, 2 articles\n"
    assert tags_of(tagged) == {
        "law/new": 1, "law/new/EU": 1, "law/new/us": 1, "law/new/us/tax": 1, "zoo": 1,
    }  # fmt: skip


def test_tags_are_merged_into_one_and_none_stands_twice(tagged):
    done = tagged("tags", "merge", "policy/us", "policy/eu", "--into", "states", "--json")
    assert done.lines == [{"tag": "states", "annotations": 2, "documents": 2}]
    assert tags_of(tagged) == {"policy": 1, "states": 1, "states/tax": 1, "zoo": 1}


def test_a_renaming_is_taken_back_whole_from_any_of_the_documents(tagged, places):
    before = tags_of(tagged)
    tagged("tags", "rename", "policy", "law")
    library = Library(Path().absolute(), Keeping(places))
    library.session(Path("essay.md").absolute())
    assert library.undo(Path("essay.md").absolute()).label == "renamed policy to law"
    library.flush()
    assert tags_of(tagged) == before


def test_only_the_named_places_are_changed(tagged):
    assert tagged("tags", "rename", "policy", "law", "--in", "essay.md").code == 0
    assert tags_of(tagged) == {
        "Policy/EU": 1, "policy": 1, "policy/us": 1, "law/us/tax": 1, "zoo": 1,
    }  # fmt: skip


def test_a_tag_that_nobody_uses_is_exit_code_one(tagged):
    before = Path("wire.txt.notes.json").read_bytes()
    assert tagged("tags", "rename", "absent", "x").code == 1
    assert Path("wire.txt.notes.json").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["rename", "a"],
        ["rename", "a", "b", "c"],
        ["rename", "a", "b", "--into", "c"],
        ["rename", "a", "#"],
        ["rename", "a", "b", "--tree"],
        ["merge", "a"],
        ["merge", "--into", "a"],
        ["--into", "a"],
        ["--in", "."],
    ],
)
def test_what_makes_no_sense_is_exit_code_two_and_changes_nothing(tagged, words):
    before = tags_of(tagged)
    done = tagged("tags", *words)
    assert (done.code, done.out) == (2, "")
    assert tags_of(tagged) == before


def test_notes_that_cannot_be_read_do_not_keep_the_others_from_it(tagged):
    Path("essay.md.notes.json").write_text("not JSON")
    done = tagged("tags", "rename", "policy", "law")
    assert done.code == 3
    assert "essay.md.notes.json" in done.err
    assert Path("essay.md.notes.json").read_text() == "not JSON"
    assert "law/us" in tags_of(tagged)


def test_where_else_the_old_tag_is_written_is_told(tagged, places):
    tagged("search", "#policy/us modified:7d", "--save", "lately")
    (places.config / "config.toml").write_text('[tags]\npinned = { 3 = "policy/eu" }\n')
    done = tagged("tags", "rename", "policy", "law")
    assert done.code == 0
    assert "the key 3 of your settings still puts on #policy/eu" in done.err
    assert "the saved query “lately” still asks" in done.err
    assert json.loads((places.config / "queries.json").read_text())["lately"].startswith("#policy")
