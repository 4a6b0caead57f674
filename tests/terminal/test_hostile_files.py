"""What a terminal is sent when a document wants to speak to it."""

import json
import os

import pytest

from tests.hostile import ESCAPES, FILES, PROSE
from tests.terminal.terminal import Terminal

# The program itself sets neither the clipboard nor clears the screen in these ways.
PAYLOADS = (b"\x1b]52;c;cm0=", b"\x1b[2J \x1b", b"\x9b2J", b"\xc2\x9b", "\u202e".encode())
NAMES = [
    f"escapes {ESCAPES}.txt".encode(),
    b"new\nline.txt",
    b"bad\xff\x9b2J.txt",
    b"[@click=x]n[.md",
]


@pytest.fixture
def shelf(tmp_path):
    """A folder of nothing but tricks: names, notes, tags, and what is no file."""
    for name in NAMES:
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(PROSE)
    row = {
        "tags": [ESCAPES, "[red]t[/red]"],
        "note": ESCAPES,
        "colour": ESCAPES,
        "created": ESCAPES,
    }
    records = {"0": {"kind": "postil"}, "1": {"kind": "document", "chosen": {"encoding": ESCAPES}}}
    records[str(1 << 120)] = row
    head = {"1": {"format": "postil-notes", "schema": 1}}
    tag = {
        "tag": ESCAPES,
        "description": ESCAPES,
        "colour": ESCAPES,
        "aliases": [ESCAPES],
        "key": 1,
    }
    notes = json.dumps({"sidecar": head, "_default": records})
    tags = json.dumps({"sidecar": head, "_default": {"0": {}}, "tags": {"1": tag, "2": None}})
    (tmp_path / "sought.txt").write_text(PROSE + "\n\nThe last of it.\n")
    (tmp_path / "sought.txt.notes.json").write_text(notes)
    (tmp_path / ".postil-tags.json").write_text(tags)
    os.mkfifo(tmp_path / "pipe.txt")
    for name, to in (("loop.txt", "loop.txt"), ("zero.txt", "/dev/zero"), ("up", ".")):
        (tmp_path / name).symlink_to(to)
    return tmp_path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_names_notes_and_tags_do_not_either(shelf, size):
    with Terminal(["sought.txt"], cwd=shelf, size=size) as terminal:
        terminal.wait_for("last of it", "¶ 1/2")
        terminal.type("1jG")
        terminal.wait_for("¶ 2/2")
        # What is told of while it runs: another such name, a pipe, and the text itself.
        (shelf / f"later {ESCAPES}.txt").write_text(PROSE)
        os.mkfifo(shelf / "later.txt")
        (shelf / "sought.txt").write_text(PROSE + f"\n\nThe end {ESCAPES}\n")
        terminal.wait_for("The end")
        terminal.type("q")
        assert terminal.wait_closed() == 0
        sent = terminal.raw
    assert [payload for payload in PAYLOADS if payload in sent] == []
    assert b"Traceback" not in sent


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("escapes")])
def test_no_control_of_a_document_reaches_the_terminal(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    with Terminal([path], cwd=tmp_path) as terminal:
        terminal.wait_for("reversed")
        terminal.type("q")
        terminal.wait_closed()
        sent = terminal.raw
    assert [payload for payload in PAYLOADS if payload in sent] == []
