"""A box over what can still be seen around it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.ui.screens.in_turns import InTurns

if TYPE_CHECKING:
    from typing import Self

    from textual.geometry import Region

Result = TypeVar("Result")


class Over(ModalScreen[Result], InTurns[Result]):
    """A modal screen that has what lies below it drawn once, and takes it as it is.

    The library's own draws it as a text of rich, which takes as long as all the rest of opening.
    """

    _seen: list[Strip] | None = None

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Draw it again: what lies below may be another one."""
        self._seen = None
        return super().refresh(*regions, **options)

    def render_lines(self, crop: Region) -> list[Strip]:
        """What lies below, in the colours that this screen leaves of it."""
        if self._seen is None:
            self._seen = self._below()
        return [strip.crop(crop.x, crop.right) for strip in self._seen[crop.y : crop.bottom]]

    def _below(self) -> list[Strip]:
        stack, tint = self.app.screen_stack, self.styles.background
        under = stack[stack.index(self) - 1]
        strips = under._compositor.render_strips(self.size)
        return strips if tint.a == 0 else [_tinted(strip, tint) for strip in strips]


def _tinted(strip: Strip, tint: Color) -> Strip:
    pieces = (Segment(text, _under(style or Style(), tint)) for text, style, _ in strip)
    return Strip(pieces, strip.cell_length)


@lru_cache(1024)
def _under(style: Style, tint: Color) -> Style:
    """A style behind a tint; few styles make a screen, and it is worked out anew for each piece."""
    colours = (
        (Color.from_rich_color(colour) + tint).rich_color if colour else None
        for colour in (style.color, style.bgcolor)
    )
    return style + Style.from_color(*colours)
