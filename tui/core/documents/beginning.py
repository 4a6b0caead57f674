"""The beginning of a long document, to be read while the rest of it is looked through."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.documents.formats import BY_ENDING, format_of
from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.shapes import SHAPES
from tui.core.documents.source import SNIFFED, File, read_beginning
from tui.core.documents.text import open_text
from tui.core.model import AS_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.documents.source import Source
    from tui.core.model import Choice, Document

LONG = 1 << 20
"""Bytes from which a source has a beginning apart: a shorter one is read as soon."""
READ = 1 << 18
"""Bytes of it, several times those from which the shape of a text is judged."""
MOST = 200
"""Blocks of it: what may be looked at before the rest is there."""


def open_beginning(
    path: Path, chosen: Callable[[Path], Choice] = lambda _: AS_FOUND
) -> Document | None:
    """The first blocks of a long text, as they will be in the whole; None for any other source.

    `chosen` says how a long one is to be read; where the whole of it may not be so, there is no
    beginning. Raises `UnreadableDocument`.
    """
    try:
        size = path.stat().st_size
    except OSError:
        return None
    named = BY_ENDING.get(path.suffix.lower())
    if size < LONG or named is None or named.name not in ("txt", "md"):
        return None
    choice = chosen(path)
    if choice.encoding or (choice.shape and choice.shape not in SHAPES):
        return None
    source = read_beginning(path, READ)
    if format_of(File(path, bytes(source.data[:SNIFFED]))) is not named:
        return None
    if not source.data or b"\f" in source.data:
        # What stands on every page is known only when all of them are.
        return None
    is_plain = choice.shape or named.name == "txt"
    document = open_text(source, choice.shape) if is_plain else _markdown(source)
    count = min(len(document.blocks) - 1, MOST)
    return _cut(document, count, round(size * len(source.data) / READ)) if count > 0 else None


def _markdown(source: Source) -> Document:
    from tui.core.documents.markdown import open_markdown

    return open_markdown(source)


def _cut(document: Document, count: int, size: int) -> Document:
    """Its first `count` blocks, as the beginning of a source of `size`."""
    headings, rules = (at[: bisect_left(at, count)] for at in (document.headings, document.rules))
    behind = document.starts[count]
    return replace(
        document,
        blocks=LazyBlocks(count, document.blocks.__getitem__),
        starts=document.starts[:count],
        size=size,
        headings=headings,
        rules=rules,
        estimate=max(count, round((count - len(rules)) * size / behind)),
    )
