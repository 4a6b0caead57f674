"""A note as a reader sees it: its Markdown read, links with their addresses, mentions as words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.documents.markdown import open_markdown
from tui.core.documents.source import Source
from tui.core.mentions import mentions
from tui.core.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.mentions import Known, Mentionable
    from tui.core.model import Block

NOWHERE = " [?]"
"""Stands behind a mention that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Leading:
    """Where in which block a mention begins, and what it leads to."""

    block: int
    start: int
    to: Mentionable


@dataclass(frozen=True, slots=True)
class _Change:
    """Other words for `text[start:end]`; those of a mention, and what it leads to."""

    start: int
    end: int
    words: str
    mention: bool = False
    to: Mentionable | None = None


def preview(text: str, known: Known) -> tuple[list[Block], list[Leading]]:
    """The blocks of a note, and the mentions in them that lead somewhere."""
    # Behind a line end, what looks like front matter is part of the note.
    data = f"\n{text}".encode("utf-8", "replace")
    document = open_markdown(Source(Path("note.md"), data, "utf-8", ""))
    blocks: list[Block] = []
    leading: list[Leading] = []
    for index, block in enumerate(document.blocks):
        shown, found = _shown(block, known)
        blocks.append(shown)
        leading += (Leading(index, start, to) for start, to in found)
    return blocks, leading


def _shown(block: Block, known: Known) -> tuple[Block, list[tuple[int, Mentionable]]]:
    if block.kind == "image" and block.info:
        return replace(block, text=f"{block.text} ({block.info})"), []
    if block.kind in ("code", "table", "rule"):
        return block, []
    changes = sorted((*_mentions(block, known), *_addresses(block)), key=lambda c: (c.start, c.end))
    return _rewritten(block, changes) if changes else (block, [])


def _mentions(block: Block, known: Known) -> Iterator[_Change]:
    taken = [(s.start, s.end) for s in block.spans if s.style in ("code", "link", "ref")]
    for one in mentions(block.text):
        if any(start < one.end and one.start < end for start, end in taken):
            continue
        to = known.meant(one)
        words = one.words or (to.words or to.title if to else one.path)
        yield _Change(one.start, one.end, words if to else words + NOWHERE, mention=True, to=to)


def _addresses(block: Block) -> Iterator[_Change]:
    for span in block.spans:
        shown = block.text[span.start : span.end]
        if span.style == "link" and span.target and span.target.removeprefix("mailto:") != shown:
            yield _Change(span.end, span.end, f" ({span.target})")


def _rewritten(
    block: Block, changes: Sequence[_Change]
) -> tuple[Block, list[tuple[int, Mentionable]]]:
    """`block` with the changes made, and where its mentions begin then."""
    parts: list[str] = []
    spans: list[Span] = []
    leading: list[tuple[int, Mentionable]] = []
    at = length = 0
    for change in changes:
        parts += (block.text[at : change.start], change.words)
        start = length + change.start - at
        at, length = change.end, start + len(change.words)
        if change.mention:
            spans.append(Span(start, length, "link" if change.to else "del"))
        if change.to:
            leading.append((start, change.to))
    parts.append(block.text[at:])
    moved = (replace(s, start=_start(s, changes), end=_end(s, changes)) for s in block.spans)
    kept = sorted([*moved, *spans], key=lambda s: (s.start, -s.end))
    return replace(block, text="".join(parts), spans=tuple(kept)), leading


def _start(span: Span, changes: Sequence[_Change]) -> int:
    return span.start + sum(_added(c) for c in changes if c.end <= span.start)


def _end(span: Span, changes: Sequence[_Change]) -> int:
    """What is put in right behind a span is no part of it."""
    inside = (c for c in changes if c.end < span.end or c.start < c.end == span.end)
    return span.end + sum(_added(c) for c in inside)


def _added(change: _Change) -> int:
    return len(change.words) - (change.end - change.start)
