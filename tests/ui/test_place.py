"""How a text stands on the screen, and that its place stays when that changes."""

from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Strip

from tests.ui.test_reader import reading
from tui.core.config import Reading
from tui.core.model import Block, Document
from tui.ui.render.justify import stretched, stretching
from tui.ui.render.layout import columns, text_rows
from tui.ui.render.page import Page
from tui.ui.render.paint import PLAIN, Painter
from tui.ui.render.viewport import TITLE, Viewport

WORDS = st.text(alphabet="abc漢", min_size=1, max_size=9)
PROSE = st.lists(WORDS, min_size=1, max_size=80).map(" ".join)
BLOCKS = st.builds(
    Block, kind=st.sampled_from(["paragraph", "item", "heading", "verse", "code"]), text=PROSE
)
READINGS = st.builds(
    Reading,
    measure=st.integers(20, 90),
    margin=st.integers(0, 10),
    spacing=st.integers(0, 2),
    justify=st.booleans(),
)


def page_of(blocks, reading, width):
    sizes = [len(block.text) + 1 for block in blocks]
    starts = [0, *accumulate(sizes)]
    document = Document(Path("x"), "text", "1", "Title", blocks, starts[:-1], starts[-1], "")
    session = SimpleNamespace(document=document, on_block=lambda _: (), doubts_on=lambda _: ())
    divided = columns(width, reading.measure, len(blocks), reading.margin)
    page = Page(session, "", divided.text, reading.spacing, finish=Strip)
    viewport = Viewport(lambda index: len(page.rows(index)), range(len(blocks)))
    viewport.height = 8
    painter = Painter(lambda _: Style(), divided, justify=reading.justify)
    return page, viewport, painter


def first_text(page, viewport):
    """The block of the first line of text in view, and the characters of that line."""
    for block, at in viewport.rows():
        row = page.rows(block)[at]
        if row.kind == "text":
            return block, range(row.start, row.end)
    return None


@settings(max_examples=300)
@given(
    st.lists(BLOCKS, min_size=1, max_size=12),
    st.integers(1, 60),
    READINGS,
    st.lists(st.tuples(READINGS, st.integers(30, 120)), min_size=1, max_size=4),
)
def test_the_same_text_stays_at_the_top_however_it_stands(blocks, down, first, others):
    page, viewport, _ = page_of(blocks, first, 80)
    viewport.scroll(down)
    place, top = page.offset_of(viewport.top), viewport.top
    before = first_text(page, viewport)
    for settings_, width in [*others, (first, 80)]:
        page, viewport, painter = page_of(blocks, settings_, width)
        viewport.top = page.row_at(*place)
        viewport.settle()
        now = first_text(page, viewport)
        if place > (0, 0) and before:
            assert now
            assert now[0] == before[0]
            assert before[1].start in now[1]
        place = page.kept(place, viewport.top)
        (drawn,) = page.draw(painter, [viewport.top], lambda _: PLAIN)
        assert drawn.cell_length == width
    # As wide as at first it is the same line, not only one with the same character.
    if before and before[0] == top[0]:
        assert viewport.top in (top, (TITLE, 0))


def justified(text, width, kind="paragraph"):
    block = Block(kind, text)
    rows = text_rows(block, width)
    return [
        stretched(block.text, row.start, row.end, stretching(block, rows, at, width))
        for at, row in enumerate(rows)
    ]


def test_lines_of_prose_are_stretched_and_the_last_is_not():
    assert justified("a bb c dd e ff g hh i jj kk", 12) == [
        "a bb c dd  e",
        "ff g hh i jj",
        "kk",
    ]


@pytest.mark.parametrize("kind", ["code", "verse", "table", "heading"])
def test_only_prose_is_stretched(kind):
    assert all("  " not in line for line in justified("a bb c dd e ff g hh", 12, kind))


def test_a_line_whose_blanks_would_tear_holes_is_left_ragged():
    assert justified("one two threefourfive", 13)[0] == "one two"


def test_a_line_that_its_author_broke_is_left_as_it_is():
    assert justified("a b c d\ne f g h", 8) == ["a b c d", "e f g h"]


def test_chinese_lines_are_left_alone():
    assert justified("a b c d e 漢 f g h i", 13)[0] == "a b c d e 漢"


@given(PROSE, st.integers(10, 60))
def test_stretching_loses_no_character_and_fills_the_width(text, width):
    for line, (row, is_last) in zip(
        justified(text, width),
        [(r, at) for at, r in enumerate(text_rows(Block("paragraph", text), width))],
        strict=True,
    ):
        plain = text[row.start : row.end]
        assert line.split() == plain.split()
        assert line == plain or len(line) == width, is_last


def test_margins_give_way_where_there_is_no_room_to_read_in():
    assert columns(80, 72, 5, 10).text == 80 - 7 - 20
    assert columns(80, 72, 5, 10).left == 10
    assert columns(40, 72, 5, 40).text >= 30


def test_a_page_marks_where_the_new_text_begins():
    view = Viewport(lambda block: 2 if block == TITLE else 3, range(20))
    view.height = 10
    view.overlap = 3
    seen = view.rows()
    view.page(view.page_rows)
    assert view.seam not in seen
    assert view.rows().index(view.seam) == 3
    seen = view.rows()
    view.page(-4)
    assert view.seam not in seen
    assert view.rows().index(view.seam) == 3


def test_the_rest_of_a_tall_paragraph_is_marked_likewise():
    view = Viewport(lambda _: 30, range(3))
    view.height = 10
    view.cursor, view.top = 1, (1, 0)
    view.next()
    assert view.seam == (1, 10)


def test_in_typewriter_mode_the_current_paragraph_stays_in_the_middle():
    view = Viewport(lambda _: 2, range(40))
    view.height = 10
    view.typewriter = True
    view.goto(10)
    for step in (1, 1, -1, 5):
        view.next() if step == 1 else view.step(step)
        assert view.extent(view.cursor) == (4, 6)


@pytest.mark.parametrize("other", [(40, 24), (66, 18), (120, 40), (200, 60)], ids=str)
@pytest.mark.parametrize("down", [3, 11, 40])
async def test_the_same_text_is_at_the_top_when_reopened_at_another_size(
    app_on, shelf, down, other
):
    words = " ".join(f"word{n}" for n in range(200))
    (shelf / "long.txt").write_text("\n\n".join(f"{n} {words}" for n in range(20)))
    async with reading(app_on("long.txt")) as r:
        await r.press(*["ctrl+e"] * down)
        before = first_text(r.view._page, r.view.viewport)
        await r.press("q")
    async with reading(app_on("long.txt"), other) as r:
        block, characters = first_text(r.view._page, r.view.viewport)
        assert block == before[0]
        assert before[1].start in characters
        await r.press("q")
    async with reading(app_on("long.txt")) as r:
        assert first_text(r.view._page, r.view.viewport) == before
