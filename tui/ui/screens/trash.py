"""The annotations that were removed from a document, to be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.text import first_line
from tui.ui.render.marks import STAR, tag_pieces
from tui.ui.screens.list_box import ListBox
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.keymap import Keymap
    from tui.core.model import Annotation
    from tui.core.store.journal import Removed
    from tui.ui.render.marks import Colour

EMPTY = "nothing was removed from this document"
LONGEST = 160


class TrashScreen(ListBox["Removed | None"]):
    """Lists `removed`, newest first; the result is the one to bring back."""

    DEFAULT_CSS = """
    TrashScreen > Vertical { max-width: 90; }
    """

    def __init__(self, removed: Sequence[Removed], keymap: Keymap, colour: Colour) -> None:
        rows = RowList(empty=EMPTY)
        super().__init__("Trash", rows, keymap, "{list_open} bring back · Esc close")
        self._removed = removed
        self._colour = colour

    def on_mount(self) -> None:
        """Mark the latest."""
        self._list.set_rows([*_rows(self._removed, self._colour)], 0 if self._removed else None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Bring the marked one back; a click does so too."""
        self._take(event.row)

    def _take(self, row: ListRow | None) -> None:
        if row and isinstance(row.key, int):
            self.dismiss(self._removed[row.key])


def _rows(removed: Sequence[Removed], colour: Colour) -> Iterator[ListRow]:
    for at, one in enumerate(removed):
        annotation = one.annotation
        tags = "  ".join(annotation.tags)
        tagged = tag_pieces(annotation.tags, colour, "accent", sign="")
        when = one.when[:16].replace("T", " ")
        head = first_line(annotation.note, LONGEST) or tags or _rest(annotation)
        yield ListRow(((head, "text"),), right=when, key=at)
        if annotation.note and tags:
            yield ListRow(tuple(tagged), indent=2, selectable=False, key=at)
        if annotation.target.exact:
            quote = f"«{first_line(annotation.target.exact, LONGEST)}»"
            yield ListRow(((quote, "dim"),), indent=2, selectable=False, key=at)
        yield BLANK


def _rest(annotation: Annotation) -> str:
    """What an annotation without note and tags is."""
    parts = ("highlight" if annotation.colour else "", annotation.status, STAR * annotation.starred)
    return " · ".join(filter(None, parts))
