"""Text cut and filled to a number of cells, whatever its characters take of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

Piece = tuple[str, str]
"""A text and the name of its style."""

ELLIPSIS = "…"


def size(pieces: Iterable[Piece | Segment]) -> int:
    """The cells that `pieces` take."""
    # Most are plain, and to look each of them up takes as long as to draw a row.
    return sum(len(at[0]) if at[0].isascii() else cell_len(at[0]) for at in pieces)


def cut(text: str, cells: int) -> str:
    """`text`, its end replaced by an ellipsis when it takes more than `cells`."""
    return "".join(part for part, _ in cut_pieces([(text, "")], cells))


def cut_pieces(pieces: Iterable[Piece], cells: int) -> list[Piece]:
    """`pieces`, what does not fit into `cells` replaced by one ellipsis."""
    pieces = list(pieces)
    if size(pieces) <= cells:
        return pieces
    kept: list[Piece] = []
    room = cells - len(ELLIPSIS)
    for text, style in pieces:
        taken = cell_len(text)
        if taken > room:
            head = set_cell_size(text, room).rstrip() if room > 0 else ""
            return [*kept, (head + ELLIPSIS, style)] if cells > 0 else []
        kept.append((text, style))
        room -= taken
    return kept
