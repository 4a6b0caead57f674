"""`postil tags`: trees, other names and what tags mean."""

import json
from pathlib import Path

import pytest

from tui.core.library import Library
from tui.core.store.keeping import Keeping


@pytest.fixture
def tagged(postil):
    """Two articles with tags."""
    postil("annotate", "wire.txt", "-p", "1", "--tag", "policy/us", "--tag", "grain")
    postil("annotate", "essay.md", "-p", "2", "--tag", "policy")
    return postil


def test_a_tree_counts_what_is_below_each_level(tagged):
    assert tagged("tags", "--tree").out == (
        "grain      1 in 1 article\npolicy     2 in 2 articles\n  us       1 in 1 article\n"
    )
    lines = tagged("tags", "--tree", "--json").lines
    assert [(line["tag"], line["level"], line["own"], line["annotations"]) for line in lines] == [
        ("grain", 0, 1, 1),
        ("policy", 0, 1, 2),
        ("policy/us", 1, 1, 1),
    ]


def test_a_tag_is_renamed_in_every_article(tagged):
    assert tagged("tags", "rename", "policy", "politics").out == (
        "renamed policy to politics: 2 notes in 2 articles\n"
    )
    assert [line["tag"] for line in tagged("tags", "--json").lines] == [
        "grain",
        "politics",
        "politics/us",
    ]
    assert tagged("search", "#politics", "--count").out == "2\n"
    assert tagged("tags", "rename", "policy", "x").code == 1


def test_tags_are_merged_into_one(tagged):
    done = tagged("tags", "merge", "grain", "policy", "--into", "trade", "--json").lines
    assert done == [{"edit": "merged grain, policy into trade", "annotations": 2, "documents": 2}]
    assert {line["tag"] for line in tagged("tags", "--json").lines} == {"trade", "trade/us"}


def test_another_library_can_be_named(tagged, folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "x.txt").write_text("One.\n")
    tagged("annotate", "deep/x.txt", "-p", "1", "--tag", "policy")
    ended = tagged("tags", "rename", "policy", "p", "--in", "deep")
    assert ended.out == "renamed policy to p: 1 note in 1 article\n"
    assert {line["tag"] for line in tagged("tags", "--json").lines} == {
        "grain", "p", "policy", "policy/us",
    }  # fmt: skip
    assert tagged("tags", "rename", "policy", "p", "--in", "essay.md").code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rename", "a"], "rename takes two tags"),
        (["merge", "a"], "merge takes tags and the one they become"),
        (["describe", "a"], "describe takes a tag and a text"),
        (["rename", "policy", "policy/x"], "“policy” cannot become “policy/x”"),
        (["rename", "policy", "##"], "is not a tag"),
        (["--into", "a"], "--into and --in go with"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changed(tagged, arguments, message):
    before = tagged("tags").out
    ended = tagged("tags", *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert tagged("tags").out == before


def test_notes_that_cannot_be_read_are_told_and_the_others_renamed(tagged, folder):
    (folder / "wire.txt.notes.json").write_text("[]")
    ended = tagged("tags", "rename", "policy", "p")
    assert ended.code == 3
    assert "wire.txt.notes.json" in ended.err
    assert '"p"' in tagged("show", "essay.md", "--json").out


def test_what_a_tag_means_is_kept_in_the_tags_file(tagged, folder):
    assert tagged("tags", "describe", "policy", "What states do.").code == 0
    assert "What states do." in (folder / ".postil-tags.json").read_text()


def test_saved_queries_go_along_and_pinned_tags_are_told(tagged, places):
    tagged("search", "#policy/us modified:7d OR tag:grain", "--save", "lately")
    (places.config / "config.toml").write_text('[tags]\npinned = { 3 = "policy/eu" }\n')
    done = tagged("tags", "rename", "policy", "state law")
    assert "the key 3 of your settings still puts on #policy/eu" in done.err
    saved = json.loads((places.config / "queries.json").read_text())["lately"]
    assert saved == '#"state law/us" modified:7d OR tag:grain'
    assert tagged("search", 'saved:"lately"', "--count").out == "1\n"


def test_a_renaming_is_taken_back_whole_from_any_of_the_documents(tagged, places, folder):
    before = tagged("tags").out
    tagged("tags", "rename", "policy", "law")
    essay = Path("essay.md").absolute()
    library = Library(essay.parent, Keeping(places))
    library.session(essay)
    assert library.undo(essay).label == "renamed policy to law"
    library.flush()
    assert tagged("tags").out == before
