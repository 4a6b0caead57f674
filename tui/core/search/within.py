"""Which paragraphs of one document a query holds for, and what is shown around them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tui.core.anchors.describe import section
from tui.core.search.match import Matcher
from tui.core.search.records import NOWHERE, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui.core.model import Annotation, Document
    from tui.core.search.query import Query
    from tui.core.search.records import Where

CHECK_EVERY = 256
"""Blocks between two looks at `cancelled`."""


def blocks_within(
    document: Document,
    annotated: Mapping[int, Sequence[Annotation]],
    query: Query,
    where: Where = NOWHERE,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[int]:
    """The numbered blocks for which `query` holds, in reading order; `annotated` by block.

    A block is taken together with all its annotations: their notes, quotes and tags are its own.
    Stops early, with what it has, when `cancelled` says so; raises `WrongUsage` where a pattern
    takes too long.
    """
    matcher = Matcher(query)
    found: list[int] = []
    every = range(len(document.blocks)) if matcher.finds_bare else sorted(annotated)
    for count, index in enumerate(every):
        if count % CHECK_EVERY == 0 and cancelled():
            break
        text, own = document.blocks[index].text, annotated.get(index, ())
        if document.number(index) and (own or matcher.may_hold_in(text)):
            headings = section(document, index) if matcher.asks_for_headings else ()
            if matcher.holds(record(own, text, headings), where):
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
