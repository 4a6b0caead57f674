"""The sources of a library by folder, or in another order, with what is known of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from tui.core.catalogue import ORDERS
from tui.ui.widgets.document_list import DocumentList, Finder
from tui.ui.widgets.find_bar import FindBar
from tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult

    from tui.core.catalogue import Catalogue, Order
    from tui.core.search.hits import Entry
    from tui.core.session import Session
    from tui.core.state import Reading
    from tui.ui.render.rows import LazyRows

LEVEL = 2
"""Cells that a folder's contents stand further in."""
WORDS = {"folder": "", "recent": "recently read", "notes": "most notes", "title": "by title"}
EMPTY = "nothing to read here\n\ntexts, pages, books\nand PDFs would be\nlisted"
NOT_FOUND = "no title or folder\nholds these letters\n\nEsc shows all"


class LibraryTree(DocumentList):
    """Folders and documents; folders cannot be chosen. Below them a line that narrows them."""

    DEFAULT_CSS = """
    LibraryTree > FindBar { dock: bottom; }
    """

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._order: Order = ORDERS[0]
        self._filter = FindBar(placeholder="title or folder")
        self._filter.display = False
        self._finder = Finder(self, self._narrow)
        self._found: dict[Path, float] | None = None
        self._wanted: Path | None = None

    def compose(self) -> ComposeResult:
        """The line that narrows the rows."""
        yield self._filter

    @property
    def order(self) -> Order:
        """How the documents are sorted."""
        return self._order

    def sort(self, order: Order) -> None:
        """Sort the documents in another way."""
        self._order = order
        self.outdate()

    def show(self, root: Path) -> None:
        """Show the catalogue, which is that of the library at `root`."""
        self.set_title(root.name or str(root))
        self._wanted = self._wanted or self.opened
        self.outdate()

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows only what was typed."""
        return self._filter.display

    def learn(self, entries: Iterable[Entry]) -> None:
        """What has become known of sources; repaints no more than their rows, as far as in view."""
        changed = self.catalogue.learn(entries)
        if changed and self._found is not None:
            self._finder.want(self._filter.value, self.catalogue.items())
        if changed and self._order in ("notes", "title"):
            self.outdate()
        else:
            self._redraw(changed)

    def recall(self, readings: Mapping[Path, Reading]) -> None:
        """How sources were left."""
        self.catalogue.recall(readings)
        self.outdate()

    def show_opened(self, session: Session) -> None:
        """The document of `session` is open now."""
        before, self.opened = self.opened, session.source
        self.catalogue.revise(
            session.source,
            title=session.document.title or session.source.stem,
            paragraphs=session.document.paragraphs,
            annotations=len(session.annotations),
            problem=session.problem,
            read_at=time.time_ns(),
            changed=False,
        )
        if self._order == "recent":
            self.outdate()
        if self._outdated:
            self._wanted = session.source
        else:
            self._redraw(filter(None, (before, session.source)))
            self.select_key(session.source)

    def recount(self, source: Path, annotations: int) -> None:
        """The annotations of the open document `source` were changed."""
        if self.catalogue.revise(source, annotations=annotations):
            self._redraw([source])

    def progress(self, source: Path, percent: int) -> None:
        """The open document `source` was read that far."""
        if self.catalogue.revise(source, percent=percent):
            self._redraw([source])

    def ask(self) -> None:
        """Take letters that narrow the list, after those typed before."""
        self._filter.display = True
        self._filter.resume()
        self._fit()

    def build(self) -> None:
        """Sort and narrow the documents; the cursor stays on its own."""
        found = self._found
        items = self.catalogue.ordered(self._order)
        shown = [item.source for item in items if found is None or item.source in found]
        count = f"{len(shown)} of {len(items)}" if found is not None else ""
        self._below = " · ".join(filter(None, (count, WORDS[self._order])))
        marked = self.current.key if self.current else None
        wanted, self._wanted = self._wanted, None
        empty = EMPTY if found is None else NOT_FOUND
        self.list_sources(shown, wanted or cast("Path | None", marked), empty)

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """As one types."""
        event.stop()
        self._finder.want(event.text, self.catalogue.items())

    async def on_line_ended(self, event: FindBar.Ended) -> None:
        """Enter keeps what is shown and goes to it, Esc shows everything again."""
        event.stop()
        if not event.kept:
            self._filter.wipe()
            self._finder.want("", ())
        await self._finder.settled()
        if self._found == {}:
            self._filter.resume()
            return
        self._filter.display = self._found is not None
        self._fit()
        self.screen.set_focus(self)

    def on_key(self, event: events.Key) -> None:
        """Down goes to the list too."""
        if self._filter.has_focus and event.key in ("down", "tab"):
            event.stop()
            event.prevent_default()
            self._filter.end(kept=True)

    @property
    def _window(self) -> int:
        """The lines for rows: one less while the line is there."""
        return max(1, super()._window - self._filter.display)

    def _narrow(self, found: dict[Path, float] | None) -> None:
        """While one types, the cursor is on what fits best."""
        self._found = found
        if found and self._filter.has_focus:
            self._wanted = max(found, key=found.__getitem__)
        self.outdate()

    def _redraw(self, sources: Iterable[Path]) -> None:
        if self._outdated:
            return
        made = cast("LazyRows", self._rows).made
        for source in sources:
            number = self._numbers.get(source, -1)
            if number in made:
                self.replace_row(self._entry_rows(number)[-1])

    def _entry_rows(self, entry: int) -> list[ListRow]:
        """A source, after the folders that the one before it is not in."""
        item = self.catalogue[self._shown[entry]]
        if self._order != "folder":
            return [self.row_of(item)]
        above = self.catalogue[self._shown[entry - 1]].folders if entry else ()
        return [*_folders(above, item.folders), self.row_of(item, (), len(item.folders) * LEVEL)]


def _folders(above: tuple[str, ...], names: tuple[str, ...]) -> Iterator[ListRow]:
    """The rows of the folders in the path `names` that the path `above` did not lead through."""
    for level, name in enumerate(names):
        if names[: level + 1] != above[: level + 1]:
            yield ListRow(((f"▾ {name}", "dim"),), indent=level * LEVEL, selectable=False)
