"""`postil tags`: trees, other names and what tags mean."""

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

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


def test_a_tag_that_is_only_described_is_listed_as_in_the_reader(tagged):
    tagged("tags", "describe", "study/method", "How it was done.")
    assert tagged("tags").out.endswith("study/method     0 in 0 articles\n")
    assert tagged("tags", "--tree").out.endswith(
        "study        0 in 0 articles\n  method     0 in 0 articles\n"
    )
    last = tagged("tags", "--json").lines[-1]
    assert (last["tag"], last["annotations"], last["description"]) == (
        "study/method", 0, "How it was done.",
    )  # fmt: skip


def test_counts_stand_below_each_other_behind_wide_characters(tagged):
    tagged("annotate", "wire.txt", "-p", "2", "--tag", "論文と方法")
    lines = tagged("tags").out.splitlines()
    assert len({cell_len(line[: line.index(" in ")]) for line in lines}) == 1


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
        (["--into", "a"], "--into goes with merge"),
        (["--key", "3"], "--colour and --key with describe"),
        (["describe", "a", "--colour", "bleu"], "did you mean “blue”?"),
        (["describe", "a", "--key", "0"], "“0” is not a key: there are 1 to 9, and none"),
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


def test_saved_queries_go_along_and_so_do_pinned_tags(tagged, places):
    tagged("search", "#policy/us modified:7d OR tag:grain", "--save", "lately")
    (places.config / "config.toml").write_text('[tags]\npinned = { 3 = "policy/us" }\n')
    assert tagged("tags", "rename", "policy", "state law").err == ""
    saved = json.loads((places.config / "queries.json").read_text())["lately"]
    assert saved == '#"state law/us" modified:7d OR tag:grain'
    assert tagged("search", 'saved:"lately"', "--count").out == "1\n"
    keys = {line["tag"]: line.get("key") for line in tagged("tags", "--json").lines}
    assert keys == {"grain": None, "state law": None, "state law/us": 3}


def test_a_tag_is_given_a_colour_and_a_key_and_they_are_taken_away(tagged):
    assert tagged("tags", "describe", "policy", "--colour", "blue", "--key", "3").code == 0
    assert tagged("tags", "describe", "grain", "Corn.", "--colour", "red").code == 0
    assert [
        (line["tag"], line.get("colour"), line.get("key"), line.get("description"))
        for line in tagged("tags", "--json").lines
    ] == [
        ("grain", "red", None, "Corn."),
        ("policy", "blue", 3, None),
        ("policy/us", "blue", None, None),
    ]
    assert "  key 3\n" in tagged("tags").out
    taken = tagged("tags", "describe", "grain", "--key", "3")
    assert (taken.code, taken.err) == (0, "postil: the key 3 was that of #policy\n")
    assert tagged("tags", "describe", "policy", "--colour", "none").err == ""
    tagged("tags", "describe", "grain", "--key", "none")
    lines = tagged("tags", "--json").lines
    assert not any("key" in line for line in lines)
    assert [line["tag"] for line in lines if "colour" in line] == ["grain"]


def test_tags_have_their_colours_on_a_terminal_and_none_in_a_pipe(tagged, monkeypatch):
    tagged("tags", "describe", "policy", "--colour", "blue")
    plain, found = tagged("tags").out, tagged("search", "#policy").out
    assert "\x1b" not in plain + found
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    # As a terminal it is captured all the same.
    monkeypatch.setattr("tui.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    coloured = tagged("tags").out
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert "\x1b[34mpolicy/us" in coloured
    assert any(line.startswith("grain") for line in coloured.splitlines())
    hits = tagged("search", "is:tagged").out
    assert "\x1b[34m  #policy" in hits
    assert "\x1b[36m  #grain" in hits
    monkeypatch.setenv("NO_COLOR", "1")
    assert tagged("tags").out == plain


def test_a_tags_file_that_cannot_be_read_takes_no_list_away(tagged, folder):
    plain = tagged("tags").out
    (folder / ".postil-tags.json").write_text("[1]")
    assert (tagged("tags").out, tagged("tags").code) == (plain, 0)
    assert tagged("tags", "describe", "policy", "--key", "3").code == 3


def test_a_renaming_is_taken_back_whole_from_any_of_the_documents(tagged, places, folder):
    before = tagged("tags").out
    tagged("tags", "rename", "policy", "law")
    essay = Path("essay.md").absolute()
    library = Library(essay.parent, Keeping(places))
    library.session(essay)
    assert library.undo(essay).label == "renamed policy to law"
    library.flush()
    assert tagged("tags").out == before
