"""Several views of the text, and going from one pane or view to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.layout import MOST_VIEWS
from tui.core.tiling import Area, towards
from tui.ui.widgets.document_view import DocumentView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from tui.core.tiling import Direction
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.opening import Opening
    from tui.ui.screens.panes import Panes

SIDE_BY_SIDE = 100
"""Columns of a terminal in which two views have room beside each other."""


class Windows:
    """The actions on views; `entered` is called when another one has become the current one."""

    def __init__(
        self, desk: Desk, panes: Panes, opening: Opening, entered: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._panes = panes
        self._opening = opening
        self._entered = entered

    async def action_split_below(self, count: int | None, argument: str) -> None:
        """A second view below this one."""
        await self._split(beside=False)

    async def action_split_beside(self, count: int | None, argument: str) -> None:
        """A second view beside this one, if there is room for that."""
        await self._split(beside=True)

    async def action_close_view(self, count: int | None, argument: str) -> None:
        """Close the current view."""
        views = self._desk.views
        if len(views.all) == 1:
            return self._desk.say("this is the only view", False)
        self._opening.remember()
        await views.close(views.view)
        return self._entered()

    async def action_only_view(self, count: int | None, argument: str) -> None:
        """Close all other views."""
        views = self._desk.views
        if len(views.all) == 1:
            return self._desk.say("this is the only view", False)
        self._opening.remember()
        return await views.arrange_as(views.view, views.view)

    def action_pane_left(self, count: int | None, argument: str) -> None:
        """What is at the left."""
        self._towards("left")

    def action_pane_down(self, count: int | None, argument: str) -> None:
        """What is below."""
        self._towards("down")

    def action_pane_up(self, count: int | None, argument: str) -> None:
        """What is above."""
        self._towards("up")

    def action_pane_right(self, count: int | None, argument: str) -> None:
        """What is at the right."""
        self._towards("right")

    def action_next_pane(self, count: int | None, argument: str) -> None:
        """The next pane or view."""
        self._turn(1)

    def action_previous_pane(self, count: int | None, argument: str) -> None:
        """The pane or view before."""
        self._turn(-1)

    async def _split(self, *, beside: bool) -> None:
        desk, views = self._desk, self._desk.views
        session = desk.view.session
        if session is None:
            return desk.say("there is no text to show in a second view", False)
        if len(views.all) == MOST_VIEWS:
            return desk.tell(f"{MOST_VIEWS} views are the most; {{close_view}} closes this one")
        new = views.new()
        wide = beside and views.app.size.width >= SIDE_BY_SIDE
        tiling = views.divided(new, beside=True) if wide else None
        tiling = tiling or views.divided(new, beside=False)
        if tiling is None:
            return desk.say("there is no room for 5 rows of text in each view", False)
        place = desk.view.position
        # Whoever asks for another view wants more than the text alone.
        views.screen.remove_class("-zen")
        await views.arrange_as(tiling, new)
        return self._opening.show(new, session, place)

    def _towards(self, direction: Direction) -> None:
        here = self._desk.view.screen.focused or self._desk.view
        others = [*self._panes.all, *self._desk.views.all]
        seen = [(there, Area(*there.region)) for there in others if there.region]
        there = towards(Area(*here.region), seen, direction)
        if there is None and here.region.overlaps(self._desk.view.region):
            # A pane that lies over the text.
            there = self._desk.view
        if there and there is not here:
            self._go(there)

    def _turn(self, step: int) -> None:
        library, contents, notes = self._panes.all
        panes = [pane for pane in (library, contents) if pane.region]
        ring: list[Widget] = [*panes, *self._desk.views.all, *([notes] if notes.region else [])]
        at = next((at for at, widget in enumerate(ring) if widget.has_focus), 0)
        self._go(ring[(at + step) % len(ring)])

    def _go(self, there: Widget) -> None:
        views = self._desk.views
        if isinstance(there, DocumentView) and there is not views.view:
            views.enter(there)
            self._entered()
        else:
            there.focus()
