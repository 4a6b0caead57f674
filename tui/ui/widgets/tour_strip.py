"""The step of the tour that is to be done, in a few rows above the status line."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from tui.ui.render.cells import Piece, cut_pieces, size
from tui.ui.render.strips import strip_of
from tui.ui.widgets.parts import Parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.strip import Strip

Told = tuple[str, str]
"""The heading of a step, and what to do."""


class TourStrip(Parted):
    """As high as the longest of the steps needs, so that the text stays where it is."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    TourStrip {
        width: 100%; height: 3; background: $background; border-top: solid $foreground 15%;
        & > .tour-strip--text { color: $foreground; background: $background; }
        & > .tour-strip--key { color: $primary; text-style: bold; background: $background; }
        & > .tour-strip--hint { color: $text-muted; background: $background; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Told] = ()
        self._at = 0
        self._keys = ""
        self.display = False

    def show(self, steps: Sequence[Told], at: int, keys: str) -> None:
        """Show one of `steps`, and the `keys` that work in every one; none hides the strip."""
        self._steps, self._at, self._keys = steps, at, keys
        self.display = bool(steps)
        self.on_resize()
        self.refresh()

    def on_resize(self) -> None:
        """Take the rows that are needed."""
        if self._steps:
            width = self.app.size.width
            rows = max(len(rows_of(told, self._keys, width)) for told in self._steps)
            self.styles.height = rows + 1

    def render_line(self, y: int) -> Strip:
        """A row of the step."""
        # The border takes the first row.
        rows = rows_of(self._steps[self._at], self._keys, self.size.width) if self._steps else []
        return strip_of(rows[y] if y < len(rows) else [], self.size.width, self._style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"tour-strip--{name}")


def rows_of(told: Told, keys: str, width: int) -> list[list[Piece]]:
    """A step in `width` cells: heading and keys in one row if they fit, below it what to do."""
    heading, text = told
    room = max(10, width - 2)
    rows: list[list[Piece]] = [[(f" {line}", "key")] for line in textwrap.wrap(heading, room)]
    rows += [[(f" {line}", "text")] for line in textwrap.wrap(text, room)]
    first = rows[0]
    blanks = width - size(first) - len(keys) - 1
    if len(textwrap.wrap(heading, room)) == 1 and blanks > 1:
        rows[0] = [*first, (" " * blanks, "text"), (keys, "hint")]
    else:
        rows.append([(f" {keys}", "hint")])
    return [cut_pieces(row, width) for row in rows]
