"""What is shown of a text before the program is there is what the program shows of it."""

import re
import unicodedata

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.ui.test_reader import reading
from tui.core import edits
from tui.core.config import Config, Reading
from tui.core.layout import Panes, keep_panes
from tui.core.state import Position
from tui.ui.first_text import first_text, written
from tui.ui.render.colours import COLOURS, Styles
from tui.ui.render.paint import STYLES

TRUE = {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
LONG = "".join(
    f"Paragraph {n} says « ça » of 漢字 {'and so on ' * (n % 30)}.\n\n" for n in range(200)
)


def cells(line):
    """Each cell of a row with its style; the second one of a wide character is empty."""
    return [
        (part, segment.style)
        for segment in line
        for character in segment.text
        for part in (character, "")[: cell_len(character)]
    ]


def same(first, view):
    """Whether the rows of the terminal hold what stands in the view, where it stands.

    So do the lines around it, which Textual draws.
    """
    region = view.region
    rows = [Strip(line).crop(region.x, region.right) for line in first[region.y : region.bottom]]
    drawn = view.screen._compositor.render_strips()
    xs = {x for x in (region.x - 1, region.right) if 0 <= x < drawn[0].cell_length}
    lines = [(cells(first[y])[x], cells(drawn[y])[x]) for y in range(region.height) for x in xs]
    lines += zip(cells(first[region.bottom]), cells(drawn[region.bottom]), strict=True)
    texts = [cells(row) for row in rows], [cells(strip) for strip in view._frame]
    return texts[0] == texts[1] and all(one == other for one, other in lines)


@pytest.mark.parametrize("theme", COLOURS)
async def test_a_part_has_the_style_that_the_style_sheet_gives_it(app_on, theme):
    async with reading(app_on(theme=theme)) as r:
        shown = {name: r.view._style(name) for name in STYLES}
        assert {name: Styles(theme)(name) for name in STYLES} == shown


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (99, 30), (100, 30), (120, 40), (200, 60)])
@pytest.mark.parametrize("file", ["essay.md", "letter.txt", "long.txt"])
async def test_the_text_stands_where_the_program_has_it(app_on, shelf, places, file, size):
    (shelf / "long.txt").write_text(LONG)
    async with reading(app_on(file), size=size) as r:
        session = r.view.session
        rows = first_text(session, r.reader.desk.state, Config(), size)
        assert len(rows) == size[1]
        assert {sum(Segment.get_line_length([part]) for part in row) for row in rows} == {size[0]}
        assert same(rows, r.view)


@pytest.mark.parametrize("theme", COLOURS)
async def test_with_notes_at_the_place_where_it_was_left(app_on, shelf, places, theme):
    (shelf / "long.txt").write_text(LONG)
    config = Config(theme=theme, reading=Reading(measure=50, margin=2, spacing=2, justify=True))
    keep_panes(places, Panes(20, 40))
    settings = {"theme": theme, "reading": config.reading}
    async with reading(app_on("long.txt", **settings), size=(160, 40)) as r:
        library, session = r.reader.desk.library, r.view.session
        for block in range(90, 100, 3):
            target = [session.paragraph(block)]
            library.perform(edits.write_note(session, target, "a note " * block))
            library.perform(edits.set_colour(session, target, "green"))
            library.perform(edits.toggle_tag(session, target, "law"))
        await r.press("9", "5", "G", "q")
    async with reading(app_on("long.txt", **settings), size=(160, 40)) as r:
        assert r.cursor == 94
        rows = first_text(r.view.session, r.reader.desk.state, config, (160, 40))
        assert "#law" in "".join(segment.text for row in rows for segment in row)
        assert same(rows, r.view)


async def test_nothing_is_shown_first_of_what_would_look_otherwise(app_on, shelf, places):
    async with reading(app_on()) as r:
        session, state = r.view.session, r.reader.desk.state
        assert first_text(session, state, Config(theme="nord"), (80, 24)) is None
        (shelf / "empty.txt").write_text("")
        empty = r.reader.desk.library.session(shelf / "empty.txt")
        assert first_text(empty, state, Config(), (80, 24)) is None


async def test_the_beginning_of_a_long_text_is_shown_if_it_was_left_there(app_on, shelf, places):
    (shelf / "huge.txt").write_text(LONG * 200)
    async with reading(app_on()) as r:
        state = r.reader.desk.state
        beginning = r.reader.desk.library.beginning(shelf / "huge.txt")
        assert beginning.document.estimate
        rows = first_text(beginning, state, Config(), (80, 24))
        assert "Paragraph 3 says" in "".join(segment.text for row in rows for segment in row)
        state.remember(shelf / "huge.txt", Position(39_000, 39_000, 0))
        assert first_text(beginning, state, Config(), (80, 24)) is None


@pytest.mark.parametrize(
    "environ",
    [
        {**TRUE, "NO_COLOR": "1"}, {**TRUE, "TEXTUAL_COLOR_SYSTEM": "256"}, {"TERM": "xterm"},
        {**TRUE, "FORCE_COLOR": "1"}, {"TERM": "xterm-16color"}, {},
    ],
)  # fmt: skip
def test_nothing_is_written_where_the_colours_are_in_doubt(environ):
    assert written([[Segment("word")]], environ) is None
    assert written([[Segment("word")]], TRUE) == b"\x1b[1;1Hword"


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        (TRUE, "38;2;1;2;3"),
        ({"TERM": "xterm-256color"}, "38;5;16"),
        ({"TERM": "tmux-256color"}, "38;5;16"),
    ],
)
def test_colours_are_written_as_the_terminal_knows_them(environ, colour):
    row = [Segment("word", Style(color="#010203"))]
    assert written([row], environ) == f"\x1b[1;1H\x1b[{colour}mword\x1b[0m".encode()


async def test_only_places_and_colours_are_written_beside_text(app_on, shelf):
    (shelf / "hostile.txt").write_text(
        "a \x1b]52;c;eA==\x07 b \x9b2J c\r\n\nd \x1b[2J \u202e e\x00\n"
    )
    async with reading(app_on("hostile.txt")) as r:
        rows = first_text(r.view.session, r.reader.desk.state, Config(), (80, 24))
    left = re.sub(r"\x1b\[[0-9;]*[mH]", "", written(rows, TRUE).decode())
    assert "d ␛[2J" in left
    assert [c for c in left if unicodedata.category(c) in ("Cc", "Cf")] == []


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 3), (80, 2), (100, 24), (119, 24), (121, 3)])
async def test_nothing_is_drawn_beyond_the_terminal_however_small_it_is(app_on, places, size):
    keep_panes(places, Panes(60, 60))
    async with reading(app_on()) as r:
        rows = first_text(r.view.session, r.reader.desk.state, Config(), size)
    widths = {sum(segment.cell_length for segment in row) for row in rows or ()}
    assert widths <= {size[0]}
    assert len(rows or ()) in (0, size[1])
