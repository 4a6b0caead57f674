"""What a few lines of plain text are: a paragraph, or headings, items, quotes, verse, code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.core.documents.shapes import WIDER_THAN_VERSE, own_width, reads_on, would_have_fitted
from tui.core.model import Block
from tui.core.text import clean

if TYPE_CHECKING:
    from tui.core.model import Kind

RULE = re.compile(r"\s*(?:([-_=~#·•*])(?:\s*\1){2,}|[-=]{3,}\s*[oO0*]\s*[-=]{3,})\s*")
"""A line of signs that parts what is above it from what is below."""

_UNDERLINE = re.compile(r"\s*(=+|-+|~+|\^+)\s*")
_BULLET = re.compile(r"(\s*)([-*+•‣◦])\s+(?=\S)")
_NUMBER = re.compile(r"(\s*)(\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
_QUOTE = re.compile(r"\s*((?:>\s?)+)")
_CHAPTER = re.compile(
    r"\s*(chapter|part|book|section|act|scene|canto|letter)\s+[\dIVXLC]+\b.*", re.I
)
_CODE = re.compile(r"\s*(def|class|import|from|for|if|return|#include|\$)\b.*[:;(){}=]")
_CODE_ENDS = ("{", "}", ";")

SHORT = 80


@dataclass(slots=True)
class Piece:
    """Lines `first` to `last` (0-based, inclusive, within the chunk) that make one block."""

    kind: Kind
    first: int
    last: int
    lines: list[str]
    level: int = 0
    marker: str = ""
    quote_depth: int = 0

    def block(self) -> Block:
        """The block."""
        keeps_lines = self.kind in ("verse", "code")
        text = "\n".join(self.lines) if keeps_lines else " ".join(" ".join(self.lines).split())
        return Block(
            self.kind,
            clean(text.replace("\ufeff", "")),
            level=self.level,
            marker=clean(self.marker),
            quote_depth=self.quote_depth,
        )


def pieces(lines: list[str], width: int, *, alone: bool, verse: bool | None = None) -> list[Piece]:
    """The blocks of one chunk of filled lines.

    `width` is that at which the text was wrapped, 0 if it was not: lines that are shorter without
    need are verse. `alone` says that the chunk stands between blank lines: only then may it be a
    heading or verse. Where `verse` is given, it says whether lines are verse, whatever they look
    like.
    """
    lines = [line.expandtabs(4) for line in lines]
    if len(lines) == 1 and RULE.fullmatch(lines[0]):
        return [Piece("rule", 0, 0, [])]
    if all(_QUOTE.match(line) for line in lines):
        return _quoted(lines, width, verse)
    if alone:
        heading = _heading(lines)
        if heading:
            return heading
    items = _items(lines)
    if items:
        return items
    if verse is None:
        verse = alone and _is_verse(lines, width)
    return [_body(lines, verse=verse and len(lines) > 1)]


def _quoted(lines: list[str], width: int, verse: bool | None) -> list[Piece]:
    stripped = [_QUOTE.sub("", line, count=1) for line in lines]
    marks = (line[: len(line) - len(rest)] for line, rest in zip(lines, stripped, strict=True))
    depth = min(mark.count(">") for mark in marks)
    if not any(map(str.strip, stripped)):
        return []
    inner = pieces(stripped, width, alone=len(lines) > 2, verse=verse)
    for piece in inner:
        piece.quote_depth += depth
    return inner


def _heading(lines: list[str]) -> list[Piece]:
    first = lines[0].strip()
    if len(lines) == 2 and len(first) <= SHORT and _UNDERLINE.fullmatch(lines[1]):
        mark = lines[1].strip()
        if abs(len(mark) - len(first)) <= 2 or len(mark) >= 3:
            return [Piece("heading", 0, 1, [first], level=1 if mark[0] == "=" else 2)]
    if len(lines) <= 2 and _is_title(" ".join(lines).strip()):
        return [Piece("heading", 0, len(lines) - 1, [line.strip() for line in lines], level=2)]
    return []


def _is_title(text: str) -> bool:
    if len(text) > SHORT or not any(map(str.isalpha, text)):
        return False
    if _CHAPTER.fullmatch(text):
        return text[-1:] not in ",;"
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 2 and text == text.upper() != text.lower() and text[-1:] not in ",;"


def _items(lines: list[str]) -> list[Piece]:
    """Items, if the first line begins one and every other begins or continues one."""
    starts = [_item_start(line) for line in lines]
    if starts[0] is None:
        return []
    found: list[Piece] = []
    for at, (line, start) in enumerate(zip(lines, starts, strict=True)):
        if start:
            level = 1 + len(start[1]) // 2
            found.append(Piece("item", at, at, [line[start.end() :]], level, start[2]))
        elif line.startswith(" ") or at == 0:
            found[-1].lines.append(line.strip())
            found[-1].last = at
        else:
            return []
    numbers = [int(n) for p in found if (n := p.marker.strip("().")).isdecimal()]
    consecutive = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    lone = len(found) == 1 and found[0].marker.strip("().").isdecimal() and len(found[0].marker) > 3
    return found if consecutive and not lone else []


def _item_start(line: str) -> re.Match[str] | None:
    return _BULLET.match(line) or _NUMBER.match(line)


def _body(lines: list[str], *, verse: bool) -> Piece:
    last = len(lines) - 1
    if _is_code(lines):
        indent = min(len(line) - len(line.lstrip()) for line in lines)
        return Piece("code", 0, last, [line[indent:].rstrip() for line in lines])
    if verse:
        indent = min(len(line) - len(line.lstrip()) for line in lines)
        return Piece("verse", 0, last, [line[indent:].rstrip() for line in lines])
    return Piece("paragraph", 0, last, lines)


def _is_code(lines: list[str]) -> bool:
    likely = sum(line.rstrip().endswith(_CODE_ENDS) or bool(_CODE.match(line)) for line in lines)
    indented = all(line.startswith("    ") for line in lines)
    return likely > len(lines) / 2 or (indented and likely > 0 and len(lines) > 1)


def _is_verse(lines: list[str], width: int) -> bool:
    """Most lines were broken although the next word had room, and do not read on like prose."""
    if len(lines) < 2:
        return False
    room = width or max(SHORT, *map(len, lines))
    pairs = list(pairwise(lines))
    early = sum(would_have_fitted(line, following, room) for line, following in pairs)
    # Asked last, because it takes longest.
    is_early = early > len(pairs) * 0.6
    return is_early and not (reads_on(lines) and _is_broad(lines)) and not own_width(lines)


def _is_broad(lines: list[str]) -> bool:
    """Whether the lines are longer than verse's, the last aside: wrapped by hand, at no width."""
    return sum(map(len, lines[:-1])) >= WIDER_THAN_VERSE * (len(lines) - 1)
