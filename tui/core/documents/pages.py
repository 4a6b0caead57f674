"""Text in pages: form feeds, the heads and numbers that stand on every page taken away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.documents.shapes import ends_sentence, width_of, would_have_fitted
from tui.core.documents.snapshot import holds
from tui.core.documents.source import SNIFFED
from tui.core.documents.splits import FILLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.documents.snapshot import Data

_LINE = re.compile(rb"(?m)^" + FILLED)
_NUMBER = re.compile(rb"\W*+(?:page\W*+)?(\d{1,5})\W*+", re.I)
# A number within a head, but not that of a chapter: a wide gap is before or behind it.
_BESIDE = re.compile(rb"\bpage \d++|(?<=\s\s)\[?\d++\W*+$|^\W*+\d++(?=\s\s)", re.I)


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the filled lines of page `at` are in the text."""

    at: int
    lines: list[tuple[int, int]]


def unpaged(data: Data) -> Data:
    """The text without its pages, as long as before: what is taken away becomes blanks.

    Where a paragraph goes on over a page's end, the line ends between become carriage returns, of
    which a source has none: they count as lines but end none.
    """
    if not holds(data, b"\f"):
        return data
    data = data[:]
    width = width_of(data[:SNIFFED].decode("utf-8", "replace"), "blank")
    found = bytearray(data)
    at = 0
    last = b""
    for lines in _texts(data):
        start = lines[0][0]
        goes_on = _goes_on(last, data[slice(*lines[0])], width)
        found[at:start] = _blank(data[at:start], goes_on=goes_on)
        last = data[slice(*lines[-1])]
        at = lines[-1][1]
    found[at:] = _blank(data[at:], goes_on=False)
    return bytes(found)


def _texts(data: bytes) -> Iterator[list[tuple[int, int]]]:
    """The lines that are on each page between its head and its foot."""
    pages = _pages(data)
    heads, feet = _repeated(data, pages, 0), _repeated(data, pages, -1)
    for page, head, foot in zip(pages, heads, feet, strict=True):
        lines = page.lines[head : len(page.lines) - foot]
        if lines:
            yield lines


def _pages(data: bytes) -> list[_Page]:
    pages: list[_Page] = []
    start = 0
    for number, text in enumerate(data.split(b"\f")):
        lines = [match.span() for match in _LINE.finditer(text)]
        pages.append(_Page(number, [(start + one, start + two) for one, two in lines]))
        start += len(text) + 1
    return pages


def _repeated(data: bytes, pages: list[_Page], which: int) -> list[bool]:
    """For each page, whether its first or last line is one that stands on others too."""
    keys = [_key(data, page, which) for page in pages]
    counts = Counter(keys)
    return [
        key in _around(keys, at) and counts[key] >= (2 if isinstance(key, int) else 3)
        for at, key in enumerate(keys)
    ]


def _around(keys: list[bytes | int | None], at: int) -> list[bytes | int]:
    """The keys of the pages near page `at`: two to each side, for left and right may differ."""
    near = [*keys[max(0, at - 2) : at], *keys[at + 1 : at + 3]]
    return [key for key in near if key is not None]


def _key(data: bytes, page: _Page, which: int) -> bytes | int | None:
    """What is the same on other pages: the words, or how far the number is from counting pages.

    None where too little else is on the page for it to have a head.
    """
    if len(page.lines) < 2:
        return None
    line = data[slice(*page.lines[which])]
    number = _NUMBER.fullmatch(line)
    if number:
        return page.at - int(number[1])
    return b" ".join(_BESIDE.sub(b"#", line).split()) if len(page.lines) > 3 else None


def _goes_on(last: bytes, following: bytes, width: int) -> bool:
    """Whether a paragraph does not end with the line that was the last of a page."""
    above, below = (
        line.decode("utf-8", "replace").expandtabs().rstrip() for line in (last, following)
    )
    indented = below.startswith(" ") and not above.startswith(" ")
    if not width or not above or indented:
        return False
    return not (ends_sentence(above) and would_have_fitted(above, below, width))


def _blank(gap: bytes, *, goes_on: bool) -> bytes:
    """As many line ends as before; only the last ends a line if the paragraph goes on."""
    ends = gap.count(b"\n")
    marks = (b"\r" if goes_on else b"\n") * (ends - 1) + b"\n" * (ends > 0)
    return marks.rjust(len(gap))
