"""A screen that is put up in several turns of the event loop, and drawn when it is complete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual import events


class InTurns(Screen[ScreenResultType]):
    """Takes each event in a turn of its own, so that opening it keeps nothing else waiting.

    Textual takes all that wait in one turn, and draws a new screen when it is resumed, again when
    it hears of its size, and again with what was put into it then.
    """

    _is_up = False

    async def on_event(self, event: events.Event) -> None:
        """After whatever else waits."""
        await asyncio.sleep(0)
        await super().on_event(event)

    def _on_timer_update(self) -> None:
        if not self._is_up:
            self.call_next(self._stand_up)
        super()._on_timer_update()

    async def _stand_up(self) -> None:
        await draw_ahead(self)
        self._is_up = True
        self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        # The library has no public way to lay out without drawing.
        if self._is_up:
            super()._compositor_refresh()


async def draw_ahead(screen: Screen[Any]) -> None:
    """Have each widget in view draw itself in a turn of its own.

    They keep it, so that putting all of them together on the terminal takes another short turn.
    """
    for widget, (region, _) in [*screen._compositor.visible_widgets.items()]:
        # Meanwhile a key may have closed it.
        if widget.is_attached and screen.is_current:
            widget.render_lines(region.size.region)
            await asyncio.sleep(0)
