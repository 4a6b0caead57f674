"""From a place in a document to the selector that will find it again."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from tui.core.model import BlockRange, Selector
from tui.core.text import NORM, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.model import Document, Range

CONTEXT = 60
NEIGHBOURS = 2
COUNTED_BLOCKS = 2_000


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits that stay the same while the words do."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=8).hexdigest()


def canonical_starts(document: Document) -> Sequence[int] | None:
    """Where each block begins in the canonical text: numbered blocks joined by one newline.

    None for a long document: it would have to be read whole for a figure that is only a hint.
    """
    if len(document.blocks) > COUNTED_BLOCKS:
        return None
    lengths = (0 if block.kind == "rule" else len(block.text) + 1 for block in document.blocks)
    return list(accumulate(lengths, initial=0))


def describe(
    document: Document, ranges: Sequence[Range], starts: Sequence[int] | None = None
) -> Selector:
    """The selector of `ranges`, ascending; no ranges describe the document as a whole.

    `starts` are the `canonical_starts`; without them the selector has no position.
    """
    if not ranges:
        return Selector(
            made_on=document.sha256,
            reading=document.reading,
            count=len(document.blocks),
            norm=NORM,
        )
    (first, start, _), (last, _, end) = ranges[0], ranges[-1]
    return Selector(
        blocks=tuple(BlockRange(i, fingerprint(_text(document, i)), a, b) for i, a, b in ranges),
        exact="\n".join(_text(document, i)[a:b] for i, a, b in ranges),
        prefix=_prefix(document, first, start),
        suffix=_suffix(document, last, end),
        position=(starts[first] + start, starts[last] + end) if starts else None,
        before=_fingerprints(document, range(first - NEIGHBOURS, first)),
        after=_fingerprints(document, range(last + 1, last + 1 + NEIGHBOURS)),
        count=len(document.blocks),
        norm=NORM,
        section=section(document, first),
        made_on=document.sha256,
        reading=document.reading,
    )


def ranges_of(target: Selector) -> tuple[Range, ...]:
    """The places of a selector in the text that it was made on."""
    return tuple((part.index, part.start, part.end) for part in target.blocks)


def section(document: Document, index: int) -> tuple[str, ...]:
    """The headings above block `index`, outermost first."""
    path: list[str] = []
    level = 7
    nearest = bisect_left(document.headings, index)
    # A text whose headings are all of one level would be walked to its start: a path is short.
    for heading in reversed(document.headings[max(0, nearest - 100) : nearest]):
        block = document.blocks[heading]
        if block.level < level:
            path.append(block.text)
            level = block.level
        if level <= 1:
            break
    return tuple(reversed(path))


def _text(document: Document, index: int) -> str:
    return document.blocks[index].text


def _prefix(document: Document, index: int, start: int) -> str:
    text = _text(document, index)[:start]
    if not start and index:
        text = _text(document, index - 1) + "\n"
    return text[-CONTEXT:]


def _suffix(document: Document, index: int, end: int) -> str:
    text = _text(document, index)[end:]
    if not text and index + 1 < len(document.blocks):
        text = "\n" + _text(document, index + 1)
    return text[:CONTEXT]


def _fingerprints(document: Document, indexes: range) -> tuple[str, ...]:
    return tuple(fingerprint(_text(document, i)) for i in indexes if 0 <= i < len(document.blocks))
