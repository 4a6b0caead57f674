"""Which rows of which blocks are in view, and where the cursor is: no global heights, no screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RowAt = tuple[int, int]
"""A block's index and the number of a row inside it; block -1 is the title above the text."""

TITLE = -1


class Viewport:
    """A window of `height` rows onto `blocks`, whose row counts `rows_of` tells one at a time.

    `blocks` are indexes in ascending order: a range, or those that a filter lets through. Every
    operation looks at no more of them than fit the window a few times over, however many there are.
    `cursor` is the current block; after every operation it is in view. A page leaves `overlap` rows
    in view and makes `seam` the first row behind them, for whoever marks it; in `typewriter` mode
    the current block stays in the middle.
    """

    def __init__(self, rows_of: Callable[[int], int], blocks: Sequence[int]) -> None:
        self._rows_of = rows_of
        self.blocks = blocks
        self.height = 1
        self.overlap = 2
        self.typewriter = False
        self.seam: RowAt | None = None
        self.top: RowAt = (TITLE, 0)
        self.cursor = 0

    @property
    def page_rows(self) -> int:
        """The rows that a page moves by."""
        return max(1, self.height - self.overlap)

    def rows(self) -> list[RowAt]:
        """The rows in view, fewer than `height` when the document ends before."""
        row = self.top[1]
        block: int | None = self.top[0]
        shown: list[RowAt] = []
        while len(shown) < self.height and block is not None:
            shown += [(block, at) for at in range(row, self._rows_of(block))]
            block, row = self.after(block), 0
        return shown[: self.height]

    def after(self, block: int) -> int | None:
        """The first block behind `block`, if there is one."""
        at = bisect_right(self.blocks, block)
        return self.blocks[at] if at < len(self.blocks) else None

    def holds(self, block: int) -> bool:
        """Whether `block` is one of those that can be looked at."""
        return bool(self.blocks) and self.bounded(block) == block

    def some(self, block: int, count: int) -> Sequence[int]:
        """As many blocks from `block` on as there are, at most `count`."""
        at = bisect_left(self.blocks, block)
        return self.blocks[at : at + count]

    def extent(self, block: int) -> tuple[int, int] | None:
        """First and last+1 row of `block` on the screen, negative above it; None if out of view."""
        at, y = self.top[0], -self.top[1]
        following = bisect_right(self.blocks, at)
        while at < block and y < self.height and following < len(self.blocks):
            y += self._rows_of(at)
            at, following = self.blocks[following], following + 1
        if at != block:
            return None
        bottom = y + self._rows_of(block)
        return (y, bottom) if y < self.height and bottom > 0 else None

    def goto(self, block: int) -> None:
        """Make `block` current, moving as little as shows it whole, or else its beginning."""
        self.cursor = self.bounded(block)
        self._reveal()

    def next(self, step: int = 1) -> None:
        """The next (or for -1 previous) block, after the rest of this one if it is taller."""
        if not self._scroll_inside(step):
            self.step(step)

    def step(self, blocks: int) -> None:
        """As many blocks on, however long this one is."""
        at = bisect_left(self.blocks, self.cursor) + blocks
        self.goto(self.blocks[max(0, min(at, len(self.blocks) - 1))] if self.blocks else 0)
        if self.typewriter:
            self.align(0.5)

    def scroll(self, rows: int) -> None:
        """Move the text by `rows`; the cursor stays while it is in view."""
        self.top = self._walk(self.top, rows)
        self._keep_filled()
        self._pull_cursor()

    def lift(self, rows: int) -> None:
        """Move the text up even beyond its end, to make room below; the next move takes it back."""
        self.top = self._walk(self.top, rows)

    def page(self, rows: int) -> None:
        """Move by a page of `rows` and put the cursor on the first block that begins in view.

        Where the text cannot move any further the cursor goes to its end or its beginning.
        """
        before, shown = self.top, self.rows()
        self.scroll(rows)
        self._mark_seam(shown, rows)
        if self.top == before:
            self.cursor = self.blocks[-1 if rows > 0 else 0] if self.blocks else 0
            self._reveal()
        else:
            self.cursor = self._first_beginning()

    def align(self, share: float) -> None:
        """Put the current block at the top (0), in the middle (0.5) or at the bottom (1)."""
        room = max(0, self.height - self._rows_of(self.cursor))
        self.top = self._walk((self.cursor, 0), -int(room * share))
        self._keep_filled()

    def put(self, block: int, y: int) -> None:
        """Make `block` current, its first row at `y` of the view as far as the text allows."""
        self.cursor = self.bounded(block)
        self.top = self._walk((self.cursor, 0), -max(0, min(y, self.height - 1)))
        self._keep_filled()

    def settle(self) -> None:
        """After the height or the rows changed: the top stays, the cursor comes into view."""
        block, row = self.top
        if block > TITLE and not self.holds(block):
            block, row = self.bounded(block), 0
        self.top = (block, min(row, self._rows_of(block) - 1))
        self._pull_cursor()

    def bounded(self, block: int) -> int:
        """`block`, or else the next one there is, or else the last; 0 where there is none."""
        at = min(bisect_left(self.blocks, block), len(self.blocks) - 1)
        return self.blocks[at] if self.blocks else 0

    def _walk(self, place: RowAt, rows: int) -> RowAt:
        block, row = place[0], place[1] + rows
        while row < 0 and block > TITLE:
            block = self._before(block)
            row += self._rows_of(block)
        while row >= self._rows_of(block) and (following := self.after(block)) is not None:
            row -= self._rows_of(block)
            block = following
        return block, max(0, min(row, self._rows_of(block) - 1))

    def _before(self, block: int) -> int:
        at = bisect_left(self.blocks, block)
        return self.blocks[at - 1] if at else TITLE

    def _keep_filled(self) -> None:
        """No empty screen below the end of the text."""
        missing = self.height - len(self.rows())
        if missing > 0:
            self.top = self._walk(self.top, -missing)

    def _reveal(self) -> None:
        extent = self.extent(self.cursor)
        if extent is None and (self.cursor, 0) > self.top:
            self.top = (self.cursor, 0)
            extent = (0, self._rows_of(self.cursor))
            # Coming from above: the block appears at the lower edge, as if scrolled to.
            self.top = self._walk(self.top, min(0, extent[1] - self.height))
        elif extent is None or extent[0] < 0:
            self.top = self._start() if self.cursor == self.bounded(0) else (self.cursor, 0)
            self._keep_filled()
        elif extent[1] > self.height:
            self.top = self._walk(self.top, min(extent[0], extent[1] - self.height))

    def _start(self) -> RowAt:
        """The title, if the first block still fits below it."""
        first = self.bounded(0)
        fits = self._rows_of(TITLE) + self._rows_of(first) <= self.height
        return (TITLE, 0) if fits else (first, 0)

    def _scroll_inside(self, step: int) -> bool:
        """Scroll inside a block taller than the view; False when it shows its end (or start)."""
        is_tall = self._rows_of(self.cursor) > self.height
        extent = self.extent(self.cursor) if is_tall else None
        if extent is None:
            return False
        hidden = extent[1] - self.height if step > 0 else -extent[0]
        if hidden <= 0:
            return False
        shown = self.rows()
        self.top = self._walk(self.top, step * min(hidden, self.page_rows))
        self._mark_seam(shown, step)
        return True

    def _mark_seam(self, before: list[RowAt], step: int) -> None:
        """What is new ends at the seam when the text moved back; nothing is marked where all is."""
        old = set(before)
        new = [place for place in self.rows() if place not in old]
        self.seam = new[0 if step > 0 else -1] if 0 < len(new) < len(self.rows()) else None

    def _pull_cursor(self) -> None:
        extent = self.extent(self.cursor)
        if extent is None:
            shown = [block for block, _ in self.rows() if block >= 0]
            if shown:
                self.cursor = shown[-1] if self.cursor > shown[-1] else self._first_beginning()

    def _first_beginning(self) -> int:
        shown = self.rows()
        begins = (block for block, row in shown if row == 0 and block >= 0)
        return next(begins, self.bounded(shown[0][0]) if shown else 0)
