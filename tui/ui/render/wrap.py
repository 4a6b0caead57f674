"""Where a text breaks into lines of a given width in cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator

SOFT_HYPHEN = "\u00ad"

Extent = tuple[int, int]
"""First and last+1 character of a line."""

# Western letters, typographic marks, the stand-ins of `clean` and rules of tables: one cell each,
# and no clusters.
_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2400-\u2426"
    "\u2500-\u257f]*"
)


def is_narrow(text: str) -> bool:
    """Whether every character of `text` takes exactly one cell."""
    return text.isascii() or _NARROW.fullmatch(text.replace("\n", " ")) is not None


def wrap(text: str, width: int) -> list[Extent]:
    """The lines of `text` at `width` cells; a newline always breaks, a blank where it must.

    Blanks at a break belong to no line; a word longer than a line is cut. At least one line.
    """
    width = max(width, 2)
    breaking = _wrap_narrow if is_narrow(text) else _wrap_any
    lines: list[Extent] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines += breaking(text, start, end, width)
        start = end + 1
    return lines


def _wrap_narrow(text: str, start: int, end: int, width: int) -> Iterator[Extent]:
    while end - start > width:
        at = text.rfind(" ", start, start + width + 1)
        # Blanks that only indent a line are no place to break it.
        if at <= start or text[start:at].isspace():
            yield start, start + width
            start += width
            continue
        stop = at
        while text[stop - 1] == " ":
            stop -= 1
        yield start, stop
        start = at + 1
        while start < end and text[start] == " ":
            start += 1
        if start == end:
            return
    yield start, end


def _wrap_any(text: str, start: int, end: int, width: int) -> Iterator[Extent]:
    """Joiners without anything to join may make a line wider than its clusters: cut it then."""
    for first, last in _wrap_wide(text, start, end, width):
        at = first
        while _shown_cells(text[at:last]) > width:
            fitting = at + 1
            while _shown_cells(text[at : fitting + 1]) <= width:
                fitting += 1
            yield at, fitting
            at = fitting
        yield at, last


def _shown_cells(text: str) -> int:
    return cell_len(text.replace(SOFT_HYPHEN, ""))


def _wrap_wide(text: str, start: int, end: int, width: int) -> Iterator[Extent]:
    """Breaks at blanks, and on either side of a character two cells wide (Chinese, Japanese)."""
    line, cells, at = start, 0, None
    wide_before = False
    for first, last, size in _clusters(text, start, end):
        is_blank = text[first:last] == " "
        if first > line and (wide_before or size == 2) and not is_blank:
            at = first
        while cells + size > width and not (is_blank and cells <= width):
            stop = at if at is not None and at > line else first
            yield line, _without_blanks(text, line, stop)
            line = stop
            cells = _cells(text, line, first)
            at = None
        if is_blank and cells >= width:
            # The blank that does not fit is swallowed by the break.
            yield line, _without_blanks(text, line, first)
            line, cells, at = last, 0, None
        else:
            cells += size
            at = last if is_blank and text[line:first].strip(" ") else at
        wide_before = size == 2
    if line < end or start == end:
        yield line, end


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    spans, _ = split_graphemes(text[start:end])
    for first, last, size in spans:
        hidden = text[start + first : start + last] == SOFT_HYPHEN
        yield start + first, start + last, 0 if hidden else size


def _cells(text: str, start: int, end: int) -> int:
    return sum(size for _, _, size in _clusters(text, start, end))


def _without_blanks(text: str, start: int, end: int) -> int:
    while end - 1 > start and text[end - 1] == " ":
        end -= 1
    return end
