"""Finding a text inside one document, from anywhere, in both directions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.core.documents.snapshot import spare
from tui.core.search.needle import Needle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.core.model import Document
    from tui.core.search.needle import Span

CHECK_EVERY = 256
"""Blocks between two looks at `cancelled`."""
FEW = 4
"""Blocks that are not told apart before they are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` of block `block`."""

    block: int
    start: int
    end: int


def matches_in(text: str, needle: str) -> list[Span]:
    """Every place of `needle` in one block's text, as (start, end); none for an empty needle."""
    return _needle(needle).in_text(text)


def goes_on(less: str, needle: str) -> bool:
    """Whether `needle` can only stand where `less` does, which is its beginning."""
    return not _needle(less).is_empty and Needle.folded(needle).startswith(Needle.folded(less))


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
    nearest = 0 if step > 0 else -1
    at = bisect_left(blocks, start_block) % len(blocks)
    spans = wanted.in_text(document.blocks[blocks[at]].text)
    if ahead := [span for span in spans if _is_ahead(span, start_offset, step)]:
        return Match(blocks[at], *ahead[nearest])
    for some in _round(blocks, at, step):
        if document.raw is not None:
            # What was looked at is not needed again soon, and may be all of a long text.
            spare(document.raw)
        if cancelled():
            return None
        for block in _likely(document, some, wanted):
            if spans := wanted.in_text(document.blocks[block].text):
                return Match(block, *spans[nearest])
    return None


def _round(blocks: Sequence[int], at: int, step: int) -> Iterator[Sequence[int]]:
    """All blocks behind the one at `at` and round to it, some at a time."""
    if step > 0:
        stretches = blocks[at + 1 :], blocks[: at + 1]
    else:
        stretches = blocks[:at][::-1], blocks[at:][::-1]
    for stretch in stretches:
        for start in range(0, len(stretch), CHECK_EVERY):
            yield stretch[start : start + CHECK_EVERY]


def _likely(document: Document, blocks: Sequence[int], wanted: Needle) -> Iterator[int]:
    """Those of `blocks` of which the source of a text does not tell that they hold nothing.

    A few are looked at together, and the halves of those that may hold it again.
    """
    if document.raw is None:
        yield from blocks
        return
    first, last = sorted((blocks[0], blocks[-1]))
    # With others between them it could be all of a long text.
    if last - first < CHECK_EVERY and not _may_hold(document, first, last, wanted):
        return
    if len(blocks) <= FEW:
        yield from blocks
        return
    half = len(blocks) // 2
    yield from _likely(document, blocks[:half], wanted)
    yield from _likely(document, blocks[half:], wanted)


def _may_hold(document: Document, first: int, last: int, wanted: Needle) -> bool:
    starts, raw = document.starts, document.raw or b""
    # Blocks out of one chunk all begin where it does.
    behind = bisect_right(starts, starts[last])
    part = raw[starts[first] : starts[behind] if behind < len(starts) else None]
    return any(sign in part for sign in document.signs) or wanted.may_stand_in(part)


def _is_ahead(span: Span, offset: int, step: int) -> bool:
    return span[0] >= offset if step > 0 else span[1] <= offset


@lru_cache(maxsize=8)
def _needle(text: str) -> Needle:
    return Needle(text)
