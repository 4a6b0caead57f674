"""Which documents were shown in which views: kept while one reads, and shown again at the start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.layout import Shown, keep_views, load_views
from tui.core.tiling import kept, mapped, tiles

if TYPE_CHECKING:
    from tui.core.tiling import Tiling
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.document_view import DocumentView


class Arranging:
    """Remembers the views of a library that was opened as a whole, until another one is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: Tiling[Shown] | None = None
        self._active = False

    async def restore(self) -> dict[DocumentView, Shown]:
        """Divide the screen as it was left; what each view shows, nothing for a single one."""
        self._active = True
        views = self._desk.views
        tiling = await asyncio.to_thread(
            load_views, self._desk.state.places, self._desk.library.root
        )
        if tiling is None:
            return {}
        shown = [*tiles(tiling)]
        places = [views.view, *(views.new() for _ in shown[1:])]
        in_view = dict(zip(places, shown, strict=True))
        ring = iter(places)
        current = next((view for view, there in in_view.items() if there.current), places[0])
        await views.arrange_as(mapped(tiling, lambda _: next(ring)), current)
        return in_view

    def changed(self) -> Tiling[Shown] | None:
        """The views as they are now, None when they are kept like that or not to be kept."""
        views = self._desk.views
        filled = kept(views.tiling, lambda view: view.text is not None)
        if filled is None or not self._active:
            return None
        tiling = mapped(filled, self._shown)
        if tiling == self._kept:
            return None
        self._kept = tiling
        return tiling

    def keep(self, tiling: Tiling[Shown]) -> None:
        """Store `tiling`; may run in a thread."""
        keep_views(self._desk.state.places, self._desk.library.root, tiling)

    def _shown(self, view: DocumentView) -> Shown:
        if view.text is None:
            raise ValueError(view)
        return Shown(view.text.source, view.position, view is self._desk.view)
