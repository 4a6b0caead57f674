"""Links from one place of a document to another, told by the heading that they lead to."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.links import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.core.model import Block, Span


def resolve(_: str, href: str) -> str | None:
    """The place in a page of its own that `href` leads to."""
    return href if href[:1] == "#" else None


def linked_within(blocks: list[Block], places: Mapping[str, int]) -> list[Block]:
    """The blocks, each link to one of `places` leading to the heading there or just before.

    `places` are block indexes by the address under which links know them.
    """
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading"]

    def aimed(span: Span) -> Span:
        at = places.get(span.target) if span.style == "link" else None
        before = bisect_right(headings, at) if at is not None else 0
        if not before:
            return span
        return replace(span, target="#" + slug(blocks[headings[before - 1]].text))

    return [
        replace(block, spans=tuple(map(aimed, block.spans))) if block.spans else block
        for block in blocks
    ]
