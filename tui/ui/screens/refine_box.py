"""The tags of what was found, one of them to look for as well."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.ui.render.marks import tag_style
from tui.ui.screens.list_box import ListBox
from tui.ui.screens.results import counted
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.keymap import Keymap
    from tui.core.search.hits import Hit
    from tui.ui.render.marks import Colour


class RefineBox(ListBox[str]):
    """Lists the tags of `hits`, the most frequent first."""

    def __init__(self, hits: Sequence[Hit], keymap: Keymap, colour: Colour) -> None:
        shown = RowList(empty="no tag among these results")
        super().__init__("Only with the tag", shown, keymap, "{list_open} refine · Esc close")
        counts = Counter(tag for hit in hits for tag in hit.tags)
        self._rows = [
            ListRow(
                ((tag, tag_style(tag, colour, "accent")),), right=counted(count, "hit"), key=tag
            )
            for tag, count in counts.most_common()
        ]

    def on_mount(self) -> None:
        """Mark the most frequent."""
        self._list.set_rows(self._rows, 0 if self._rows else None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        self.dismiss(str(event.row.key))
