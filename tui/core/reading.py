"""How far through a document a paragraph is, and how long the rest takes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from tui.core.pace import USUAL

if TYPE_CHECKING:
    from tui.core.model import Document
    from tui.core.state import Position


def percent(document: Document, index: int) -> int:
    """How much of the document lies before the end of block `index`, 0 to 100."""
    if not document.size:
        return 100
    return round(100 * _end(document, index) / document.size)


def minutes(document: Document, index: int = 0, per_minute: float = USUAL) -> int:
    """Minutes to read from block `index` to the end, at least 1 while there is anything left.

    `per_minute` is a pace in units of the document's size.
    """
    if not len(document.blocks):
        return 0
    left = document.size - document.starts[index]
    return max(1, ceil(left / per_minute))


def byline(document: Document, left: int) -> str:
    """The line below the title: who wrote it or how long it is, and the minutes it takes."""
    count = document.estimate or document.paragraphs
    about = "~" if document.estimate else ""
    length = f"{count} paragraph" if count == 1 else f"{about}{count} paragraphs"
    return f"{document.byline or length} · {duration(left)}"


def duration(minutes: int) -> str:
    """So many minutes in words, with hours where there are any."""
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def is_near_beginning(document: Document, position: Position) -> bool:
    """Whether a place can be shown while only the beginning of a long document is read."""
    return max(position.top, position.cursor) < len(document.blocks) // 2


def _end(document: Document, index: int) -> int:
    following = index + 1
    return document.starts[following] if following < len(document.blocks) else document.size
