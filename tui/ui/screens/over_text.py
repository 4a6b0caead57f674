"""A box laid over the text, right below the paragraph it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.widget import Widget

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Below:
    """Where a box belongs: the cell below the paragraph where its text begins."""

    row: int
    column: int


class OverText(ModalScreen[Result]):
    """A modal screen whose `box` stands at a spot, above it where there is no room below."""

    DEFAULT_CSS = """
    OverText { background: transparent; }
    """

    def __init__(self, spot: Below) -> None:
        super().__init__()
        self._spot = spot

    def place(self, box: Widget, width: int, height: int) -> None:
        """Put `box` where it hides as little as it must."""
        columns, rows = self.app.size
        width = min(width, columns)
        left = max(0, min(self._spot.column, columns - width))
        top = max(0, min(self._spot.row, rows - 1 - height))
        box.styles.width, box.styles.height = width, height
        box.styles.offset = (left, top)
