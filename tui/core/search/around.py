"""The paragraph of a hit as one reads it: what stands around it and what was written on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tui.core.anchors.describe import section
from tui.core.search.match import Matcher
from tui.core.search.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.model import Annotation
    from tui.core.search.hits import Hit
    from tui.core.search.needle import Span
    from tui.core.search.query import Query
    from tui.core.session import Session

    Piece = tuple[str, Literal["text", "match", "beside", "head", "tag"]]


def around(session: Session, hit: Hit, query: Query) -> Iterator[Piece]:
    """The pieces of it in order; what `query` looks for is a "match"."""
    document = session.document
    if hit.block is None or hit.block >= len(document.blocks):
        yield f"{hit.title}\n\n", "head"
        yield hit.note, "text"
        return
    blocks, block = document.blocks, hit.block
    yield " › ".join([document.title, *section(document, block)]) + "\n\n", "head"
    if block:
        yield f"{blocks[block - 1].text}\n\n", "beside"
    text, own = blocks[block].text, session.on_block(block)
    matcher = Matcher(query)
    found = record(own, text)
    yield from _marked(text, matcher.spans(found, "text"))
    for annotation in own:
        yield from _written(annotation, matcher)
    if block + 1 < len(blocks):
        yield f"\n\n{blocks[block + 1].text}", "beside"


def _written(annotation: Annotation, matcher: Matcher) -> Iterator[Piece]:
    for at, tag in enumerate(annotation.tags):
        yield "  " if at else "\n", "text"
        yield f"#{tag}", "tag"
    if annotation.note:
        note = annotation.texts
        yield "\n✎ ", "tag"
        yield from _marked(note, matcher.spans(record([annotation]), "note"))


def _marked(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        yield text[at:start], "text"
        yield text[start:end], "match"
        at = end
    yield text[at:], "text"
