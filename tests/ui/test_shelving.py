"""The library by key: sorted, narrowed, and a document opened by its title."""

import os
import threading

import pytest

from tests.ui.test_reader import WIDE, reading
from tui.core.catalogue import find
from tui.core.search.hits import Entry
from tui.core.state import Position, ReadingState, stamp_of
from tui.ui.screens.document_picker import DocumentPicker
from tui.ui.widgets import document_list
from tui.ui.widgets.find_bar import FindBar


def pane(r):
    """The rows of the library pane as drawn, the filter line left out."""
    tree = r.reader._tree
    shown = [tree.render_line(y).text.rstrip() for y in range(tree.size.height)]
    return [" ".join(line.removeprefix("❯").split()) for line in shown if line]


def picked(r):
    """The rows of the prompt."""
    assert isinstance(r.app.screen, DocumentPicker)
    rows = r.app.screen._list
    return [line for y in range(rows.size.height) if (line := rows.render_line(y).text.strip())]


@pytest.fixture
def read_before(shelf, places):
    """The letter was left last, the poem before that."""
    state = ReadingState(places)
    for at, name in enumerate(["letter.txt", "verse/poem.txt"]):
        source = shelf / name
        state.remember(source, Position(1, 0, 0), 50, stamp_of(source))
        os.utime(places.document(source) / "position.json", (1000 - at, 1000 - at))


async def test_o_sorts_the_library_in_another_way_and_it_stays_so(app_on):
    async with reading(app_on(), WIDE) as r:
        assert pane(r)[1:] == ["◐ The margin 7%", "○ letter 3 ¶", "▾ verse", "○ poem 2 ¶"]
        await r.press("backslash", "o", "o", "o")
        assert pane(r)[1:] == ["by title", "○ letter 3 ¶", "○ poem 2 ¶", "◐ The margin 7%"]
    async with reading(app_on(), WIDE) as r:
        assert pane(r)[1] == "by title"


