"""What a mouse does over a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.ui.render.viewport import TITLE, Viewport
from tui.ui.widgets.parts import Bare

if TYPE_CHECKING:
    from textual import events


class Pointed(Bare):
    """Shows the rows of a `viewport`, and tells of the wheel and of clicks on them."""

    class Scrolled(Message):
        """The wheel was turned by `rows` over `view`."""

        def __init__(self, view: Pointed, rows: int) -> None:
            super().__init__()
            self.view = view
            self.rows = rows

    class Clicked(Message):
        """Block `block` of `view` was clicked."""

        def __init__(self, view: Pointed, block: int) -> None:
            super().__init__()
            self.view = view
            self.block = block

    def __init__(self) -> None:
        super().__init__()
        self.viewport = Viewport(lambda _: 1, range(0))

    def on_mouse_scroll_down(self) -> None:
        """The wheel, towards the end."""
        self.post_message(self.Scrolled(self, 3))

    def on_mouse_scroll_up(self) -> None:
        """The wheel, towards the start."""
        self.post_message(self.Scrolled(self, -3))

    def on_click(self, event: events.Click) -> None:
        """A click makes a paragraph current."""
        shown = self.viewport.rows()
        if event.y < len(shown) and shown[event.y][0] > TITLE:
            self.post_message(self.Clicked(self, shown[event.y][0]))
