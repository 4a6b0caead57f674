"""The lines of PDF pages in reading order: without running heads, each in its column."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.core.documents.pdf_heads import without_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(slots=True)
class Line:
    """A line of text on a page: edges and base line in points from the top left corner.

    `start` and `end` are the edges of its column.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int
    start: float = 0.0
    end: float = 0.0

    @property
    def char(self) -> float:
        """The average width of its characters, in points."""
        return (self.right - self.left) / max(1, len(self.text))


def in_reading_order(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page without running heads and page numbers, their columns known."""
    kept = without_heads([joined(page) for page in pages])
    size = usual_size(line for page in kept for line in page)
    return [in_columns(page, size) for page in kept]


def usual_size(lines: Iterable[Line]) -> float:
    """The size of font in which most is written."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def joined(lines: list[Line], widest: float = 1.0) -> list[Line]:
    """Pieces of one line that follow each other, as one; `widest` gap between in sizes of font."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        gap = line.left - last.right if last else 0.0
        near = last and abs(line.base - last.base) < 0.3 * last.size and last.start == line.start
        if last and near and -1 < gap < widest * last.size:
            blank = " " if gap > 0.15 * last.size else ""
            last.text, last.right = f"{last.text}{blank}{line.text}", line.right
            last.size = max(last.size, line.size)
        else:
            found.append(line)
    return found


def in_columns(page: list[Line], size: float) -> list[Line]:
    """The lines of a page, column by column; each knows the edges of its own."""
    if not page:
        return []
    gutters = _gutters(page, size)
    edges = [float("-inf"), *gutters, float("inf")]
    groups: defaultdict[int, list[Line]] = defaultdict(list)
    for line in page:
        crosses = any(line.left < x - 2 and line.right > x + 2 for x in gutters)
        groups[-1 if crosses else bisect_left(edges, line.left + 1) - 1].append(line)
    for lines in groups.values():
        body = [line for line in lines if abs(line.size - size) < 0.07 * size] or lines
        start, end = _start(body), _end(body)
        for line in lines:
            line.start, line.end = start, end
    # What stands beside each other in no columns is a line all the same.
    page = joined(page, float("inf"))
    return page if _is_in_order(page) else _sorted(page)


def _gutters(page: list[Line], size: float) -> list[float]:
    """Where white goes down the page between lines that stand beside each other."""
    if len(page) < 8:
        return []
    low, high = min(line.left for line in page), max(line.right for line in page)
    width, step = high - low, 3.0
    slots = int(width / step) + 1
    if not 8 <= slots < 4000:
        return []
    covered = [0] * (slots + 1)
    for line in page:
        covered[int((line.left - low) / step)] += 1
        covered[min(slots, int((line.right - low) / step) + 1)] -= 1
    found: list[float] = []
    depth, run = 0, 0
    few = max(1, len(page) // 12)
    for at in range(slots):
        depth += covered[at]
        if depth <= few:
            run += 1
            continue
        x = low + (at - run / 2) * step
        if run * step >= 0.6 * size and _parts(page, x, low, high):
            found.append(x)
        run = 0
    return found


def _parts(page: list[Line], x: float, low: float, high: float) -> bool:
    """Whether `x` has a column on each side."""
    left = sum(line.right <= x + 3 for line in page)
    right = sum(line.left >= x - 3 for line in page)
    within = low + 0.12 * (high - low) < x < high - 0.12 * (high - low)
    return within and min(left, right) >= max(4, len(page) // 6)


def _start(lines: list[Line]) -> float:
    """The left edge: the leftmost that several lines share."""
    lefts = sorted(line.left for line in lines)
    needed = max(2, len(lines) // 8)
    for left in lefts:
        if sum(left <= other < left + 1.5 for other in lefts) >= needed:
            return left
    return lefts[0]


def _end(lines: list[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[int(len(rights) * 0.95)] if len(rights) > 20 else rights[-1]


def _is_in_order(page: list[Line]) -> bool:
    """Whether the lines are drawn as they are read: downwards, and one column after the other."""
    pairs = [
        (before, after, abs(after.start - before.start) < 3) for before, after in pairwise(page)
    ]
    up = sum(after.base < before.base - 1 and same for before, after, same in pairs)
    across = sum(not same for _, _, same in pairs)
    return up <= max(1, len(page) // 15) and across <= max(4, len(page) // 6)


def _sorted(page: list[Line]) -> list[Line]:
    return sorted(page, key=lambda line: (line.start, line.base, line.left))


def leading(lines: Sequence[Line]) -> float:
    """The distance from one line of a paragraph to the next, in sizes of the font."""
    steps = sorted(
        (after.base - before.base) / before.size
        for before, after in pairwise(lines)
        if before.page == after.page and 0.8 < (after.base - before.base) / (before.size or 1) < 2.5
    )
    # Spaces between paragraphs may be in the majority.
    return steps[len(steps) // 10] if steps else 1.2
