"""A key's frame: painted in the turn of the loop that took the key, and only the rows that differ.

What widgets draw and where they stand is Textual's; nothing is drawn here in another way.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from textual.dom import DOMNode
    from textual.geometry import Region, Size
    from textual.strip import Strip

Row = tuple[int, int, "Strip"]
"""The column and the row of the screen at which a strip begins."""


def paint(screen: Screen[Any]) -> None:
    """Put on the terminal what has to be drawn anew on `screen`.

    Textual does it some turns of its loop later, when each widget has told the screen; so it does
    here where widgets have to be laid out before.
    """
    app, compositor = screen.app, screen._compositor
    if app.screen is not screen or app._batch_count:
        return
    stale = [widget for widget in compositor.visible_widgets if widget._repaint_required]
    if not stale or any(_is_to_be_laid_out(node) for node in app._registry):
        return
    for widget in stale:
        widget._repaint_required = False
    screen._dirty_widgets.update(stale)
    screen._on_timer_update()


@contextmanager
def laid_out_once(screen: Screen[Any]) -> Iterator[None]:
    """Lay out and draw `screen` at another size, in this block: once is enough.

    Each widget that has another size asks for a layout, as if it had not come from one. What was to
    be drawn anew before is still: where the size is what it was, nothing is drawn.
    """
    before = {node for node in screen.app._registry if _is_waited_for(node)}
    yield
    for widget in screen._compositor.widgets - before:
        widget._layout_required = widget._repaint_required = False
        widget._exchange_repaint_regions()


def _is_waited_for(node: DOMNode) -> bool:
    return isinstance(node, Widget) and (node._layout_required or node._repaint_required)


def _is_to_be_laid_out(node: DOMNode) -> bool:
    return isinstance(node, Widget) and node._layout_required


class RowUpdate(CompositorUpdate):
    """Whole rows of widgets, each with its place."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def render_segments(self, console: Console) -> str:
        """What is written to the terminal."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self.rows)


class RowCompositor(Compositor):
    """Asks for nothing but the changed rows of a widget that no other one stands before.

    Textual asks every widget for all of its rows, and cuts them at the edges of all others.
    """

    def render_partial_update(self) -> ChopsUpdate | RowUpdate | None:  # type: ignore[override]
        """What has to be written for what changed, None if there is nothing."""
        rows: list[Row] = []
        for region in self._dirty_regions:
            found = self._rows(region.intersection(self.size.region))
            if found is None:
                return super().render_partial_update()
            rows += found
        self._dirty_regions.clear()
        return RowUpdate(rows) if rows else None

    def _rows(self, changed: Region) -> Iterator[Row] | None:
        """The rows of a part of the screen; None where more than one widget is to be seen there."""
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if shown.overlaps(changed):
                if not shown.contains_region(changed):
                    return None
                strips = widget.render_lines(changed.translate(-region.offset))
                return ((changed.x, y, strip) for y, strip in enumerate(strips, changed.y))
        return None


class RowScreen(Screen[ScreenResultType]):
    """Draws the rows that differ, and is laid out once at another size."""

    # What has the focus looks different, but not all else on the screen.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowCompositor()

    def _screen_resized(self, size: Size) -> None:
        with laid_out_once(self):
            super()._screen_resized(size)
