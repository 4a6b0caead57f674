"""Widgets with parts that have styles of their own, computed for those parts that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from rich.segment import Segment
    from textual.color import Color
    from textual.css.styles import RenderStyles
    from textual.geometry import Region


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

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the keys at once: the next one may have been typed already."""
        self.screen.set_focus(self, scroll_visible)
        return self


class Bare(Parted):
    """Rows of its whole width in `render_line`, with no border or padding around them.

    They need not go through what Textual does for those: a strip that is kept keeps all that is
    worked out of it, down to what is written.
    """

    _behind: Color | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a part."""
        strips = [self.render_line(y) for y in crop.line_range]
        if strips and crop.column_span != (0, strips[0].cell_length):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def finished(self, pieces: Iterable[Segment], width: int) -> Strip:
        """A row of `width` cells, in the colours that this terminal has."""
        if self._behind is None:
            self._behind = self.background_colors[1]
        segments = [*pieces]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self._behind)
        return Strip(segments, width)

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._behind = None
