"""What was dropped within the article of a web page although it belongs to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from tui.core.documents.boxes import linked
from tui.core.documents.walker import unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.model import Block

PROSE = 80
"""Characters from which on a block is taken for prose rather than for a label."""

TELLING = 25
"""Characters from which on a block is known by its text; another only nearby."""

NEAR = 12

GAP = 60
"""Blocks between two of the article beyond which what lies there belongs to something else."""

_INDEX = re.compile(r"\[\d+\]")
_BESIDE = ("/aside[", "/nav[", "/footer[", "/form[")
_FIGURE = "/figure["
_WHOLE = re.compile(r"(.*/(?:article|main)\[\d+\]/)")


def with_dropped(article: list[Block], page: list[Block]) -> Iterator[Block]:
    """The blocks of an article as they are in the page, with those between that belong to it."""
    places = _places(article, page)
    there = sorted(place for place in places if place is not None)
    kept = Kept(article, [page[at] for at in there])
    last = -1
    for block, here in zip(article, places, strict=True):
        if here is None:
            yield unplaced(block)
            continue
        if last < 0:
            yield from kept.lead(page[max(0, here - GAP) : here], page[here])
        elif here - 1 <= last + GAP:
            yield from kept.worth(page[last + 1 : here], page[here])
        yield page[here]
        last = here


def _places(article: list[Block], page: list[Block]) -> list[int | None]:
    """Which block of the page each of the article is, one behind the other."""
    known: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, block in enumerate(page):
        # A heading is not what leads to it in a list of contents; another kind may have changed.
        known["heading" if block.kind == "heading" else "", block.text].append(at)
    found: list[int | None] = []
    last = -1
    for block in article:
        near = len(page) if len(block.text) >= TELLING or last < 0 else last + NEAR
        here = known["heading" if block.kind == "heading" else "", block.text]
        behind = bisect_right(here, last)
        is_there = behind < len(here) and here[behind] <= near
        last = here[behind] if is_there else last
        found.append(last if is_there else None)
    return found


class Kept:
    """What was kept of a page, by which the rest is judged."""

    def __init__(self, article: list[Block], found: list[Block]) -> None:
        self._texts = {block.text for block in article}
        self._shapes = {_shape(block) for block in found}

    def lead(self, dropped: list[Block], first: Block) -> list[Block]:
        """The picture and caption above the first block, if the page says what its article is."""
        whole = _WHOLE.match(first.loc)
        if not whole:
            return []
        inside = (block for block in dropped if block.loc.startswith(whole[1]))
        return self.worth([block for block in inside if _FIGURE in block.loc], first)

    def worth(self, dropped: list[Block], following: Block) -> list[Block]:
        """Those that belong to what is around them: no links, no labels but headings of such."""
        beside = [tag for tag in _BESIDE if tag not in following.loc]
        found: list[Block] = []
        leads = True
        for block in reversed(dropped):
            belongs = leads if block.kind == "heading" else self._belongs(block)
            leads = belongs and block.text not in self._texts
            if leads and not any(tag in block.loc for tag in beside):
                found.append(block)
        return found[::-1]

    def _belongs(self, block: Block) -> bool:
        if linked(block) * 3 > len(block.text):
            return False
        # What stands where text stands is text, however short; a figure is one with its caption.
        if _FIGURE in block.loc or _shape(block) in self._shapes:
            return True
        return block.kind != "image" and (block.kind != "paragraph" or len(block.text) >= PROSE)


def _shape(block: Block) -> str:
    """In which elements a block stands, whichever of several alike."""
    return _INDEX.sub("", block.loc)
