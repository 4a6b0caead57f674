"""Running heads and page numbers of a PDF: what stands at the ends of its pages again and again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.core.documents.pdf_lines import Line

NUMBER = re.compile(
    r"\W*(?:p(?:age|\.)?\s*)?(?:\d{1,4}|(?-i:[ivxlc]{1,7}))(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.I
)
MARGIN_LINES = 3
"""How many lines at either end of a page may be running heads."""

NEAR = 4.0
"""Points by which a running head may move from page to page."""

FEW = 0.1
"""The share of pages on which the text may reach as far out as a running head."""


def without_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without their running heads and numbers; no page is left with nothing else."""
    heads = Heads(pages)
    return [heads.cut(heads.cut(page, top=True), top=False) for page in pages]


class Heads:
    """What comes again at the ends of pages, and how far the text itself goes.

    Ordinary lines may come again as well, but where they stand there is text on other pages.
    """

    def __init__(self, pages: Sequence[list[Line]]) -> None:
        self._few = len(pages) < 3
        ends = [
            [(line, top) for top in (True, False) for line in _outer(page, top)[:MARGIN_LINES]]
            for page in pages
        ]
        self._seen: Counter[tuple[str, bool, int]] = Counter()
        anywhere: Counter[str] = Counter()
        for rows in ends:
            self._seen.update({(_pattern(line), top, _place(line)) for line, top in rows})
            anywhere.update({_pattern(line) for line, _ in rows})
        # Where the lines that come only once begin and end, page by page.
        once = [[line.base for line, _ in rows if anywhere[_pattern(line)] == 1] for rows in ends]
        self._tops = sorted(min(bases) for bases in once if bases)
        self._bottoms = sorted(max(bases) for bases in once if bases)

    def cut(self, page: list[Line], *, top: bool) -> list[Line]:
        """The page without the heads at one of its ends."""
        lines = _outer(page, top)
        found: list[Line] = []
        for at, line in enumerate(lines[:MARGIN_LINES]):
            beside = bool(found) and abs(found[-1].base - line.base) <= 2
            if not (beside or _is_apart(line, lines[at + 1 :])) or not self._comes_again(line, top):
                break
            found.append(line)
        return [line for line in page if not any(line is other for other in found)]

    def _comes_again(self, line: Line, top: bool) -> bool:
        if self._few and NUMBER.fullmatch(line.text):
            return True
        place, pattern = _place(line), _pattern(line)
        again = sum(self._seen[pattern, top, place + by] for by in (-1, 0, 1))
        return again > 1 and self._is_outside(line, top)

    def _is_outside(self, line: Line, top: bool) -> bool:
        """Whether hardly any page has text there or further out."""
        if top:
            further = bisect_left(self._tops, line.base + NEAR)
        else:
            further = len(self._bottoms) - bisect_left(self._bottoms, line.base - NEAR)
        return further <= FEW * len(self._tops)


def _outer(page: list[Line], top: bool) -> list[Line]:
    return sorted(page, key=lambda line: line.base, reverse=not top)


def _pattern(line: Line) -> str:
    """The words of a line but for numbers."""
    text = " ".join(line.text.casefold().split())
    return "#" if NUMBER.fullmatch(line.text) else re.sub(r"\d+", "#", text)


def _place(line: Line) -> int:
    return round(line.base / NEAR)


def _is_apart(line: Line, inner: Iterable[Line]) -> bool:
    """Whether there is space between a line and the text; alone on a page only a number is."""
    following = next((other for other in inner if abs(other.base - line.base) > 2), None)
    if following is None:
        return bool(NUMBER.fullmatch(line.text))
    return abs(following.base - line.base) > 1.5 * line.size
