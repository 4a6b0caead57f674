"""How much room panes, views and the notes beside the text have, by key."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.layout import NARROWEST, WIDEST, keep_panes

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.panes import Panes

STEP = 2
"""Cells that one key gives or takes."""


class Sizing:
    """The actions that change sizes; those of the panes are remembered."""

    def __init__(self, desk: Desk, panes: Panes) -> None:
        self._desk = desk
        self._panes = panes

    async def action_larger_pane(self, count: int | None, argument: str) -> None:
        """More cells for the pane or view that has the keys."""
        await self._resize(count or STEP)

    async def action_smaller_pane(self, count: int | None, argument: str) -> None:
        """Fewer cells."""
        await self._resize(-(count or STEP))

    async def action_margin_notes(self, count: int | None, argument: str) -> None:
        """Notes beside their paragraphs, or not."""
        sizes = replace(self._panes.sizes, beside=not self._panes.sizes.beside)
        self._panes.put(sizes)
        if not sizes.beside:
            self._desk.say("no notes in the margin", False)
        elif self._desk.view.has_asides:
            self._desk.say("notes in the margin", False)
        else:
            self._desk.tell("notes in the margin, once there is room · {notes} shows them all")
        await self._keep()

    async def _resize(self, cells: int) -> None:
        panes, sizes = self._panes, self._panes.sizes
        if panes.notes.has_focus:
            sizes = replace(sizes, notes=self._bounded(sizes.notes + cells))
        elif panes.library.has_focus or panes.contents.has_focus:
            sizes = replace(sizes, left=self._bounded(sizes.left + cells))
        elif len(self._desk.views.all) == 1:
            return self._desk.say("this is the only view", False)
        elif not self._desk.views.grow(cells):
            return self._desk.say("no view can become smaller than that", False)
        else:
            return None
        panes.put(sizes)
        return await self._keep()

    async def _keep(self) -> None:
        await asyncio.to_thread(keep_panes, self._desk.state.places, self._panes.sizes)

    def _bounded(self, cells: int) -> int:
        widest = max(NARROWEST, min(WIDEST, self._desk.views.app.size.width // 2))
        return max(NARROWEST, min(cells, widest))
