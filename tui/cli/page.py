"""A document with its annotations as plain lines of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.cli.output import spread
from tui.core.text import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.core.model import Anchor, Annotation, Block
    from tui.core.session import Session


def page(session: Session, width: int) -> Iterator[str]:
    """Lines of at most `width` cells: numbers in a gutter, notes below their paragraph."""
    document = session.document
    margin = len(str(document.paragraphs)) + 2
    yield from filter(None, (document.title, document.byline))
    yield from _below(session, session.on_document(), "", margin, width)
    for index, block in enumerate(document.blocks):
        yield ""
        number = document.number(index)
        lines = list(_lines(block, width - margin))
        yield f"{number or '':>{margin - 2}}  {lines[0]}".rstrip()
        yield from (f"{'':{margin}}{line}".rstrip() for line in lines[1:])
        yield from _below(session, session.on_block(index), block.text, margin, width)
    if session.unplaced():
        yield from ("", "Notes without a place in today’s text:")
        yield from _below(session, session.unplaced(), "", margin, width)


def marks(annotation: Annotation) -> str:
    """Tags, colour, status and star on one line."""
    parts = [f"#{tag}" for tag in annotation.tags]
    parts += filter(None, (annotation.colour, annotation.status))
    return " ".join(parts + ["★"] * annotation.starred)


def _lines(block: Block, width: int) -> Iterator[str]:
    if block.kind == "rule":
        yield "* * *"
        return
    lead = "> " * block.quote_depth + (f"{block.marker} " if block.marker else "")
    for at, line in enumerate(block.text.split("\n")):
        yield from _wrapped(line, width, " " * len(lead) if at else lead)


def _below(
    session: Session, annotations: Iterable[Annotation], text: str, margin: int, width: int
) -> Iterator[str]:
    """What was added; the quote too where it is not all of `text`, and how sure the place is."""
    indent = " " * margin
    for annotation in annotations:
        quote = annotation.target.exact
        shown = [f"“{first_line(quote)}”"] if quote != text else []
        place = _doubt(session.anchors[annotation.id])
        head = " ".join(filter(None, [place, *shown, marks(annotation)]))
        yield from _wrapped(head, width, indent) if head else ()
        for note in filter(None, (annotation.note, *annotation.conflicts)):
            if note != annotation.note:
                yield f"{indent}⇄ written elsewhere at the same time:"
            for line in note.split("\n"):
                yield from _wrapped(line, width, f"{indent}| ")


def _doubt(anchor: Anchor) -> str:
    """How sure the place is, where its reader should look at it and has not said so."""
    return f"? {anchor.state} {anchor.score:.2f}" if anchor.is_uncertain and anchor.ranges else ""


def _wrapped(line: str, width: int, lead: str) -> list[str]:
    """Words in lines of `width` cells after `lead`; one that is longer than a line is cut.

    Not `textwrap`: its time grows with the square of the length of a word.
    """
    following = lead if lead.endswith("| ") else " " * len(lead)
    room = max(width - len(lead), 10)
    lines = [""]
    words = spread(line.expandtabs().rstrip(" "))
    for part in re.findall(rf" {{1,{room}}}|[^ ]{{1,{room}}}(?!\0)", words):
        if len(lines[-1]) + len(part) > room:
            lines.append("")
        # What is behind a break needs no blank before it; a first line keeps its indent.
        if part[0] != " " or lines[-1] or len(lines) == 1:
            lines[-1] += part
    shown = (text.replace("\0", "") for text in lines)
    return [f"{following if at else lead}{text}".rstrip() for at, text in enumerate(shown)]
