"""The rows of a list, the entry that is marked and the window onto them: no screen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.ui.render.cells import Piece

NOWHERE = -1
NOTHING = range(0)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line: `parts` are texts with style names, `right` stands dim at the right edge.

    `key` is what the row stands for. Rows that are not selectable but have the key of the row above
    belong to its entry. Texts may be foreign: whoever draws them makes them safe.
    """

    parts: tuple[Piece, ...]
    right: str = ""
    indent: int = 0
    selectable: bool = True
    key: object = None


BLANK = ListRow((), selectable=False)


class Rows:
    """Rows seen through a window of `height`; `marked` are those of the entry under the cursor.

    Nothing but `put` looks at more rows than the window holds. An entry is known by its number
    among the selectable rows.
    """

    def __init__(self) -> None:
        self.height = 1
        self.top = 0
        self.marked = NOTHING
        self._rows: list[ListRow] = []
        self._entries: list[int] = []
        self._places: dict[object, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, at: int) -> ListRow:
        return self._rows[at]

    @property
    def cursor(self) -> int:
        """The index of the marked row, -1 for none."""
        return self.marked.start if self.marked else NOWHERE

    @property
    def entry(self) -> int:
        """The number of the marked entry, -1 for none."""
        return self.entry_at(self.cursor)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def put(self, rows: Iterable[ListRow], cursor: int | None = None) -> None:
        """Other rows; the cursor goes to row `cursor`, or else stays on its key or its place."""
        before = max(0, self.cursor)
        key = self._rows[before].key if self.marked else None
        self._rows = list(rows)
        self._entries = [at for at, row in enumerate(self._rows) if row.selectable]
        self._places = {self._rows[at].key: at for at in reversed(self._entries)}
        self._places.pop(None, None)
        self.go(self.entry_at(self._places.get(key, before) if cursor is None else cursor))

    def replace(self, row: ListRow) -> int | None:
        """Put `row` where its key is; its index, None if nothing changes."""
        at = self._places.get(row.key)
        if at is None or self._rows[at] == row:
            return None
        self._rows[at] = row
        return at

    def row_of(self, key: object) -> int | None:
        """The index of the entry with `key`."""
        return self._places.get(key)

    def entry_at(self, row: int) -> int:
        """The number of the entry that begins at `row` or last before it, -1 for none."""
        return bisect_right(self._entries, row) - 1

    def holds(self, entry: int, row: int) -> bool:
        """Whether `row` belongs to that entry."""
        return entry >= 0 and row in self._extent(self._entries[entry])

    def go(self, entry: int) -> None:
        """Mark that entry, or the nearest there is, and show it."""
        nearest = max(0, min(entry, len(self._entries) - 1))
        self.marked = self._extent(self._entries[nearest]) if self._entries else NOTHING
        self.settle()

    def unmark(self) -> None:
        """No cursor, the start of the rows in view."""
        self.marked, self.top = NOTHING, 0

    def page(self, pages: int) -> None:
        """Mark the entry that many windows further on, at least the next."""
        here = self.entry
        there = self.entry_at(self.cursor + pages * self.height)
        self.go(max(there, here + 1) if pages > 0 else min(there, here - 1))

    def scroll(self, rows: int) -> None:
        """Move the window by `rows`; the cursor stays, even out of view."""
        self.top = self._bounded(self.top + rows)

    def settle(self) -> None:
        """Bring the marked entry into view, moving as little as shows it whole."""
        start, stop = self.marked.start, self.marked.stop
        # What stands before the first entry or after the last can be reached in no other way.
        if self.entry == 0:
            start = 0
        if self.entry == self.entries - 1:
            stop = len(self._rows)
        top = max(min(self.top, start), stop - self.height)
        self.top = self._bounded(min(top, self.marked.start))

    def _bounded(self, top: int) -> int:
        return max(0, min(top, len(self._rows) - self.height))

    def _extent(self, row: int) -> range:
        """The rows of the entry that begins at `row`, no more than the window holds."""
        key, end = self._rows[row].key, row + 1
        last = min(len(self._rows), row + self.height)
        while key is not None and end < last and self._continues(end, key):
            end += 1
        return range(row, end)

    def _continues(self, row: int, key: object) -> bool:
        return not self._rows[row].selectable and self._rows[row].key == key
