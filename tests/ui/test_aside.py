"""Notes in the margin: beside their paragraph, and no row of the text any other for it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tests.ui.test_reader import WIDE, reading
from tui.core import edits
from tui.core.library import Library
from tui.core.paths import Places
from tui.core.store.keeping import Keeping
from tui.ui.render.excerpt import aside
from tui.ui.render.layout import columns, with_aside
from tui.ui.render.page import Page
from tui.ui.render.paint import PLAIN, Painter

BLOCKS = st.lists(
    st.text("ab 字é#-", min_size=1, max_size=120).filter(str.strip), min_size=1, max_size=5
)
NOTES = st.lists(st.text("xy 字\n\t\x1b[]\u00ad", max_size=200), max_size=4)


@settings(max_examples=40, deadline=None)
@given(BLOCKS, NOTES, st.integers(30, 140), st.integers(20, 72))
def test_notes_beside_the_text_change_no_row_of_it(blocks, notes, width, measure):
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "text.md"
        source.write_text("\n\n".join(blocks), "utf-8")
        library = Library(folder, Keeping(Places(folder / "c", folder / "d", folder / "s")))
        session = library.session(source)
        count = len(session.document.blocks)
        for at, note in enumerate(notes if count else ()):
            place = session.paragraph(at % count)
            library.perform(edits.write_note(session, [place], note))
        without = columns(width, measure, count)
        beside = with_aside(without)
        pages = [Page(session, "", c.text, aside=c.aside, finish=Strip) for c in (without, beside)]
        for index in range(count):
            rows = pages[0].rows(index)
            assert pages[1].rows(index) == rows
            for at in range(len(rows)):
                (plain,), (noted,) = (
                    page.draw(Painter(lambda _: Style(), c), [(index, at)], lambda _: PLAIN)
                    for page, c in zip(pages, (without, beside), strict=True)
                )
                assert noted.cell_length == plain.cell_length == width
                end = beside.left + beside.gutter + beside.text
                text = noted.crop(beside.left, end).text
                assert text == plain.crop(without.left, without.left + end - beside.left).text
                assert "\x1b" not in noted.text


@given(NOTES, st.integers(10, 44), st.integers(1, 8))
def test_notes_take_no_more_rows_and_cells_than_they_have(notes, width, rows):
    lines = aside(notes, width, rows)
    assert len(lines) <= rows
    assert all(cell_len(line) <= width for line in lines)
    assert sum(line.startswith("✎") for line in lines) <= len(notes)


def test_what_does_not_fit_ends_with_an_ellipsis():
    assert aside(["one two three four"], 10, 2) == ["✎ one two", "  three …"]
    assert aside(["one", "two"], 10, 1) == ["✎ one …"]
    assert aside(["one", "two"], 10, 2) == ["✎ one", "✎ two"]
    assert aside(["", " \n"], 10, 2) == []


@pytest.mark.parametrize("width", [78, 103, 104, 105, 119, 120, 140, 200])
def test_the_room_for_notes_is_at_the_right_of_the_whole_measure(width):
    found = with_aside(columns(width, 72, 99))
    used = found.left + found.gutter + found.text
    assert found.text == columns(width, 72, 99).text
    if found.aside:
        assert found.aside >= 24
        assert used + 2 + found.aside < width
    else:
        assert width < 79 + 27


NO_PANES = ("backslash", "backslash", "vertical_line", "vertical_line")


async def test_notes_stand_beside_their_paragraph_from_its_first_row_on(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*NO_PANES, "4", "G", "a", *"[b]why[/b]", "escape")
        (line,) = [line for line in r.text.splitlines() if "scholion" in line]
        assert line.endswith("✎ [b]why[/b]")
        await r.press("a", *"?!", "escape")
        (line,) = [line for line in r.text.splitlines() if "scholion" in line]
        assert "?!" in line
        await r.press("G", "u", "u")
        assert "why" not in r.text


async def test_notes_in_the_margin_are_switched_off_and_stay_off(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*NO_PANES, "4", "G", "a", *"why", "escape")
        top = r.view.viewport.top
        await r.press("g", "m")
        assert "why" not in r.text
        assert "✎" in r.text
        assert r.view.viewport.top == top
    async with reading(app_on(), WIDE) as r:
        await r.press(*NO_PANES)
        assert "why" not in r.text
        await r.press("g", "m")
        assert "why" in r.text


async def test_without_room_there_is_the_marker_alone(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("4", "G", "a", *"why", "escape")
        assert "why" not in r.text
        assert "✎" in r.text
        await r.press("g", "m", "g", "m")
        assert "once there is room" in r.status


async def test_a_note_on_several_paragraphs_stands_beside_the_first(app_on, shelf, places):
    library = Library(shelf, Keeping(places))
    session = library.session(shelf / "essay.md")
    first, second = session.paragraph(3), session.paragraph(4)
    place = type(first)((*first.ranges, *second.ranges))
    library.perform(edits.write_note(session, [place], "both"))
    library.flush()
    async with reading(app_on(), WIDE) as r:
        await r.press(*NO_PANES)
        assert r.text.count("both") == 1
