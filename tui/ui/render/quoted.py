"""Words compared with another version of them, as lines of a list."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tui.core.anchors.describe import CONTEXT
from tui.core.anchors.wording import GAP, beginning, end, excerpt
from tui.core.text import clean
from tui.ui.render.cells import cut_pieces
from tui.ui.render.wrap import SOFT_HYPHEN, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.review import Quote
    from tui.ui.render.cells import Piece

AROUND = (160, 80, 40, 20, 10)
"""Characters of what is the same beside each difference, tried until the lines are few enough."""


def quote_lines(quote: Quote, changed: str, width: int, most: int) -> list[list[Piece]]:
    """The lines of `quote`, at most `most`, what differs in the style `changed`.

    What is the same is cut first; if the differences alone are too much, their end.
    """
    room = max(width, 2) * most
    whole = sum(len(text) for text, _ in quote.runs)
    lines: list[list[Piece]] = []
    tried = (room, *AROUND) if whole <= room else AROUND
    for around in tried if any(differs for _, differs in quote.runs) else (2 * room,):
        lines = _wrapped([*_pieces(quote, changed, around)], width, 2 * room)
        if len(lines) <= most:
            return lines
    return [*lines[: most - 1], cut_pieces([*lines[most - 1], (" " * width, "dim")], width)]


def _pieces(quote: Quote, changed: str, around: int) -> Iterator[Piece]:
    is_phrase, beside = bool(quote.before or quote.after), min(around, CONTEXT)
    if is_phrase:
        is_cut = len(quote.before) >= beside
        before = GAP + end(quote.before, beside - 1) if is_cut else quote.before
        yield _shown(before) + "«", "dim"
    for text, differs in excerpt(quote.runs, around):
        yield _shown(text), changed if differs else "text"
    if is_phrase:
        is_cut = len(quote.after) >= beside
        after = beginning(quote.after, beside - 1) + GAP if is_cut else quote.after
        yield "»" + _shown(after), "dim"


def _shown(text: str) -> str:
    return clean(text).replace("\t", " ").replace(SOFT_HYPHEN, "")


def _wrapped(pieces: Sequence[Piece], width: int, longest: int) -> list[list[Piece]]:
    """`pieces` in lines of `width` cells; what is behind `longest` characters is not looked at."""
    text = "".join(part for part, _ in pieces)[:longest]
    bounds = [*pairwise(accumulate((len(part) for part, _ in pieces), initial=0))]
    return [
        [
            (text[max(start, first) : min(stop, last)], style)
            for (first, last), (_, style) in zip(bounds, pieces, strict=True)
            if first < stop and last > start
        ]
        for start, stop in wrap(text, width)
    ]
