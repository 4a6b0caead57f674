import json
from pathlib import Path

import pytest

NAME = "wire.txt.notes.json"


@pytest.fixture
def versions(postil):
    """One sidecar, edited apart as `ours` and `theirs` with the means of the program."""
    postil("annotate", "wire.txt", "-p", 2, "--note", "Before.")
    base = Path(NAME).read_bytes()
    Path("base").write_bytes(base)

    def edit(name, *arguments):
        Path(NAME).write_bytes(base)
        if arguments:
            assert postil("annotate", "wire.txt", *arguments).code == 0
        Path(name).write_bytes(Path(NAME).read_bytes())

    edit("ours")
    edit("theirs")
    return edit


def notes_in(path, postil):
    """What Postil reads from a file of that content."""
    Path(NAME).write_bytes(Path(path).read_bytes())
    return [line["note"] for line in postil("export", "wire.txt", "--to", "jsonl").lines]


def test_both_sides_notes_are_in_ours(postil, versions):
    versions("ours", "-p", 1, "--note", "Ours.")
    versions("theirs", "-p", 3, "--note", "Theirs.")
    theirs = Path("theirs").read_bytes()
    done = postil("merge", "base", "ours", "theirs")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert notes_in("ours", postil) == ["Ours.", "Before.", "Theirs."]
    assert Path("theirs").read_bytes() == theirs


def test_the_result_goes_to_another_file_if_one_is_named(postil, versions):
    versions("ours", "-p", 1, "--note", "Ours.")
    before = Path("ours").read_bytes()
    assert postil("merge", "base", "ours", "theirs", "-o", "out").code == 0
    assert Path("ours").read_bytes() == before
    assert notes_in("out", postil) == ["Ours.", "Before."]


@pytest.mark.parametrize("base", ["absent", "empty"])
def test_the_base_is_not_needed(postil, versions, base):
    Path("empty").touch()
    versions("theirs", "-p", 1, "--note", "Theirs.")
    assert postil("merge", base, "ours", "theirs").code == 0
    assert notes_in("ours", postil) == ["Theirs.", "Before."]


def test_a_note_written_differently_in_both_needs_a_person_and_has_both_texts(postil, versions):
    versions("ours", "-p", 2, "--note", "Ours.")
    versions("theirs", "-p", 2, "--note", "Theirs.")
    done = postil("merge", "base", "ours", "theirs", "--path", "a/wire.txt.notes.json")
    assert done.code == 1
    (line,) = postil("show", "wire.txt", "--json").lines[2]["annotations"]
    assert f"a/wire.txt.notes.json: {line['id']} " in done.err
    text = Path("ours").read_text()
    assert "Ours." in text and "Theirs." in text and "Before." not in text


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file"),
        (b"{}", "not a file of notes"),
        ("newer", "newer Postil"),
        ("cut", "damaged: only 1 of 2 notes can be read"),
        ("end", "damaged: only 1 of 1 notes can be read"),
    ],
)
def test_a_side_that_cannot_be_read_whole_is_not_merged(postil, versions, side, content, said):
    versions(side, "-p", 1, "--note", "This one.")
    whole = Path(side).read_bytes()
    lines = whole.splitlines(keepends=True)
    made = {
        "newer": whole.replace(b'"schema":1', b'"schema":2'),
        "cut": whole[:-20],
        "end": b"".join(lines[:-2]),
    }.get(content, content)
    if made is None:
        Path(side).unlink()
    else:
        Path(side).write_bytes(made)
    before = {path: path.read_bytes() for path in Path().iterdir()}
    done = postil("merge", "base", "ours", "theirs")
    assert (done.code, done.out) == (3, "")
    assert side in done.err and said in done.err
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_a_side_with_conflict_markers_has_all_its_records(postil, versions):
    versions("ours", "-p", 1, "--note", "Ours.")
    versions("theirs", "-p", 3, "--note", "Theirs.")
    ours, theirs = (Path(side).read_text().splitlines() for side in ("ours", "theirs"))
    added = [line for line in theirs if line not in ours]
    marked = [*ours[:-1], "<<<<<<< ours", "=======", *added, ">>>>>>> theirs", ours[-1], ""]
    Path("ours").write_text("\n".join(marked))
    assert postil("merge", "base", "ours", "base").code == 0
    json.loads(Path("ours").read_bytes())
    assert notes_in("ours", postil) == ["Ours.", "Before.", "Theirs."]


def test_merging_twice_changes_nothing(postil, versions):
    versions("ours", "-p", 1, "--note", "Ours.")
    versions("theirs", "-p", 1, "--tag", "theirs")
    postil("merge", "base", "ours", "theirs")
    once = Path("ours").read_bytes()
    postil("merge", "base", "ours", "theirs")
    assert Path("ours").read_bytes() == once


def test_a_deleted_note_stays_deleted(postil, versions):
    versions("ours", "-p", 2, "--note", "")
    versions("theirs", "-p", 3, "--note", "Theirs.")
    assert postil("merge", "base", "ours", "theirs").code == 0
    assert notes_in("ours", postil) == ["Theirs."]


def test_what_is_no_file_is_never_replaced(postil, versions):
    Path("folder").mkdir()
    done = postil("merge", "base", "ours", "theirs", "-o", "folder")
    assert done.code == 3 and "folder: not a regular file" in done.err
    done = postil("merge", "base", "ours", "theirs", "-o", "absent/out")
    assert done.code == 3 and "absent/out: not saved: no such file" in done.err


def test_what_is_not_notes_is_never_replaced(postil, versions):
    before = Path("essay.md").read_bytes()
    done = postil("merge", "base", "ours", "theirs", "-o", "essay.md")
    assert done.code == 3
    assert Path("essay.md").read_bytes() == before


def test_a_link_stays_a_link(postil, versions):
    versions("theirs", "-p", 1, "--note", "Theirs.")
    Path("link").symlink_to("ours")
    assert postil("merge", "base", "link", "theirs").code == 0
    assert Path("link").is_symlink()
    assert "Theirs." in Path("ours").read_text()


def test_a_wrong_use_is_exit_code_two(postil, versions):
    assert postil("merge", "ours", "theirs").code == 2
