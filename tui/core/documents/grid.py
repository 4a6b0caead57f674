"""Tables of data, told from those that only place things on a page."""

from __future__ import annotations

from typing import Any

from tui.core.documents.markup import line_of, local_name, text_of

_HEAVY = frozenset(("table", "ul", "ol", "dl", "pre", "blockquote", "form", "article", "section"))
MAX_CELL = 600
"""Characters from which on what stands in a cell is text to be read by paragraphs."""


def is_grid(table: Any) -> bool:
    """Whether the cells of a table belong together: short ones, in more than one column and row."""
    if (table.get("role") or "") == "presentation":
        return False
    widest = rows = 0
    for element in table.iterdescendants():
        tag = local_name(element)
        if tag in _HEAVY:
            return False
        if tag == "tr":
            rows += 1
            widest = max(widest, len(_cells(element)))
        elif tag in ("td", "th") and len(text_of(element, MAX_CELL)) > MAX_CELL:
            return False
    return widest > 1 and rows > 1


def rows_of(table: Any) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The caption of a table and its rows of cells, safe to show."""
    caption, rows = "", []
    for element in table.iterdescendants():
        tag = local_name(element)
        if tag == "caption":
            caption = line_of(element)
        elif tag == "tr" and (cells := _cells(element)):
            rows.append(tuple(map(line_of, cells)))
    return caption, tuple(row for row in rows if any(row))


def _cells(row: Any) -> list[Any]:
    return [element for element in row if local_name(element) in ("td", "th")]
