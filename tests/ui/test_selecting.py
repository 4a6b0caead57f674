"""Selections of paragraphs and words, and what acts on them."""

import pytest

from tests.ui.test_reader import NARROW, reading
from tui.core.state import Position, ReadingState


def exact(r):
    """The words each annotation is on, oldest first."""
    return [a.target.exact for a in r.session.annotations.values()]


def drawn_in(r, words, **style):
    """Whether every cell of `words`, wherever they wrap, is drawn with `style`."""
    looked_for = words.split()
    for y in range(r.view.size.height):
        for segment in r.view.render_line(y):
            if all(getattr(segment.style, name) == value for name, value in style.items()):
                for word in segment.text.split():
                    if looked_for and word == looked_for[0]:
                        looked_for.pop(0)
    return not looked_for


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("j V j j t a enter", "A gloss explained a word.\nPrint\nA scholion argued with it."),
        ("j V } h", "A gloss explained a word.\nPrint"),
        ("j 2 V S", "A gloss explained a word.\nPrint"),
        ("4 G V k k o k h", "A gloss explained a word.\nPrint"),
        ("7 G V G h", "two\nThe end came quietly."),
        ("j V L s", "A gloss explained a word.\nPrint"),
        ("j v h", "A"),
        ("j v w w t a enter", "A gloss explained"),
        ("j v 2 w b h", "A gloss"),
        ("j 3 v h", "A gloss explained"),
        ("j v w o w h", "gloss"),
        ("j v $ h", "A gloss explained a word."),
        ("j v $ b h", "A gloss explained a"),
        ("j v e l right left g h r", "A gloss explained"),
        ("j v $ o w w 0 h", "A gloss explained a word."),
        ("j v } h", "A gloss explained a word.\nPrint"),
        ("j v w j k b a x escape", "A gloss explained a"),
        ("/ l i n e enter v 3 w h", "line by line, and"),
        ("/ l i n e enter j k v h", "line"),
        ("j v w w V h", "A gloss explained a word."),
        ("j v w escape g v h", "A gloss"),
        ("j v w w escape g v x", "A gloss explained"),
    ],
)
async def test_what_a_verb_acts_on(app_on, keys, words):
    async with reading(app_on()) as r:
        await r.press("t", "z", "enter", "d", "d")
        await r.press(*keys.split())
        assert exact(r) == [words]
        assert r.view.selection is None
        await r.press("u")
        assert not r.session.annotations


async def test_without_a_selection_a_count_annotates_each_paragraph(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "3", "h")
        assert len(exact(r)) == 3


async def test_a_note_on_words_is_edited_when_they_are_selected_again(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "v", "w", "w", "a", *"why", "escape")
        await r.press("h", "g", "a", "a", "!", "escape")
        notes = {a.target.exact: a.note for a in r.session.annotations.values()}
        assert notes == {"A gloss explained": "why", "A gloss explained a word.": "!"} or notes == {
            "A gloss explained": "why!",
            "A gloss explained a word.": "",
        }
        await r.press("g", "a", "g", "a", "s", "g", "v", "s")
        assert sorted(a.status or "" for a in r.session.annotations.values()) == ["", "done"]


async def test_removing_takes_what_the_selection_touches(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "h", "v", "w", "h", "j", "h")
        await r.press("k", "v", "w", "w", "o", "w", "w", "d", "d")
        assert exact(r) == ["A gloss", "Print"]
        await r.press("u", "d", "d")
        assert sorted(exact(r)) == ["A gloss", "Print"]
        await r.press("d", "d")
        assert exact(r) == ["Print"]
        await r.press("u", "u", "2", "G", "V", "j", "d", "d")
        assert exact(r) == []


