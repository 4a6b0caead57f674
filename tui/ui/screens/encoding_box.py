"""The encodings that a text may be in, one of them to be chosen by what it makes of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.encodings import ENCODINGS
from tui.ui.screens.list_box import ListBox
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.documents.choosing import Reading
    from tui.core.keymap import Keymap

NAME = 2 + max(map(len, ENCODINGS))


class EncodingBox(ListBox["Reading | None"]):
    """Lists `readings`, of which the one in the encoding `now` is marked."""

    def __init__(self, readings: Sequence[Reading], now: str, keymap: Keymap) -> None:
        super().__init__("Read in", RowList(), keymap, "{list_open} read so · Esc close")
        self._readings = readings
        self._now = now

    def on_mount(self) -> None:
        """Mark what is read now."""
        super().on_mount()
        rows = [_row(at, reading) for at, reading in enumerate(self._readings)]
        names = [reading.encoding for reading in self._readings]
        self._list.set_rows(rows, names.index(self._now) if self._now in names else 0)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        if isinstance(event.row.key, int):
            self.dismiss(self._readings[event.row.key])


def _row(at: int, reading: Reading) -> ListRow:
    told = ENCODINGS.get(reading.encoding, "") if reading.choice else "as found"
    name = f"{reading.encoding:<{NAME}}"
    return ListRow(((name, "accent"), (reading.sample, "text")), right=told, key=at)
