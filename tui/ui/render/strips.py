"""Rows as the screen library takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.style import Style

    from tui.ui.render.cells import Piece


def strip_of(pieces: Iterable[Piece], width: int, style: Callable[[str], Style]) -> Strip:
    """A strip of exactly `width` cells; the rest is filled in the style `text`."""
    segments = [Segment(text, style(name)) for text, name in pieces if text]
    return Strip(segments).adjust_cell_length(width, style("text"))


def overwritten(strip: Strip, at: int, piece: Strip) -> Strip:
    """`strip` with `piece` in place of what stands `at` that cell."""
    end = at + piece.cell_length
    return Strip.join([strip.crop(0, at), piece, strip.crop(end, strip.cell_length)])
