"""What changed under the notes of a document: the old words above the new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.ui.render.rows import LazyRows
from tui.ui.screens.comparison import heading, of_note, quotes
from tui.ui.screens.list_box import ListBox
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.keymap import Keymap
    from tui.core.model import Document
    from tui.core.review import Changed
    from tui.ui.render.marks import Colour

LINES = 6
MARGIN = 3
"""Cells of a list that are not for text."""


class ChangesList(RowList):
    """Changed annotations; words are compared where they are looked at."""

    def __init__(self, document: Document, changed: Sequence[Changed], colour: Colour) -> None:
        super().__init__()
        self._colour = colour
        self._document = document
        self._changed = changed

    def new_rows(self) -> LazyRows:
        """Only those in view."""
        return LazyRows(self._entry_rows)

    def build(self) -> None:
        """All at another width."""
        at = max(0, self._rows.entry)
        cast("LazyRows", self._rows).renew(len(self._changed), at)
        self._rows.go(at)

    def on_resize(self) -> None:
        """Another width."""
        self.outdate()

    def _entry_rows(self, entry: int) -> list[ListRow]:
        one = self._changed[entry]
        annotation, anchor = one.annotation, one.anchor
        head = heading(self._document, anchor, anchor.block, anchor.score)
        width = self.size.width - MARGIN
        return [
            ListRow(((head, "strong"),), key=annotation.id),
            of_note(annotation, self._colour),
            *quotes(self._document, annotation, anchor.ranges, width, LINES),
            BLANK,
        ]


class ChangesScreen(ListBox["int | None"]):
    """Lists `changed`; the result is the id of the annotation to go to."""

    DEFAULT_CSS = """
    ChangesScreen > Vertical { max-width: 110; max-height: 100%; }
    """

    def __init__(
        self, document: Document, changed: Sequence[Changed], keymap: Keymap, colour: Colour
    ) -> None:
        title = f"What changed under your notes · {len(changed)}"
        rows = ChangesList(document, changed, colour)
        super().__init__(title, rows, keymap, "{list_open} go there · Esc close")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go there."""
        if isinstance(event.row.key, int):
            self.dismiss(event.row.key)
