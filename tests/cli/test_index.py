"""`postil index`, and searches that use it."""

import os
import time

import pytest


@pytest.fixture
def aged(folder, postil):
    """The articles, annotated, and as they have been for an hour."""
    assert postil("annotate", "wire.txt", "-p", 1, "--note", "Check it").code == 0
    for path in folder.iterdir():
        os.utime(path, (time.time() - 3600,) * 2)
    return folder


def test_an_index_is_made_and_tells_what_it_holds(aged, postil):
    none = postil("index", "status", "--json")
    assert (none.code, none.lines[0]["behind"], none.lines[0]["notes"]) == (1, 2, 0)
    made = postil("index", "rebuild")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("notes 1 · texts 2 · paragraphs 6 · up to date\n")
    after = postil("index", "status", "--json")
    assert after.code == 0
    assert {k: after.lines[0][k] for k in ("notes", "texts", "paragraphs", "behind")} == {
        "notes": 1, "texts": 2, "paragraphs": 6, "behind": 0,
    }  # fmt: skip


def test_what_changed_is_told_to_be_taken_in(aged, postil):
    postil("index", "rebuild")
    (aged / "wire.txt").write_text("Another text.\n")
    told = postil("index", "status")
    assert told.code == 1 and "1 to take in" in told.out
    assert postil("search", "another").out.startswith("wire.txt:¶1")


def test_a_search_answers_the_same_with_an_index(aged, postil):
    before = postil("search", "date OR check", "--json").out
    postil("index", "rebuild")
    assert postil("search", "date OR check", "--json").out == before != ""


def test_where_no_index_can_be_it_is_said_and_searches_go_on(aged, postil, monkeypatch, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    told = postil("index", "rebuild")
    assert told.code == 3 and "searches read through all files" in told.err
    assert postil("search", "check").code == 0
    doctor = postil("doctor", "--json")
    assert [row["kind"] for row in doctor.lines] == ["index"]
    assert "searches read through all files" in postil("doctor").out


def test_other_indexes_are_listed_and_those_of_no_library_removed(aged, postil, tmp_path):
    other = tmp_path / "other\x1b[1m"
    other.mkdir()
    (other / "a.txt").write_text("A text.\n")
    postil("index", "rebuild", other)
    postil("index", "rebuild")
    told = postil("index", "status", "--json").lines[0]["others"]
    assert [(one["library"], one["gone"]) for one in told] == [(str(other.resolve()), False)]
    nothing = postil("index", "clean")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing to remove" in nothing.err
    (other / "a.txt").unlink()
    for path in other.iterdir():
        path.unlink()
    other.rmdir()
    status = postil("index", "status").out
    assert "(not there) · " in status and "\x1b" not in status
    assert [one["gone"] for one in postil("index", "clean", "--json").lines] == [True]
    assert postil("index", "status", "--json").lines[0]["others"] == []
    assert postil("index", "status").out.startswith("notes 1 · texts 2")


def test_an_unknown_word_behind_index_is_wrong_usage(folder, postil):
    assert postil("index", "polish").code == 2


@pytest.mark.parametrize("what", [["status"], ["status", "--json"], ["rebuild"]])
def test_of_what_is_not_there_nothing_is_told_and_no_index_made(folder, postil, what):
    done = postil("index", *what, "no/such")
    assert (done.code, done.out) == (3, "")
    assert done.err == "postil: no/such: no such file or directory\n"
    assert postil("index", *what, "no/such", "wire.txt").out
