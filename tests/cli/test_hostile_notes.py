"""Notes and tags as no Postil writes them: another program did, or somebody who means harm."""

import json
from pathlib import Path

import pytest

NOTES = Path("wire.txt.notes.json")
TAGS = Path(".postil-tags.json")
ESCAPE = "\x1b]52;c;cm0=\x07\x9b2J\u202e"
NO_UUID = str(1 << 128)


@pytest.fixture
def altered(postil):
    """A file of notes with one note, changed by a function of all its rows and the note's id."""
    postil("annotate", "wire.txt", "-p", 2, "--note", "Sought.", "--tag", "a/b")

    def alter(change):
        head, *lines, _, _ = NOTES.read_text().split("\n")
        rows = json.loads("{" + ",".join(line[1:] for line in lines) + "}")
        change(rows, max(rows, key=int))
        made = [f",{json.dumps(id_)}:{json.dumps(row)}" for id_, row in rows.items()]
        NOTES.write_text("\n".join([head, *made, "}}", ""]))

    return alter


def with_choice(**chosen):
    def change(rows, _):
        rows["1"]["chosen"] = chosen

    return change


def as_no_uuid(rows, id_):
    rows[NO_UUID] = rows[id_]


@pytest.mark.parametrize(
    "command", [("show", "--json"), ("export", "--to", "jsonl"), ("search", "--json")]
)
def test_a_note_whose_id_is_no_uuid_is_left_alone(altered, postil, command):
    altered(as_no_uuid)
    before = NOTES.read_bytes()
    name, *options = command
    told = postil(name, *options, *(["Sought"] if name == "search" else []), "wire.txt")
    assert told.code == 0
    assert sum("Sought." in line for line in told.out.splitlines()) == 1
    assert NOTES.read_bytes() == before


def test_it_is_still_there_when_other_notes_are_written(altered, postil):
    altered(as_no_uuid)
    postil("annotate", "wire.txt", "-p", 1, "--note", "Another.")
    assert NO_UUID in NOTES.read_text()


def test_versions_with_such_a_note_are_merged(altered, postil):
    altered(lambda rows, id_: rows.update({NO_UUID: {**rows[id_], "conflicts": ["Other."]}}))
    for name in ("ours", "theirs"):
        Path(name).write_bytes(NOTES.read_bytes())
    assert postil("merge", "base", "ours", "theirs").code == 0


def test_a_fingerprint_that_no_database_takes_is_found_by_its_note(altered, postil):
    def change(rows, id_):
        rows[id_]["target"]["blocks"][0]["fingerprint"] = "\ud800"

    altered(change)
    assert "Sought." in postil("search", "Sought").out


@pytest.mark.parametrize("many", [10**9, 10**300])
def test_a_note_on_a_paragraph_that_no_text_has_takes_no_room(altered, postil, many):
    """Room for all before it would be gigabytes."""

    def change(rows, id_):
        rows[id_]["target"]["blocks"][0]["index"] = many
        rows[id_]["target"]["context"]["count"] = many

    altered(change)
    Path("wire.txt").write_text("Another text.\n\nOf other paragraphs.\n")
    shown = postil("show", "wire.txt", "--json")
    assert (shown.code, shown.out.count("Sought.")) == (0, 1)
    assert postil("doctor").code in (0, 1)


def test_a_note_on_paragraphs_in_no_order_is_kept(altered, postil):
    def change(rows, id_):
        first = rows[id_]["target"]["blocks"][0]
        rows[id_]["target"]["blocks"] = [{**first, "index": 900}, {**first, "index": 0}]

    altered(change)
    Path("wire.txt").write_text("Another text.\n\nOf other paragraphs.\n")
    assert postil("show", "wire.txt", "--json").out.count("Sought.") == 1


@pytest.mark.parametrize(
    "name",
    ["idna", "punycode", "zip", "rot13", "unicode_escape", "utf-7", "undefined", "a\0b", "\ud800"],
)
def test_an_encoding_that_is_not_offered_is_not_read_in(altered, postil, name):
    altered(with_choice(encoding=name))
    shown = postil("show", "wire.txt", "--json")
    assert (shown.code, shown.lines[0]["encoding"]) == (0, "utf-8")
    assert "any more" in shown.err


@pytest.mark.parametrize("value", [5, [1], {"a": 1}, None, True, ""])
def test_a_choice_that_is_no_name_is_none(altered, postil, value):
    altered(with_choice(encoding=value, shape=value))
    shown = postil("show", "wire.txt", "--json")
    assert (shown.code, shown.err) == (0, "")


def test_a_choice_that_is_a_trick_is_told_on_a_short_line(altered, postil):
    altered(with_choice(encoding=ESCAPE + "x" * 100_000, shape=ESCAPE + "y" * 100_000))
    shown = postil("show", "wire.txt")
    assert shown.code == 0
    assert len(shown.err) < 500
    assert not set(ESCAPE) & set(shown.err) - set("]52;cm0=2J")


@pytest.mark.parametrize(
    "row",
    [
        {"tag": ESCAPE, "description": ESCAPE, "colour": ESCAPE, "aliases": [ESCAPE], "key": 1},
        {"tag": "a", "colour": "[red]", "key": "1"},
        {"tag": "a", "colour": ["red"], "key": True, "aliases": "abc"},
        {"tag": "a", "colour": {"red": 1}, "key": 1e999, "aliases": [1, None, ["a"]]},
        {"tag": "a", "key": 10**300, "description": {"a": 1}, "created": []},
        {"tag": 5},
        {"tag": "", "aliases": ["a", "a/b", ""]},
        {"tag": "a/b/a", "aliases": ["a", "a/b"]},
        {"tag": "\ud800", "aliases": ["\ud800"], "colour": "\ud800"},
        {"tag": "x" * 100_000, "description": "y" * 100_000, "aliases": ["a"]},
        [],
        None,
    ],
)
def test_a_tags_file_of_any_content_is_no_trap(altered, postil, row):
    postil("tags", "describe", "a", "Said of it.")
    text = TAGS.read_text()
    table = json.loads(text)
    table["tags"] = {"1": row, "\x1b": row}
    TAGS.write_text(json.dumps(table))
    for command in (("tags",), ("tags", "--json"), ("show", "wire.txt"), ("search", "Sought")):
        told = postil(*command)
        assert told.code in (0, 1, 3)
        assert not (set(ESCAPE) - set("]52;cm0=2J")) & set(told.out + told.err)
