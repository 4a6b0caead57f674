"""Which paragraphs of one document a query holds for, and what is shown around them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tui.core.search.match import Matcher, record
from tui.core.tags import with_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui.core.model import Annotation, Document
    from tui.core.search.match import Record
    from tui.core.search.query import Query

CHECK_EVERY = 256
"""Blocks between two looks at `cancelled`."""


def blocks_within(
    document: Document,
    annotated: Mapping[int, Sequence[Annotation]],
    query: Query,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[int]:
    """The numbered blocks for which `query` holds, in reading order; `annotated` by block.

    A block is taken together with all its annotations: their notes, quotes and tags are its own.
    Stops early, with what it has, when `cancelled` says so.
    """
    matcher = Matcher(query)
    every = matcher.finds_bare_text or not matcher.wants_something
    found: list[int] = []
    for count, index in enumerate(range(len(document.blocks)) if every else sorted(annotated)):
        if count % CHECK_EVERY == 0 and cancelled():
            break
        text = document.blocks[index].text
        own = annotated.get(index, ())
        holds = matcher.holds(_joined(text, own)) if own else matcher.holds_in_text(text)
        if holds and document.number(index):
            found.append(index)
    return found


def with_context(document: Document, found: Sequence[int], around: int) -> list[int]:
    """`found`, the heading that each of them stands under, and `around` blocks on either side."""
    shown: set[int] = set()
    last = len(document.blocks) - 1
    for index in found:
        shown.update(range(max(0, index - around), min(last, index + around) + 1))
        at = bisect_right(document.headings, index)
        shown.update(document.headings[max(0, at - 1) : at])
    return sorted(shown)


def _joined(text: str, annotations: Sequence[Annotation]) -> Record:
    return record(
        note="\n".join(a.texts for a in annotations),
        quote="\n".join(a.target.exact for a in annotations),
        text=text,
        tags=with_tags((), (tag for a in annotations for tag in a.tags)),
    )
