"""The rows of one block: where its text breaks and what stands before each line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from tui.ui.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.config import Reading
    from tui.core.model import Block, Document

RowKind = Literal["text", "meta", "blank", "title", "byline", "rule"]
QUOTE_BAR = "│ "
COLUMN_RULE = " │ "
LEAST_TEXT = 30
"""Cells of text that no margin takes away."""
GAP = 2
"""Cells between the text and the notes beside it, and one more at the edge of the view."""
LEAST_ASIDE, MOST_ASIDE = 24, 44
"""The cells of notes beside the text: with fewer there are none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One screen row of a block: `text[start:end]` behind `prefix`."""

    kind: RowKind
    start: int = 0
    end: int = 0
    prefix: str = ""


BLANK = Row("blank")
META = Row("meta")


@dataclass(frozen=True, slots=True)
class Columns:
    """How the width of the view is divided, in cells.

    `left` empty cells, a gutter of `gutter` (blank, bar, blank, number, two blanks), `text`, and
    after a gap `aside` cells for notes, none where it is 0.
    """

    width: int
    left: int
    digits: int
    text: int
    aside: int = 0

    @property
    def gutter(self) -> int:
        """The cells between the left margin and the text."""
        return self.digits + 5


def columns(width: int, measure: int, paragraphs: int, margin: int = 0) -> Columns:
    """A column of at most `measure` cells, centred in `width`.

    `margin` cells stay blank on either side, fewer where they would leave no room to read in.
    """
    digits = max(2, len(str(paragraphs)))
    room = width - digits - 5
    margin = min(margin, max(0, (room - LEAST_TEXT) // 2))
    text = max(2, min(measure, room - max(1, 2 * margin)))
    return Columns(width, max(0, (room - text) // 2), digits, text)


def with_aside(columns: Columns, margin: int = 0) -> Columns:
    """The same text with room for notes at its right, moved to the left as far as they need it.

    Whether there are any notes does not matter: the first one must not move the text. `margin`
    cells stay blank on either side.
    """
    room = columns.width - columns.gutter - columns.text - GAP - max(1, margin)
    if room - margin < LEAST_ASIDE:
        return columns
    left = min(columns.left, room - LEAST_ASIDE)
    return replace(columns, left=left, aside=min(MOST_ASIDE, room - left))


def divided(document: Document | None, width: int, reading: Reading, *, asides: bool) -> Columns:
    """The columns of a view that shows `document`, `asides` with notes beside it if they fit."""
    paragraphs = (document.estimate or document.paragraphs) if document else 1
    found = columns(width, reading.measure, paragraphs, reading.margin)
    return with_aside(found, reading.margin) if asides else found


def text_rows(block: Block, width: int) -> list[Row]:
    """The rows of a block's own text at `width` cells."""
    if block.kind == "rule":
        return [Row("rule")]
    quote = QUOTE_BAR * block.quote_depth
    first, rest = _hanging(block)
    room = width - len(quote) - cell_len(first)
    if block.kind == "table":
        return [Row("text", a, b, quote + hang) for a, b, hang in _table_lines(block, room)]
    lines = wrap(block.text, max(2, room))
    return [
        Row("text", start, end, quote + (rest if at else first))
        for at, (start, end) in enumerate(lines)
    ]


def title_rows(document: Document, byline: str, width: int) -> list[Row]:
    """The rows above the first block: the title, unless that block says it, and `byline`."""
    title = [] if _first_is_title(document) else wrap(document.title, width)
    rows = [Row("title", *extent) for extent in title]
    rows += [Row("byline", *extent) for extent in wrap(byline, width) if byline]
    return [*rows, BLANK]


def _first_is_title(document: Document) -> bool:
    first = document.blocks[0] if len(document.blocks) else None
    return first is not None and first.kind == "heading" and first.text == document.title


def is_tight(document: Document, index: int) -> bool:
    """Whether block `index` and the next stand without a blank row between: items of a list."""
    if index + 1 >= len(document.blocks):
        return False
    return document.blocks[index].kind == "item" == document.blocks[index + 1].kind


def _hanging(block: Block) -> tuple[str, str]:
    """What stands before the first line and before the others."""
    if block.kind == "item":
        outer = "  " * max(0, block.level - 1)
        marker = f"{block.marker} " if block.marker else "  "
        return outer + marker, outer + " " * cell_len(marker)
    if block.kind == "footnote":
        # What goes on in the same note has no mark of its own.
        marker = f"[{block.marker}] " if block.marker else "    "
        return marker, " " * cell_len(marker)
    if block.kind == "image":
        return "▣ ", "  "
    return ("  ", "  ") if block.kind == "code" else ("", "")


def _table_lines(block: Block, width: int) -> Iterator[tuple[int, int, str]]:
    """Lines of a table; what does not fit goes on below the second column, if that is not far."""
    column = block.text.find(COLUMN_RULE) + len(COLUMN_RULE)
    column = column if column <= width // 2 else 0
    start = 0
    for line in block.text.split("\n"):
        end = start + len(line)
        first = wrap(line, max(2, width))[0][1]
        yield start, start + first, ""
        rest = line[first:]
        skipped = first + len(rest) - len(rest.lstrip())
        if rest.strip():
            for a, b in wrap(line[skipped:], max(2, width - column)):
                yield start + skipped + a, start + skipped + b, " " * column
        start = end + 1
