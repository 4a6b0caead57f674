"""The headings beside the text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.core.model import Block, Document
from tui.ui.widgets.outline import MOST, Outline


class OutlineApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.outline = Outline()
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.outline

    def on_row_list_highlighted(self, event: object) -> None:
        self.heard.append(event)


class Looked(list[Block]):
    """Blocks that count how often one is looked at."""

    count = 0

    def __getitem__(self, index):  # type: ignore[no-untyped-def, override]
        self.count += 1
        return super().__getitem__(index)


def document(*levels: int) -> Document:
    """A document with a heading for each level, each followed by one paragraph."""
    blocks = Looked()
    for at, level in enumerate(levels):
        blocks.append(Block("heading", f"Part {at}", level=level))
        blocks.append(Block("paragraph", "Text."))
    starts = range(len(blocks))
    headings = range(0, len(blocks), 2)
    return Document(
        Path("essay.md"),
        "markdown",
        "1",
        "Essay",
        blocks,
        starts,
        len(blocks),
        "",
        headings=headings,
    )


@asynccontextmanager
async def showing(*levels: int) -> AsyncIterator[tuple[Outline, Pilot[None]]]:
    app = OutlineApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.outline.show(document(*levels))
        await pilot.pause()
        yield app.outline, pilot


def lines(outline: Outline) -> list[str]:
    shown = [outline.render_line(y).text.rstrip() for y in range(outline.size.height)]
    return [line for line in shown if line]


async def test_headings_are_indented_from_the_highest_level_there_is() -> None:
    async with showing(2, 3, 2) as (outline, _):
        assert lines(outline) == ["  Contents", "❯ Part 0", "    Part 1", "  Part 2"]
        assert outline.current is not None
        assert outline.current.key == 0


async def test_the_heading_of_the_current_paragraph_is_marked_without_a_message() -> None:
    async with showing(*([1] * 60)) as (outline, pilot):
        outline.follow(101)
        await pilot.pause()
        assert outline.current is not None
        assert outline.current.key == 100
        assert "❯ Part 50" in lines(outline)
        assert isinstance(pilot.app, OutlineApp)
        assert pilot.app.heard == []


async def test_before_the_first_heading_nothing_is_marked_unless_one_is_here() -> None:
    async with showing() as (outline, pilot):
        outline.blur()
        await pilot.pause()
        blocks = [Block("paragraph", "Text."), Block("heading", "Part", level=1)]
        late = Document(Path("a.md"), "markdown", "1", "A", blocks, [0, 1], 2, "", headings=[1])
        outline.show(late)
        assert lines(outline) == ["  Contents", "  Part"]
        outline.focus()
        await pilot.pause()
        assert lines(outline) == ["  Contents", "❯ Part"]


async def test_a_document_without_headings_says_so() -> None:
    async with showing() as (outline, _):
        assert lines(outline) == ["  Contents", "  no headings"]


async def test_an_outline_that_is_not_seen_looks_at_no_block() -> None:
    async with showing(1) as (outline, pilot):
        outline.display = False
        await pilot.pause()
        long = document(*([1] * 100))
        outline.show(long)
        outline.follow(50)
        await pilot.pause()
        assert isinstance(long.blocks, Looked)
        assert long.blocks.count == 0
        outline.display = True
        await pilot.pause()
        assert "❯ Part 25" in lines(outline)


async def test_more_headings_than_a_list_can_hold_are_counted() -> None:
    async with showing(*([1] * (MOST + 3))) as (outline, _):
        outline.action_list_last()
        assert outline.current is not None
        assert outline.current.key == (MOST - 1) * 2
        assert lines(outline)[-1] == "  and 3 more"


async def test_rows_fill_the_width_whatever_the_headings() -> None:
    async with showing(1, 5) as (outline, pilot):
        for width in range(10, 61, 7):
            outline.styles.width = width
            await pilot.pause()
            assert {cell_len(outline.render_line(y).text) for y in range(24)} == {width}