async def test_the_selection_is_drawn_reversed_and_named_in_the_last_row(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press("j", "V", "j", "j")
        assert "V ¶ 2-4" in r.status
        assert "t a h annotate  y copy  Esc end" in r.status
        assert drawn_in(
            r, "A gloss explained a word. Print A scholion argued with it.", reverse=True
        )
        assert not drawn_in(r, "postil", reverse=True)
        await r.press("escape", "v", "w")
        assert "v “A scholion”" in r.status
        assert drawn_in(r, "A scholion", reverse=True)
        assert not drawn_in(r, "argued", reverse=True)
        await r.press("escape")
        assert "“" not in r.status
        assert not drawn_in(r, "A", reverse=True)


async def test_a_phrase_is_drawn_over_wrapped_lines_and_paragraphs(app_on):
    async with reading(app_on(), (40, 24)) as r:
        await r.press("5", "G", "v", "w", "o", "w", "}", "h")
        style = {"bgcolor": r.view._style("on-yellow").bgcolor}
        assert drawn_in(r, "postil answered it line by line, and went on answering", **style)
        assert not drawn_in(r, "A", **style)
        assert drawn_in(r, "one", **style)
        assert not drawn_in(r, "two", **style)


async def test_a_phrase_with_a_note_and_no_colour_is_underlined(app_on):
    async with reading(app_on(), (40, 24)) as r:
        await r.press("5", "G", "v", "9", "w", "o", "w", "a", "x", "escape")
        assert drawn_in(r, "postil answered it line by line, and went on", underline=True)
        assert not drawn_in(r, "A", underline=True)
        assert not drawn_in(r, "answering", underline=True)


async def test_words_are_selected_line_by_line_too_and_the_head_stays_in_view(app_on, shelf):
    words = " ".join(f"word{n:03}" for n in range(400))
    (shelf / "long.txt").write_text(f"{words}\n\nend\n")
    async with reading(app_on("long.txt")) as r:
        await r.press("v", "j")
        (selected,) = r.view.selection.ranges(r.session.document)
        line = r.view._page.rows(0)[1]
        assert selected == (0, 0, line.start + len("word000"))
        await r.press("3", "0", "j")
        assert "word300" not in r.text
        head = r.view.selection.head
        assert r.session.document.blocks[0].text[head[1] : head[2]] in r.text
        await r.press("escape", "v")
        first = r.text.split()[1]
        (selected,) = r.view.selection.ranges(r.session.document)
        assert r.session.document.blocks[0].text[selected[1] : selected[2]] == first
        await r.press("$", "j", "k")
        assert r.view.selection.head[0] == 0


async def test_escape_ends_the_topmost_thing_first(app_on):
    async with reading(app_on()) as r:
        await r.press("slash", *"it", "enter", "V", "backslash", "3", "g")
        await r.press("escape")
        assert r.reader._tree.display
        await r.press("escape")
        assert not r.reader._tree.display
        assert r.view.selection
        await r.press("2")
        await r.press("escape")
        assert r.view.selection
        await r.press("escape")
        assert r.view.selection is None
        assert r.reader._actors.finding._needle
        await r.press("escape")
        assert not r.reader._actors.finding._needle
        await r.press("V", "q")
        assert r.app.is_running
        assert r.view.selection is None


async def test_what_cannot_be_selected_is_said(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("o")
        assert "nothing is selected" in r.status
        await r.press("g", "v")
        assert "nothing was selected" in r.status
        await r.press("g", "a")
        assert "no note here" in r.status
        await r.press("8", "j", "k", "v")
        assert "no words here" in r.status
        await r.press("V", "h")
        assert not r.session.annotations


async def test_a_selection_of_a_whole_library_is_not_annotated(app_on, shelf):
    (shelf / "long.txt").write_text("\n\n".join(f"Line {n}." for n in range(1200)))
    async with reading(app_on("long.txt")) as r:
        await r.press("V", "G", "h")
        assert "more than 1,000 paragraphs" in r.status
        assert not r.session.annotations


async def test_another_document_has_no_selection(app_on):
    async with reading(app_on()) as r:
        await r.press("V", "J")
        assert r.view.selection is None
        await r.press("g", "v")
        assert "nothing was selected" in r.status


async def test_copying_says_what_was_copied(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "y")
        assert r.app.clipboard == "A gloss explained a word."
        assert "copied ¶ 2" in r.status
        await r.press("3", "y")
        assert r.app.clipboard == "A gloss explained a word.\n\nPrint\n\nA scholion argued with it."
        assert "copied ¶ 2-4" in r.status
        await r.press("v", "w", "y")
        assert r.app.clipboard == "A gloss"
        assert "copied “A gloss”" in r.status
        assert r.view.selection is None
        await r.press("a", *"why", "escape", "Y")
        assert r.app.clipboard == "> A gloss explained a word.\n\nwhy\n\n— *The margin*, ¶ 2\n"
        assert "copied ¶ 2 as a quote" in r.status


async def test_an_unfinished_note_on_words_is_found_again(app_on, shelf, places):
    async with reading(app_on()) as r:
        await r.press("j", "v", "w", "a")
        _, name = r.app.screen._keep_draft.args
    ReadingState(places).keep_draft(shelf / "essay.md", name, "half")
    ReadingState(places).remember(shelf / "essay.md", Position())
    async with reading(app_on()) as r:
        assert "an unfinished note waits on a part of ¶ 2: gv a opens it" in r.status
        await r.press("g", "v", "a", "escape")
        assert [(a.target.exact, a.note) for a in r.session.annotations.values()] == [
            ("A gloss", "half")
        ]


async def test_marks_lead_back_within_and_across_documents_and_runs(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("4", "G", "m", "a")
        assert "mark a on ¶ 4" in r.status
        await r.press("g", "g", "'", "a")
        assert r.cursor == 3
        await r.press("'", "'")
        assert r.cursor == 0
        await r.press("`", "`")
        assert r.cursor == 3
        await r.press("J", "`", "a")
        assert (r.session.source.name, r.cursor) == ("essay.md", 3)
        await r.press("ctrl+o")
        assert r.session.source.name == "letter.txt"
        await r.press("'", "'")
        assert (r.session.source.name, r.cursor) == ("essay.md", 3)
    essay = shelf / "essay.md"
    essay.write_text("New.\n\n" + essay.read_text())
    async with reading(app_on("letter.txt")) as r:
        await r.press("'", "a")
        assert (r.session.source.name, r.cursor) == ("essay.md", 4)
    essay.write_text("Nothing is left.\n")
    async with reading(app_on("letter.txt")) as r:
        await r.press("'", "a")
        assert "the marked paragraph is not as it was" in r.status
    essay.unlink()
    async with reading(app_on("letter.txt")) as r:
        await r.press("'", "a")
        assert "essay.md" in r.status
        assert r.session.source.name == "letter.txt"


async def test_a_mark_that_is_not_there_or_is_no_letter_is_said(app_on, monkeypatch):
    async with reading(app_on()) as r:
        await r.press("'", "b")
        assert "no mark b is set" in r.status
        await r.press("m", "B")
        assert "one letter, a to z" in r.status
        await r.press("'", "'")
        assert "no earlier place" in r.status

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tui.core.bookmarks.write_atomically", full)
        await r.press("m", "b")
        assert "the mark could not be kept: no space left on device" in r.status


@pytest.mark.parametrize(("no_colour", "underlined"), [("1", True), (None, False)])
async def test_a_highlighted_phrase_is_underlined_where_there_are_no_colours(
    app_on, monkeypatch, no_colour, underlined
):
    if no_colour:
        monkeypatch.setenv("NO_COLOR", no_colour)
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
    async with reading(app_on()) as r:
        await r.press("j", "v", "w", "h")
        assert drawn_in(r, "A gloss", underline=True) is underlined