async def test_o_over_the_text_sorts_nothing(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("o")
        assert r.reader._tree.order == "folder"


@pytest.mark.usefixtures("read_before")
async def test_what_is_opened_comes_first_among_what_was_read_recently(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "o")
        assert [row.split()[1] for row in pane(r)[2:]] == ["The", "letter", "poem"]
        await r.press("G", "enter")
        assert [row.split()[1] for row in pane(r)[2:]] == ["poem", "The", "letter"]


async def test_letters_narrow_the_library_and_enter_goes_to_what_fits_best(app_on, shelf):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", *"poe")
        assert pane(r)[1:] == ["1 of 3", "▾ verse", "○ poem 2 ¶"]
        await r.press("enter")
        assert r.app.focused is r.reader._tree
        assert pane(r)[1] == "1 of 3"
        await r.press("enter")
        assert r.session.source == shelf / "verse" / "poem.txt"


async def test_what_fits_best_is_marked_and_stays_in_view_above_the_line(app_on, shelf):
    for number in range(60):
        (shelf / f"a-poem-{number:02}.txt").write_text("Words.\n")
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", *"poem")
        tree = r.reader._tree
        assert pane(r)[1] == "61 of 63"
        assert tree.current.key == shelf / "verse" / "poem.txt"
        assert "❯" in tree.render_line(tree.size.height - 2).text


async def test_a_title_that_becomes_known_later_is_found_too(app_on, shelf):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", *"elegy")
        tree = r.reader._tree
        assert pane(r)[1] == "0 of 3"
        tree.learn([Entry(shelf / "letter.txt", "Elegy", 3, 0)])
        await r.settle()
        assert pane(r)[1:] == ["1 of 3", "○ Elegy 3 ¶"]


async def test_keys_typed_in_haste_narrow_and_open(app_on, shelf):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", *"poe", "enter", "enter")
        assert r.session.source == shelf / "verse" / "poem.txt"


async def test_esc_shows_the_whole_library_again(app_on):
    async with reading(app_on(), WIDE) as r:
        whole = pane(r)
        await r.press("backslash", "slash", *"poe", "escape")
        assert pane(r) == whole
        assert r.app.focused is r.reader._tree
        assert not r.reader._tree.query_one(FindBar).display


async def test_down_goes_to_the_list_and_letters_can_be_added_later(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", "e", "down")
        assert r.app.focused is r.reader._tree
        await r.press("slash", "s")
        assert [row for row in pane(r) if row[0] in "○◐"] == ["◐ The margin 7%"]


async def test_where_nothing_fits_the_line_says_how_to_go_on(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("backslash", "slash", *"zzz", "enter")
        assert pane(r)[-1] == "Esc shows all"
        await r.press("backspace", "backspace", "backspace", *"let", "enter", "enter")
        assert r.session.source.name == "letter.txt"


async def test_a_slash_over_the_text_still_finds_in_the_text(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("slash", *"scholion", "enter")
        assert r.cursor == 3


async def test_progress_and_changes_show_beside_the_titles(app_on, shelf, read_before):
    (shelf / "letter.txt").write_text("Another letter.\n")
    async with reading(app_on(), WIDE) as r:
        assert pane(r)[2] == "◐ ↻ letter 50%"
        await r.press("J", "K")
        assert pane(r)[2] == "◐ letter 100%"
        await r.press("G")
        assert pane(r)[1] == "◐ The margin 100%"


async def test_how_far_a_document_was_read_is_remembered(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("G", "J")
    async with reading(app_on("letter.txt"), WIDE) as r:
        assert pane(r)[1] == "◐ The margin 100%"


@pytest.mark.usefixtures("read_before")
@pytest.mark.parametrize("key", ["p", "r"])
async def test_the_document_read_before_this_one_is_two_keys_and_enter_away(app_on, shelf, key):
    async with reading(app_on()) as r:
        await r.press("g", key)
        first, second, third = picked(r)
        assert first.startswith("◐ The margin  open")
        assert second.startswith("❯ ◐ letter")
        assert third.startswith("◐ poem  verse")
        await r.press("enter")
        assert r.session.source == shelf / "letter.txt"
        await r.press("ctrl+o")
        assert r.session.source == shelf / "essay.md"


@pytest.mark.parametrize("typed", ["poem", "vpo", "verse"])
async def test_letters_of_a_title_or_a_folder_open_a_document_from_anywhere(app_on, shelf, typed):
    async with reading(app_on()) as r:
        await r.press("backslash", "g", "p", *typed, "enter")
        assert r.session.source == shelf / "verse" / "poem.txt"


async def test_enter_waits_until_what_was_typed_is_found(app_on, shelf, monkeypatch):
    asked = threading.Event()
    settled = document_list.Finder.settled

    def slowly(typed, items):
        asked.wait(5)
        return find(typed, items)

    def noted(finder):
        asked.set()
        return settled(finder)

    monkeypatch.setattr(document_list, "find", slowly)
    monkeypatch.setattr(document_list.Finder, "settled", noted)
    async with reading(app_on()) as r:
        await r.press("g", "p")
        r.app.screen._input.value = "poe"
        await r.press("enter")
        assert r.session.source == shelf / "verse" / "poem.txt"


async def test_what_fits_best_stands_first_in_the_prompt(app_on, shelf):
    (shelf / "a-poem.txt").write_text("Words.\n")
    async with reading(app_on()) as r:
        await r.press("g", "p", *"poem")
        assert [row.removeprefix("❯ ").split()[1] for row in picked(r)] == ["poem", "a"]


async def test_down_and_up_mark_another_document_and_esc_opens_none(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("g", "p", "down", "down", "up", "enter")
        assert r.session.source == shelf / "letter.txt"
        await r.press("g", "p", "down", "escape")
        assert r.session.source == shelf / "letter.txt"


async def test_enter_where_nothing_fits_waits_for_other_letters(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("g", "p", *"zz", "enter")
        assert picked(r) == ["no title or folder holds these letters"]
        await r.press("backspace", "backspace", *"let", "enter")
        assert r.session.source == shelf / "letter.txt"


async def test_a_file_that_cannot_be_read_says_why_when_it_is_opened(app_on, shelf):
    (shelf / "a.txt").write_bytes(b"\x7fELF")
    async with reading(app_on(), WIDE) as r:
        assert pane(r)[1] == "× a.txt"
        await r.press("backslash", "g", "g", "enter")
        assert "a.txt: a program, not text" in r.status


async def test_an_empty_library_says_so_in_its_pane_and_in_the_prompt(app_on, tmp_path):
    (tmp_path / "void").mkdir()
    app = app_on(None)
    app._reader._library.move_to(tmp_path / "void")
    async with reading(app, WIDE) as r:
        assert pane(r)[:2] == ["void", "nothing to read here"]
        await r.press("g", "p", "enter")
        assert picked(r) == ["nothing to read here: texts, pages, books and PDFs would be listed"]
