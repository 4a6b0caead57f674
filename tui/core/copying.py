"""Passages of a text as they are copied: unwrapped, or as a quote with note and reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.interchange.markdown import quoted
from tui.core.selection import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.model import Document, Range
    from tui.core.session import Place, Session

SOFT_HYPHEN = "\u00ad"


def plain(document: Document, places: Sequence[Place]) -> str:
    """The words of `places`, a blank line between paragraphs; items of a list with their signs."""
    return "".join(_plain(document, [part for place in places for part in place.ranges]))


def as_quote(session: Session, places: Sequence[Place]) -> str:
    """Each place as a Markdown quote, the note on exactly it, title and paragraph number."""
    return "\n\n".join(_quote(session, place) for place in places if place.ranges) + "\n"


def _plain(document: Document, ranges: Sequence[Range]) -> Iterator[str]:
    before = ""
    for index, start, end in ranges:
        block = document.blocks[index]
        if before:
            yield "\n" if before == block.kind == "item" else "\n\n"
        before = block.kind
        sign = f"{block.marker} " if block.marker and block.kind == "item" and not start else ""
        outer = "  " * max(0, block.level - 1) if sign else ""
        yield outer + sign + block.text[start:end].replace(SOFT_HYPHEN, "")


def _quote(session: Session, place: Place) -> str:
    document, here = session.document, session.at(place)
    first, last = place.ranges[0][0], place.ranges[-1][0]
    numbers = called(document, (first, 0, 0), (last, 0, len(document.blocks[last].text)))
    text = plain(document, [place])
    return quoted(document.title, numbers, text, here.texts if here else "")
