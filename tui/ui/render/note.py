"""A note laid out as it will be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.strip import Strip

from tui.core.note_preview import preview
from tui.ui.render.layout import BLANK, Columns, text_rows
from tui.ui.render.marks import NO_MARKS
from tui.ui.render.paint import PLAIN, Aspect, Looks, Painter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.style import Style

    from tui.core.mentions import Known
    from tui.core.note_preview import Leading
    from tui.ui.render.paint import Line


Hints = tuple[tuple[int, str], ...]
"""Places in a block, and the letter drawn over each."""


@dataclass(frozen=True, slots=True)
class NotePage:
    """The blocks of a note, the mentions in them, and each row as its block and place in that."""

    blocks: list[Looks]
    leading: list[Leading]
    rows: list[tuple[int, int]]


EMPTY = NotePage([], [], [])


def laid_out(text: str, known: Known, width: int) -> NotePage:
    """The note at `width` cells; takes a while where it is long."""
    blocks, leading = preview(text, known)
    looks: list[Looks] = []
    rows: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        own = text_rows(block, width)
        following = blocks[index + 1].kind if index + 1 < len(blocks) else None
        # Items of a list stand close together; nothing stands below the last.
        if following and not block.kind == "item" == following:
            own.append(BLANK)
        looks.append(Looks(block, None, own, NO_MARKS, PLAIN))
        rows += ((index, at) for at in range(len(own)))
    return NotePage(looks, leading, rows)


class NotePainter:
    """Draws the rows of a note as the text is drawn, but without its margin."""

    def __init__(self, style: Callable[[str], Style], width: int) -> None:
        bare = Columns(0, 0, 0, width)
        self._gutter = bare.gutter
        self._width = width
        columns = replace(bare, width=self._gutter + width)
        self._painter = Painter(style, columns)

    def row(
        self, page: NotePage, at: int, hints: Mapping[int, tuple[tuple[int, str], ...]]
    ) -> Strip:
        """Row `at`, with letters over characters of some blocks."""
        if at >= len(page.rows):
            return self._bare(self._painter.empty)
        index, own = page.rows[at]
        looks = page.blocks[index]
        if index in hints:
            looks = replace(looks, aspect=Aspect(hints=hints[index]))
        return self._bare(self._painter.row(looks, own))

    def _bare(self, line: Line) -> Strip:
        return Strip(line).crop(self._gutter, self._gutter + self._width)
