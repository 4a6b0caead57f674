"""Documents of a library as the rows of a list, and finding them while one types."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from tui.core.catalogue import Item, find
from tui.ui.render.paint import NOTE
from tui.ui.render.rows import LazyRows
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui.core.catalogue import Catalogue
    from tui.ui.render.cells import Piece

UNREAD, BEGUN, NOTED, UNREADABLE = "○", "◐", "◉", "×"
CHANGED = "↻"


class DocumentList(RowList):
    """Rows of sources of `catalogue`, made when they are looked at; a row's key is its source."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.opened: Path | None = None
        self._shown: Sequence[Path] = ()
        self._numbers: dict[Path, int] = {}

    def new_rows(self) -> LazyRows:
        """A library can hold thousands."""
        return LazyRows(self._entry_rows)

    def list_sources(self, sources: Sequence[Path], marked: Path | None, empty: str) -> None:
        """Show `sources`, or say `empty`; the cursor goes to `marked`."""
        self._shown = sources
        self._numbers = {source: number for number, source in enumerate(sources)}
        self._empty = empty.splitlines()
        entry = self._numbers.get(marked, 0) if marked else 0
        rows = cast("LazyRows", self._rows)
        rows.renew(len(sources), entry)
        rows.go(entry)
        self.refresh()

    def select_key(self, key: object) -> bool:
        """Mark the row of source `key` and scroll to it; False if it is not shown."""
        number = self._numbers.get(key) if not self._outdated else None  # type: ignore[call-overload]
        if number is not None:
            self._move(lambda rows: rows.go(number))
        return number is not None

    def _entry_rows(self, entry: int) -> list[ListRow]:
        item = self.catalogue[self._shown[entry]]
        where = "  open" if item.source == self.opened else ""
        folders = f"  {'/'.join(item.folders)}" if item.folders else ""
        return [self.row_of(item, ((folders, "dim"), (where, "accent")))]

    def row_of(self, item: Item, more: tuple[Piece, ...] = (), indent: int = 0) -> ListRow:
        """The row of a source: its mark, its title, what is known of it at the right."""
        style = "strong" if item.source == self.opened else "text"
        style = "dim" if item.problem else style
        changed = ((f"{CHANGED} ", "accent"),) if item.changed else ()
        parts = ((f"{_mark(item)} ", style), *changed, (item.title, style), *more)
        return ListRow(parts, _counts(item), indent, key=item.source)


class Finder:
    """Finds items of `catalogue` in a thread for `owner`; the newest wish wins.

    `found` is called with the scores by source, None where nothing was typed.
    """

    def __init__(self, owner: RowList, found: Callable[[dict[Path, float] | None], None]) -> None:
        self._owner = owner
        self._found = found
        self._wish: tuple[str, Sequence[Item]] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def want(self, typed: str, items: Sequence[Item]) -> None:
        """Find what holds the letters of `typed`."""
        self._wish = typed, items
        if self._idle.is_set():
            self._idle.clear()
            self._owner.run_worker(self._run(), group="finder")

    async def settled(self) -> None:
        """Wait until what was wanted last is found."""
        await self._idle.wait()

    async def _run(self) -> None:
        try:
            while self._wish:
                (typed, items), self._wish = self._wish, None
                found = await asyncio.to_thread(find, typed, items) if typed.strip() else None
                if not self._wish:
                    self._found(found)
        finally:
            self._idle.set()


def _mark(item: Item) -> str:
    if item.problem:
        return UNREADABLE
    return NOTED if item.annotations else BEGUN if item.read_at else UNREAD


def _counts(item: Item) -> str:
    """How many notes, and how far it was read, or how long it is."""
    notes = f"{item.annotations}{NOTE}" if item.annotations else ""
    length = "" if item.paragraphs is None else f"{item.paragraphs} ¶"
    return f"{notes} {length if item.percent is None else f'{item.percent}%':>4}".strip()
