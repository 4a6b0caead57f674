"""A program of its own that reads the lines of a PDF: PDFium may crash, hang or fill the memory.

The PDF is its standard input. The first line of output is the JSON of what the file says of itself,
each other one that of a page: rows of text, left, right and base line in points from the top left
corner, size of its font, and whether it is bold. Raised numbers stand between U+E000 and U+E001.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import re
import resource
import sys
from itertools import islice
from typing import Any

import pypdfium2
from pypdfium2 import raw

MEMORY, SECONDS = 400 << 20, 30
"""Bytes beside the file itself, and of CPU."""

MAX_PAGES, MAX_CHARS, MAX_FAILURES, MAX_OUTLINE = 10_000, 200_000, 20, 5_000
BOLD = 600
BREAKS = "\r\n\ufffe"
"""Where a line ends; U+FFFE is what PDFium makes of a hyphen there."""

BLANKS, GAP = re.compile(" +"), 1.2
"""What parts words, and how wide it is between columns, in heights of the text."""

MARKS, SMALL = "\ue000\ue001", 0.85
REFERENCE = re.compile(r"(?<=[^\s\d])(?:\d{1,3}|[*†‡§]{1,3})(?!\w)")
"""A number or sign behind a word, and its size beside the text's where it is raised."""

PASSWORD, DAMAGED = 3, 4
"""Exit codes."""


def main() -> int:
    """Print the lines of every page; returns the exit code."""
    memory = MEMORY + os.fstat(0).st_size
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return PASSWORD if "assword" in str(error) else DAMAGED
    about = {name.lower(): value for name, value in pdf.get_metadata_dict().items() if value}
    pages = min(len(pdf), MAX_PAGES)
    print(json.dumps({**about, "outline": outline_of(pdf), "pages": pages}), flush=True)
    failures = 0
    for number in range(pages):
        try:
            rows = rows_of(pdf[number])
            failures = 0
        except pypdfium2.PdfiumError:
            rows, failures = [], failures + 1
            if failures > MAX_FAILURES:
                break
        print(json.dumps(rows), flush=True)
    return 0


def outline_of(pdf: Any) -> list[list[Any]]:
    """The bookmarks that the file brings: level, title and page, both from 1."""
    found = []
    try:
        for mark in islice(pdf.get_toc(), MAX_OUTLINE):
            place = mark.get_dest()
            if place is not None:
                found.append([mark.level + 1, mark.get_title(), (place.get_index() or 0) + 1])
    except pypdfium2.PdfiumError:
        # Those before the damage are as good as any.
        pass
    return found


def rows_of(page: Any) -> list[list[Any]]:
    """The lines of a page in the order in which they are drawn."""
    found = []
    _, height = page.get_size()
    text_page = page.get_textpage()
    text = text_page.get_text_range(0, min(text_page.count_chars(), MAX_CHARS))
    for start, end in pieces(text):
        for begin, stop in parted(text_page.raw, text, start, end):
            row = row_of(text_page.raw, text[begin:stop], begin, height)
            if row:
                # A hyphen that PDFium took away.
                row[0] += "-" if text[stop : stop + 1] == "\ufffe" else ""
                found.append(row)
    text_page.close()
    page.close()
    return found


def pieces(text: str) -> list[tuple[int, int]]:
    """Where the lines of `text` are, without the blanks around them."""
    found, start = [], 0
    for at, char in enumerate(text + "\n"):
        if char in BREAKS:
            line = text[start:at]
            if line.strip():
                begin = start + len(line) - len(line.lstrip())
                found.append((begin, start + len(line.rstrip())))
            start = at + 1
    return found


def parted(page: Any, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line in the pieces between which there is more than a blank: those of columns."""
    found, begin = [], start
    for blank in BLANKS.finditer(text, start, end):
        middle = raw.FPDFText_GetCharIndexFromTextIndex(page, blank.start())
        if middle >= 0 and not raw.FPDFText_IsGenerated(page, middle):
            # A blank of the file's own; between columns PDFium has put one.
            continue
        before = raw.FPDFText_GetCharIndexFromTextIndex(page, blank.start() - 1)
        after = raw.FPDFText_GetCharIndexFromTextIndex(page, blank.end())
        if min(before, after) < 0:
            continue
        left, right = box_of(page, before), box_of(page, after)
        if right.left - left.right > GAP * (left.top - left.bottom):
            found.append((begin, blank.start()))
            begin = blank.end()
    return [*found, (begin, end)]


def row_of(page: Any, text: str, start: int, height: float) -> list[Any] | None:
    """Text and place of a line whose first character is the `start`th of the text."""
    first = raw.FPDFText_GetCharIndexFromTextIndex(page, start)
    last = raw.FPDFText_GetCharIndexFromTextIndex(page, start + len(text) - 1)
    middle = raw.FPDFText_GetCharIndexFromTextIndex(page, start + len(text) // 2)
    chars = (first, middle, last)
    if min(chars) < 0:
        return None
    left, right = box_of(page, first), box_of(page, last)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, first, x, y)
    bold = all(raw.FPDFText_GetFontWeight(page, at) >= BOLD for at in chars)
    # Of three, because a blank in the middle may be none of the file's.
    size = sorted(size_of(page, at) for at in chars)[1]
    numbers = [left.left, right.right, height - y.value, size]
    # Not a number, or beyond any page.
    if not all(-1e5 < number < 1e5 for number in numbers):
        return None
    text = marked(page, text, start, numbers[-1])
    return [text, *(round(number, 2) for number in numbers), bold]


def marked(page: Any, text: str, start: int, size: float) -> str:
    """The text with small raised numbers between marks: they may refer to notes."""

    def mark(found: re.Match[str]) -> str:
        index = raw.FPDFText_GetCharIndexFromTextIndex(page, start + found.start())
        small = index >= 0 and size_of(page, index) < SMALL * size
        return f"{MARKS[0]}{found[0]}{MARKS[1]}" if small else found[0]

    return REFERENCE.sub(mark, text.translate(dict.fromkeys(map(ord, MARKS), " ")))


def size_of(page: Any, index: int) -> float:
    """The size of a character's font as it is drawn, in points."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    # Its height across the line, however that is turned or slanted.
    scale = abs(a * d - b * c) / (math.hypot(a, b) or 1.0)
    return float(raw.FPDFText_GetFontSize(page, index) * (scale or 1.0))


def box_of(page: Any, index: int) -> Any:
    """The box of a character with the space that its font leaves around it."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, index, box)
    return box


if __name__ == "__main__":
    sys.exit(main())
