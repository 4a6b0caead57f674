"""The rows of a list, the entry that is marked and the window onto them: no screen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui.ui.render.cells import Piece

NOWHERE = -1
NOTHING = range(0)
SLACK = 10
"""Entries made beyond two windows, so that no single step needs others."""


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
    def place(self) -> tuple[int, int]:
        """What stands at the upper edge: the same as long as nothing scrolls."""
        return 0, self.top

    @property
    def marked_lines(self) -> range:
        """Where the marked rows are, counted from the upper edge."""
        return range(self.marked.start - self.top, self.marked.stop - self.top)

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
        at = self.row_of(row.key)
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


class LazyRows(Rows):
    """Rows of any number of entries, of which only those around the window are made.

    `make` gives the rows of an entry, the selectable one among them. `_rows` begins with the rows
    of entry `_base`; the cursor's entry is kept apart, because the wheel can leave it behind.
    """

    def __init__(self, make: Callable[[int], Sequence[ListRow]]) -> None:
        super().__init__()
        self._make = make
        self._count = 0
        self._base = 0
        self._current = NOWHERE
        self._firsts: list[int] = []

    @property
    def place(self) -> tuple[int, int]:
        """The entry at the upper edge and how many of its rows are above that."""
        if not self._firsts:
            return 0, 0
        at = max(0, bisect_right(self._firsts, self.top) - 1)
        return self._base + at, self.top - self._firsts[at]

    @property
    def entry(self) -> int:
        """The number of the marked entry, -1 for none."""
        return self._current

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return self._count

    @property
    def made(self) -> range:
        """The entries whose rows are made."""
        return range(self._base, self._base + len(self._firsts))

    def renew(self, count: int, entry: int) -> None:
        """There are `count` entries now and any may differ; the marked one is number `entry`."""
        place = self.place
        self._count, self._current = count, min(entry, count - 1)
        self._fill(place[0], place)

    def row_of(self, key: object) -> int | None:
        """The index of the entry with `key`, if its rows are made."""
        return next((at for at in self._entries if self._rows[at].key == key), None)

    def entry_at(self, row: int) -> int:
        """The number of the entry that begins at `row` or last before it, -1 for none."""
        at = super().entry_at(row)
        return self._base + at if at >= 0 else NOWHERE

    def holds(self, entry: int, row: int) -> bool:
        """Whether `row` belongs to that entry."""
        return super().holds(entry - self._base, row)

    def go(self, entry: int) -> None:
        """Mark that entry, or the nearest there is, and show it."""
        self._current = max(0, min(entry, self._count - 1)) if self._count else NOWHERE
        self._reach(max(0, self._current), self.height)
        self.settle()

    def unmark(self) -> None:
        """No cursor, the start of the rows in view."""
        self._current = NOWHERE
        self._fill(0, (0, 0))

    def page(self, pages: int) -> None:
        """Mark the entry that many windows further on, at least the next."""
        for _ in range(min(abs(pages), self._count)):
            self._reach(max(0, self._current), self.height)
            super().page(1 if pages > 0 else -1)

    def scroll(self, rows: int) -> None:
        """Move the window by `rows`; the cursor stays, even out of view."""
        self._reach(self.place[0], self.height + abs(rows))
        super().scroll(rows)

    def _reach(self, around: int, room: int) -> None:
        """Have the rows of that entry and of `room` on both sides of it."""
        first, last = max(0, around - room), min(self._count, around + room + 1)
        if self._base <= first and last <= self._base + len(self._firsts):
            self._mark()
        else:
            self._fill(around, self.place)

    def _fill(self, around: int, place: tuple[int, int]) -> None:
        """Make the rows of enough entries around one, and put `place` at the upper edge again."""
        room = 2 * self.height + SLACK
        self._base = max(0, min(around, self._count) - room)
        stop = min(self._count, around + room + 1)
        self._rows, self._firsts = [], []
        for entry in range(self._base, stop):
            self._firsts.append(len(self._rows))
            self._rows += self._make(entry)
        self._entries = [at for at, row in enumerate(self._rows) if row.selectable]
        at = place[0] - self._base
        inside = 0 <= at < len(self._firsts)
        top = self._firsts[at] + place[1] if inside else 0 if at < 0 else len(self._rows)
        self.top = self._bounded(top)
        self._mark()

    def _mark(self) -> None:
        here = self._current - self._base
        marked = 0 <= here < len(self._entries) and self._current >= 0
        self.marked = self._extent(self._entries[here]) if marked else NOTHING
