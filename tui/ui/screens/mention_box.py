"""The mentions of a note, one of them to be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.text import first_line
from tui.ui.screens.list_box import ListBox
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.keymap import Keymap
    from tui.core.mentions import Mentionable

LONGEST = 160


class MentionBox(ListBox["Mentionable | None"]):
    """Lists `meant`, in the order in which the note names them; the result is the one to go to."""

    def __init__(self, meant: Sequence[Mentionable], keymap: Keymap) -> None:
        super().__init__("Mentions", RowList(), keymap, "{list_open} follow · Esc close")
        self._meant = meant

    def on_mount(self) -> None:
        """Mark the first."""
        self._list.set_rows([_row(at, to) for at, to in enumerate(self._meant)], 0)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go there; a click does so too."""
        if event.row and isinstance(event.row.key, int):
            self.dismiss(self._meant[event.row.key])


def _row(at: int, to: Mentionable) -> ListRow:
    words = first_line(to.words, LONGEST)
    place = f"¶ {to.number}" if to.number else "note" if to.annotation is not None else "document"
    parts = ((to.title, "text"), (f"  {words}", "dim")) if words else ((to.title, "text"),)
    return ListRow(parts, right=place, key=at)
