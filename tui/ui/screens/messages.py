"""The last messages of the status line, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.core.contexts import MESSAGES
from tui.ui.render.wrap import wrap
from tui.ui.screens.list_box import ListBox
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.core.keymap import Keymap
    from tui.ui.widgets.status_line import Said

WIDEST, FRAME, TIME = 100, 7, 7
"""Cells of the box, of them those of its frame and the cursor's mark, and those of a time."""


class MessagesScreen(ListBox[None]):
    """Shows `said`, the newest first, each with its time."""

    help_context = MESSAGES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("exclamation_mark", "leave", show=False)]

    def __init__(self, said: Iterable[Said], keymap: Keymap) -> None:
        super().__init__("Messages", RowList(empty="nothing was said yet"), keymap, "Esc close")
        self._said = [*said]

    def on_resize(self) -> None:
        """Wrap at the width there is."""
        at = self._list.current.key if self._list.current else 0
        width = min(self.size.width, WIDEST) - FRAME - TIME
        self._list.set_rows(rows_for(self._said, max(10, width)), 0 if self._said else None)
        self._list.select_key(at)


def rows_for(said: Iterable[Said], width: int) -> Iterator[ListRow]:
    """Each message, wrapped to `width` cells, its time in the first row."""
    for at, one in enumerate(said):
        style = "error" if one.error else "text"
        for row, (start, end) in enumerate(wrap(one.text, width)):
            first = not row
            clock = f"{one.at:%H:%M}" if first else ""
            part = (one.text[start:end], style)
            yield ListRow((part,), right=clock, selectable=first, key=at)
        yield BLANK
