"""The headings of a document."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.model import Document

MOST = 5000
LONGEST = 200
"""Characters of a heading that can matter to a row."""


class Outline(RowList):
    """Headings indented by level; a row's key is the index of its block."""

    def __init__(self) -> None:
        super().__init__("Contents", empty="no headings")
        self._document: Document | None = None
        self._headings: Sequence[int] = ()
        self._block = 0

    def show(self, document: Document) -> None:
        """Show the headings of `document`."""
        self._document = document
        self._headings = document.headings[:MOST]
        self._block = 0
        self.outdate()

    def follow(self, block: int) -> None:
        """Mark the heading that block `block` stands under."""
        self._block = block
        if not self._outdated:
            self._move(lambda _: self._show_entry(self._entry()))

    def build(self) -> None:
        """A row for each heading."""
        self._rows.put(self._listed())
        self._show_entry(self._entry())

    def _entry(self) -> int:
        return bisect_right(self._headings, self._block) - 1

    def _listed(self) -> Iterator[ListRow]:
        if not self._document:
            return
        headings = [(index, self._document.blocks[index]) for index in self._headings]
        highest = min((block.level for _, block in headings), default=1)
        for index, block in headings:
            text = block.text[:LONGEST]
            yield ListRow(((text, "text"),), indent=2 * (block.level - highest), key=index)
        more = len(self._document.headings) - len(headings)
        if more > 0:
            yield ListRow(((f"and {more} more", "dim"),), selectable=False)
