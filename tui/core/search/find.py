"""Finding a text inside one document, from anywhere, in both directions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from tui.core.documents.snapshot import spare
from tui.core.search.needle import Needle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.core.model import Document
    from tui.core.search.needle import Span

CHECK_EVERY = 256
"""Blocks between two looks at `cancelled`."""


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` of block `block`."""

    block: int
    start: int
    end: int


def matches_in(text: str, needle: str) -> list[Span]:
    """Every place of `needle` in one block's text, as (start, end); none for an empty needle."""
    return _needle(needle).in_text(text)


def next_match(
    document: Document,
    needle: str,
    start_block: int,
    start_offset: int,
    *,
    step: int = 1,
    among: Sequence[int] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Match | None:
    """The nearest match from a place on, going round at the end of the document.

    Forwards it starts at or behind `start_offset`, backwards (`step` -1) it ends at or before it.
    `among` are the blocks that are looked at, in ascending order and `start_block` one of them; all
    where it is None. None when there is none, or when `cancelled` says so meanwhile.
    """
    wanted = _needle(needle)
    blocks = range(len(document.blocks)) if among is None else among
    if wanted.is_empty or not blocks:
        return None
    rounds = _round(blocks, start_block, step)
    is_first = True
    while some := list(islice(rounds, CHECK_EVERY)):
        if document.raw is not None:
            # What was looked at is not needed again soon, and may be all of a long text.
            spare(document.raw)
        if cancelled():
            return None
        for block in some if _may_hold(document, some, wanted) else ():
            spans = wanted.in_text(document.blocks[block].text)
            if spans and is_first:
                spans = [span for span in spans if _is_ahead(span, start_offset, step)]
            is_first = False
            if spans:
                return Match(block, *spans[0 if step > 0 else -1])
        is_first = False
    return None


def _may_hold(document: Document, blocks: Sequence[int], wanted: Needle) -> bool:
    """False where it is seen from the source of a plain text that none of `blocks` holds it."""
    starts, first, last = document.starts, min(blocks), max(blocks)
    # Round the end of the document it would be all of it.
    if document.raw is None or last - first >= CHECK_EVERY:
        return True
    # Blocks out of one chunk all begin where it does.
    behind = bisect_right(starts, starts[last])
    raw = document.raw[starts[first] : starts[behind] if behind < len(starts) else None]
    # Of other letters there are several ways to write them.
    return not raw.isascii() or wanted.may_stand_in(raw)


def _round(blocks: Sequence[int], start: int, step: int) -> Iterator[int]:
    """All blocks from `start` on and round, the first one once more at the end."""
    at, length = bisect_left(blocks, start), len(blocks)
    return (blocks[(at + count * step) % length] for count in range(length + 1))


def _is_ahead(span: Span, offset: int, step: int) -> bool:
    return span[0] >= offset if step > 0 else span[1] <= offset


@lru_cache(maxsize=8)
def _needle(text: str) -> Needle:
    return Needle(text)
