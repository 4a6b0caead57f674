"""What changed under the notes of a document: the old words above the new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.ui.render.rows import LazyRows
from tui.ui.screens.comparison import heading, of_note, quotes
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.core.model import Document
    from tui.core.review import Changed

LINES = 6
MARGIN = 3
"""Cells of a list that are not for text."""


class ChangesList(RowList):
    """Changed annotations; words are compared where they are looked at."""

    def __init__(self, document: Document, changed: Sequence[Changed]) -> None:
        super().__init__()
        self._document = document
        self._changed = changed
        self.can_focus = False

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
            of_note(annotation),
            *quotes(self._document, annotation, anchor.ranges, width, LINES),
            BLANK,
        ]


class ChangesScreen(ModalScreen["int | None"]):
    """Lists `changed`; the result is the id of the annotation to go to."""

    DEFAULT_CSS = """
    ChangesScreen {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 110; height: 100%; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > RowList { background: $surface; }
            & > Label { color: $text-muted; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j,down", "move('down')", show=False),
        Binding("k,up", "move('up')", show=False),
        Binding("space,pagedown", "move('page_down')", show=False),
        Binding("b,pageup", "move('page_up')", show=False),
        Binding("home", "move('first')", show=False),
        Binding("G,end", "move('last')", show=False),
        Binding("enter", "go", show=False),
    ]

    def __init__(self, document: Document, changed: Sequence[Changed]) -> None:
        super().__init__()
        self._title = f"What changed under your notes · {len(changed)}"
        self._list = ChangesList(document, changed)

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        with Vertical() as box:
            box.border_title = self._title
            yield self._list
            yield Label("Enter go there · Esc close", markup=False)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click goes there too."""
        self._take(event.row)

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    def action_move(self, where: str) -> None:
        """Mark another one."""
        getattr(self._list, f"action_list_{where}")()

    def action_go(self) -> None:
        """Go to the marked one."""
        self._take(self._list.current)

    def _take(self, row: ListRow | None) -> None:
        if row and isinstance(row.key, int):
            self.dismiss(row.key)
