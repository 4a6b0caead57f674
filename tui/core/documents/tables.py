"""A table's cells as text that can be read in columns."""

from __future__ import annotations

WIDEST = 120
"""A cell is not padded beyond this: one long cell would blow up all the others."""


def aligned(rows: tuple[tuple[str, ...], ...]) -> str:
    """The cells in columns, a line for each row."""
    count = max(map(len, rows), default=0)
    widths = [
        min(WIDEST, max((len(row[at]) for row in rows if at < len(row)), default=0))
        for at in range(count)
    ]
    lines = (
        " │ ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
