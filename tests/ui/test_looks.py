"""What the eye meets: every view as text, compared with `tests/snapshots`.

After a wanted change: `POSTIL_LOOKS=write pytest tests/ui/test_looks.py`, then look at the diff.
"""

import os
import re
from pathlib import Path

import pytest

from tests.ui.test_reader import NARROW, WIDE, reading
from tui.core import edits
from tui.core.config import Reading
from tui.core.library import Library
from tui.core.store.keeping import Keeping
from tui.ui.screens import note_editor

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"

VIEWS = {
    "reader": "essay.md | 3 G",
    "letter": "letter.txt | ",
    "library": "essay.md | backslash",
    "library_sorted": "essay.md | backslash o o",
    "library_narrowed": "essay.md | backslash slash p o e",
    "library_nothing": "essay.md | backslash slash z z z",
    "go_to": "essay.md | g p",
    "go_to_found": "essay.md | g r p o",
    "notes": "essay.md | vertical_line",
    "contents": "essay.md | g t",
    "tags": "essay.md | T",
    "tag": "essay.md | 4 G t m",
    "note": "essay.md | 2 G a",
    "find": "essay.md | slash a n s w e r",
    "filtered": "essay.md | f # m e t h o d enter",
    "search": "essay.md | g slash g l o s s enter",
    "nothing_found": "essay.md | g slash z z z",
    "help": "essay.md | question_mark c o l o u r",
    "trash": "essay.md | 2 G d d g u",
    "which_key": "essay.md | g",
    "paragraphs": "essay.md | 3 G V j j",
    "words": "essay.md | 5 G v 5 w",
    "split": "essay.md | ctrl+w v J shift+tab 4 G",
    "margin": "essay.md | backslash backslash vertical_line vertical_line 3 G",
    "error": "gone.txt | ",
    "messages": "essay.md | h d d 9 9 G exclamation_mark",
    "zen": "essay.md | 3 G z enter j",
    "narrower": "essay.md | 5 minus",
    "shape": "letter.txt | 2 G h z s",
}


CHANGED_VIEWS = {"review": "3 G g o", "changes": "g d"}
"""On the essay with edited and deleted paragraphs."""


@pytest.fixture
def noted(shelf, places):
    """Annotations of every sort on the essay."""
    library = Library(shelf, Keeping(places))
    session = library.session(shelf / "essay.md")
    place = session.paragraph
    library.perform(edits.write_note(session, [place(1)], "Who said so?"))
    library.perform(edits.set_status(session, [place(1)], "open"))
    library.perform(edits.add_tags(session, [place(3), place(4)], ["method", "policy/us"]))
    library.perform(edits.set_colour(session, [place(4)], "green"))
    library.perform(edits.set_star(session, [place(8)], True))
    library.perform(edits.set_colour(session, [session.phrase(4, "line by line")], "red"))
    library.flush()


def drawn(app):
    """The rows of the screen; times of day and durations are not the same twice."""
    rows = [
        "".join(segment.text for segment in strip).rstrip()
        for strip in app.screen._compositor.render_strips()
    ]
    text = re.sub(r"\d\d\d\d-\d\d-\d\d \d\d:\d\d", "YYYY-MM-DD HH:MM", "\n".join(rows))
    text = re.sub(r"last used \d\d\d\d-\d\d-\d\d", "last used YYYY-MM-DD", text)
    text = re.sub(r" \d\d:\d\d  │", " HH:MM  │", text)
    return re.sub(r"\b\d+ ms\b *", "N ms    ", text) + "\n"


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_looks_as_it_did(app_on, view, size):
    name, _, keys = VIEWS[view].partition(" | ")
    async with reading(app_on(name), size) as r:
        await r.press(*keys.split())
        if view == "which_key":
            await r.pilot.pause(0.5)
        compare(view, size, drawn(r.app))


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
@pytest.mark.parametrize("view", CHANGED_VIEWS)
async def test_a_changed_text_looks_as_it_did(app_on, edited, view, size):
    edited(
        {1: "Who explained it?", 4: "Check [this] too.", 8: "Never."},
        ("A gloss explained a word.", "A gloss explained every hard word.", 0.71),
        (
            "A postil answered it line by line, and went on answering it "
            "for as long as anybody asked.",
            "A postil answered it for as long, and as often, as anybody asked.",
            0.76,
        ),
        ("The end came quietly.", ""),
    )
    async with reading(app_on(), size) as r:
        await r.press(*CHANGED_VIEWS[view].split())
        compare(view, size, drawn(r.app))


def compare(view, size, shown):
    """Compare what is shown with the file of that view, or write it."""
    file = SNAPSHOTS / f"{view}-{size[0]}.txt"
    if os.environ.get("POSTIL_LOOKS") == "write":
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
async def test_a_spaced_and_justified_text_looks_as_it_did(app_on, size):
    settings = Reading(measure=40, margin=4, spacing=2, justify=True)
    async with reading(app_on(reading=settings), size) as r:
        compare("justified", size, drawn(r.app))


NOTE = """\
## What for

See *both* of **these**: [[essay.md|The margin]] and [[gone.md|what went]].

1. a [link](https://example.org/a)
2. `code`
   - below

> quoted
"""
"""A note with a bit of everything."""


@pytest.mark.usefixtures("noted")
async def test_a_note_looks_in_its_preview_as_it_did(app_on, shelf, places):
    library = Library(shelf, Keeping(places))
    session = library.session(shelf / "essay.md")
    library.perform(edits.write_note(session, [session.paragraph(2)], NOTE))
    library.flush()
    async with reading(app_on()) as r:
        await r.press(*"3Ga", "ctrl+o")
        await r.settle()
        compare("preview", NARROW, drawn(r.app))


@pytest.mark.usefixtures("noted")
async def test_mentions_look_as_they_did(app_on, monkeypatch):
    monkeypatch.setattr(note_editor, "DRAFT_AFTER", 1000)
    async with reading(app_on()) as r:
        await r.press(*"3Ga", *"see [[")
        await r.settle()
        compare("mention", NARROW, drawn(r.app))


async def test_an_empty_library_says_what_it_opens(app_on, tmp_path):
    (tmp_path / "void").mkdir()
    app = app_on(None)
    app._reader._library.move_to(tmp_path / "void")
    async with reading(app) as r:
        text = drawn(r.app)
    for line in (
        "Postil opens plain text, Markdown, HTML, EPUB, DOCX and PDF.",
        "Enter opens the tour",
    ):
        assert line in text
