"""A note and the words that it was made on beside today's, as rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.review import Quote, compare
from tui.core.text import first_line
from tui.ui.render.marks import labels
from tui.ui.render.quoted import quote_lines
from tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.model import Anchor, Annotation, Document, Range
    from tui.ui.render.marks import Colour

LABEL = 6
"""Cells of the word before the quotes."""
LONGEST = 200
WAS_NOW = (("was", "gone"), ("now", "new"))


def quotes(
    document: Document, annotation: Annotation, ranges: tuple[Range, ...], width: int, most: int
) -> Iterator[ListRow]:
    """What was and what is now in rows of `width` cells, each on at most `most` lines."""
    was_and_now = compare(document, annotation, ranges)
    if len(was_and_now) > 1 and not any(differs for q in was_and_now for _, differs in q.runs):
        # Copies differ in where they stand, which the text behind shows.
        was_and_now[1] = Quote((("the same words", False),))
    for (word, style), quote in zip(WAS_NOW, was_and_now, strict=False):
        label = word
        for line in quote_lines(quote, style, width - LABEL, most):
            yield row((f"{label:<{LABEL}}", "dim"), *line, key=annotation.id)
            label = ""


def of_note(annotation: Annotation, colour: Colour) -> ListRow:
    """What the reader wrote, on one line, its tags in the colours that `colour` gives."""
    head = [*labels(annotation, colour)]
    note = first_line(annotation.note, LONGEST)
    gap = [("  ", "text")] if head and note else []
    if not head and not note:
        head = [(f"highlighted {annotation.colour}", "dim")]
    return row((f"{'note':<{LABEL}}", "dim"), *head, *gap, (note, "text"), key=annotation.id)


def heading(document: Document, anchor: Anchor, block: int, score: float) -> str:
    """The paragraph, the state, and how sure that is."""
    number = document.number(block) or document.number(max(0, block - 1))
    sure = "" if anchor.state in ("orphan", "pinned", "exact", "moved") else f" {score:.2f}"
    stood = "stood near " if anchor.state == "orphan" else ""
    return f"{stood}¶ {number or '–'} · {anchor.state}{sure}"


def row(*parts: tuple[str, str], right: str = "", key: object = None) -> ListRow:
    """A row that belongs to the entry above it."""
    return ListRow(parts, right, selectable=False, key=key)
