"""Widgets with parts that have styles of their own, computed for those parts that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.css.styles import RenderStyles


class Parted(Widget):
    """A widget that asks for styles of parts by `get_component_rich_style`.

    Textual computes those in `COMPONENT_CLASSES` whenever it looks at the widget, several times
    before the first frame, and most of them are never drawn: here the names are in none.
    """

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The style sheet's rules for these classes; the caller keeps what it makes of them."""
        for name in names:
            part = DOMNode(classes=name)
            part._attach(self)
            self.app.stylesheet.apply(part)
            self._component_styles[name] = part.styles
        return super().get_component_styles(*names)
