"""Which line of the source a place in it is on, counted only where it is asked for."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from tui.core.documents.snapshot import holds, spare

if TYPE_CHECKING:
    from tui.core.documents.snapshot import Data

PAGE = 1 << 11
FAR = 1 << 11
"""Pages behind which memory is given back while they are counted."""


class LineNumbers:
    """Line numbers of `data`, 1-based; how many lines are before each page is kept.

    For one thread. A carriage return counts as a line's end: see `pages.unpaged`, which makes them.
    """

    def __init__(self, data: Data) -> None:
        self._data = data
        self._has_returns = holds(data, b"\r")
        self._before = array("Q", [0])

    def at(self, offset: int) -> int:
        """The line of byte `offset`."""
        page = offset // PAGE
        if page >= len(self._before):
            self._count_to(page)
        return 1 + self._before[page] + self.ends(page * PAGE, offset)

    def ends(self, start: int, end: int) -> int:
        """How many lines end in `data[start:end]`."""
        return self.ends_in(self._data[start:end])

    def ends_in(self, part: bytes) -> int:
        """How many lines end in a part of the data."""
        count = part.count(b"\n")
        return count + part.count(b"\r") if self._has_returns else count

    def _count_to(self, page: int) -> None:
        while len(self._before) <= page:
            end = len(self._before) * PAGE
            self._before.append(self._before[-1] + self.ends(end - PAGE, end))
            if not len(self._before) % FAR:
                spare(self._data)
