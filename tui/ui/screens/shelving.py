"""The library by key: another order, a part of it, a document by its title."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.catalogue import ORDERS

if TYPE_CHECKING:
    from pathlib import Path

    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.library_tree import LibraryTree


class Shelving:
    """The actions of the library pane, and going to a document from anywhere."""

    def __init__(self, desk: Desk, tree: LibraryTree) -> None:
        self._desk = desk
        self._tree = tree

    def action_go_to(self, count: int | None, argument: str) -> None:
        """Ask for a document by letters of its title."""
        from tui.ui.screens.document_picker import DocumentPicker

        session = self._desk.view.session
        opened = session.source if session else None
        self._desk.ask(DocumentPicker(self._desk.catalogue, opened), self._picked)

    def action_filter_library(self, count: int | None, argument: str) -> None:
        """Show only what has the letters that are typed."""
        self._tree.ask()

    async def action_sort_library(self, count: int | None, argument: str) -> None:
        """The next order, which is remembered."""
        order = ORDERS[(ORDERS.index(self._tree.order) + 1) % len(ORDERS)]
        self._tree.sort(order)
        await asyncio.to_thread(self._desk.state.keep_order, order)

    def _picked(self, source: Path | None) -> None:
        if source:
            self._desk.leave()
            self._desk.open(source, None)
