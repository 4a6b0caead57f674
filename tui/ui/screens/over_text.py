"""A box laid over the text, right below the paragraph it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tui.ui.screens.over import Over

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

Result = TypeVar("Result")
LEAST = 3
"""Rows of a box that holds anything."""


@dataclass(frozen=True, slots=True)
class Below:
    """Where a box belongs: the cell below the paragraph where its text begins.

    `width` is that of the text column.
    """

    row: int
    column: int
    width: int


class OverText(Over[Result]):
    """A modal screen whose box stands at a spot, above it where there is no room below.

    `spot` is asked again whenever the text below was laid out at another size.
    """

    DEFAULT_CSS = """
    OverText { background: transparent; }
    """

    def __init__(self, spot: Callable[[], Below]) -> None:
        super().__init__()
        self._find_spot = spot
        self.spot = spot()

    def fit(self) -> None:
        """Call `place` with the size the box should have."""
        raise NotImplementedError

    def follow(self) -> None:
        """The text below was laid out at another size: the spot is elsewhere."""
        if self.is_current:
            self.spot = self._find_spot()
            self.fit()
            # What is in the box wraps at the new width before it tells how many rows it takes.
            self.call_after_refresh(self._fit_again)

    def _fit_again(self) -> None:
        if self.is_current:
            self.fit()

    def place(self, box: Widget, width: int, height: int) -> None:
        """Put `box` where it hides as little as it must: never the first row, nor the status."""
        columns, rows = self.app.size
        width, height = min(width, columns), max(LEAST, min(height, rows - 2))
        left = max(0, min(self.spot.column, columns - width))
        top = max(0, min(self.spot.row, rows - 1 - height))
        box.styles.width, box.styles.height = width, height
        box.styles.offset = (left, top)
