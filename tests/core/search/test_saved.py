import json

import pytest

from tui.core.errors import FileProblem, WrongUsage
from tui.core.search.query import explain, parse
from tui.core.search.saved import SHIPPED, SavedQueries


@pytest.fixture
def saved(places):
    return SavedQueries(places)


def test_one_query_ships_and_is_one(saved):
    assert saved.all() == dict(SHIPPED)
    query = parse('saved:"open questions"', saved=saved.all)
    assert explain(query) == "open; the latest change first"


def test_a_query_is_kept_under_a_name_until_another_takes_it(saved, places):
    assert saved.save("  my   own ", " é #x ") == "my own"
    assert SavedQueries(places).all()["my own"] == "é #x"
    saved.save("my own", "b")
    saved.save("open questions", "is:open #mine")
    assert SavedQueries(places).all() == {"my own": "b", "open questions": "is:open #mine"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("", "a", "needs a name"),
        ('a"b', "a", "without quotation marks"),
        ("a", "  ", "no query to save"),
        ("a", "is:opne", "did you mean"),
        ("a", "saved:a b", "leads to itself"),
        ("a", "saved:b", "no saved query “b”"),
    ],
)
def test_what_would_be_of_no_use_is_not_kept(saved, name, text, words):
    with pytest.raises(WrongUsage, match=words):
        saved.save(name, text)
    assert not saved.file.exists()


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "[" * 100_000, "\ud800"])
def test_a_file_that_is_not_understood_is_named_and_not_written_to(saved, content):
    saved.file.parent.mkdir(parents=True)
    saved.file.write_bytes(content.encode("utf-8", "surrogatepass"))
    before = saved.file.read_bytes()
    for use in (saved.all, lambda: saved.save("a", "b")):
        with pytest.raises(FileProblem, match=r"queries\.json"):
            use()
    assert saved.file.read_bytes() == before


def test_a_folder_that_takes_no_file_is_told(saved):
    saved.file.parent.parent.mkdir(parents=True)
    saved.file.parent.write_text("in the way")
    with pytest.raises(FileProblem, match=r"queries\.json"):
        saved.save("a", "b")


def test_the_file_can_be_read_by_whoever_opens_it(saved):
    saved.save("é", "ü")
    assert json.loads(saved.file.read_text("utf-8")) == {"é": "ü"}
    assert "é" in saved.file.read_text("utf-8")
