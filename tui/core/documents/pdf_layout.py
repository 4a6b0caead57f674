"""Paragraphs from the lines of a PDF: across columns and pages, hyphens joined, notes apart."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.core.documents.pdf_lines import Line, in_reading_order, leading, usual_size
from tui.core.documents.spans import StyledText
from tui.core.model import Block
from tui.core.text import clean_line, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.core.model import Kind, Span

NOTE_SIZE = 0.93
HEADING_SIZE = 1.12
MAX_HEADING = 200
MAX_LINES = 4
"""Sizes of notes and headings beside that of the text, characters and lines of a heading."""

ALIGNED = 1.5
"""Points by which lines that begin at one place may differ."""

DEEP = 2
"""Sizes of the font beyond which a line is set in further than the first one of a paragraph."""

_NOTE = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})[.)]?(?=\s|[A-Z“\"'])\s*")
_ITEM = re.compile(r"([•◦▪‣∙·*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+(?=\S)")
_MARKS = re.compile("\ue000(.*?)\ue001")
_BULLETS = "•◦▪‣∙·"
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*(?:\ue000.*)?$")
_SOFT = "\u2010\u00ad"
_PARTED = re.compile("[\u2010\u00ad]$|(?<=[^\\W\\d_])-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Composer:
    """Puts the lines of a whole document together into blocks.

    `outline` are level, title and page of the headings that the file itself names.
    """

    def __init__(
        self, pages: Sequence[list[Line]], outline: Iterable[tuple[int, str, int]] = ()
    ) -> None:
        self._outline = {(page, normalise(title)): level for level, title, page in outline}
        self._pages = in_reading_order(pages)
        lines = [line for page in self._pages for line in page]
        self._size = usual_size(lines)
        self._leading = leading([line for line in lines if self._is_body(line)])
        self._words = Counter(
            word.casefold() for line in lines for word in _WORD.findall(line.text)
        )
        self._indents = self._uses_indents(lines)
        self._gaps = not self._indents and self._uses_gaps(lines)
        hyphens = sum(line.text.endswith("-") for line in lines)
        soft = sum(line.text[-1:] in _SOFT for line in lines)
        self._keeps_hyphens = soft > 2 or hyphens < 0.03 * len(lines)
        self._sizes = sorted(
            {round(line.size) for line in lines if line.size > HEADING_SIZE * self._size},
            reverse=True,
        )
        self._used: Counter[str] = Counter()
        self._labels: dict[tuple[int, str], str] = {}
        self.blocks: list[Block] = []
        self._open: list[Line] = []
        self._waiting: list[list[Line]] = []

    def compose(self) -> list[Block]:
        """All blocks in reading order; notes behind the paragraph that they interrupt."""
        pages = [self._apart(page) for page in self._pages]
        for _, notes in pages:
            for note in notes:
                self._label(note[0])
        for body, notes in pages:
            for line in body:
                if self._open and self._breaks(self._open[-1], line):
                    self._close()
                self._open.append(line)
            self._waiting += notes
        self._close()
        return self.blocks

    def _label(self, line: Line) -> None:
        """Give the note that begins with `line` a name; on another page there may be another 1."""
        mark = _mark(line.text)
        self._used[mark] += 1
        again = self._used[mark]
        self._labels[line.page, mark] = mark if again == 1 else f"{mark}-{again}"

    def _is_body(self, line: Line) -> bool:
        return abs(line.size - self._size) <= 0.07 * self._size

    def _uses_indents(self, lines: list[Line]) -> bool:
        """Whether paragraphs are told by their first line, set in."""
        flush = sum(abs(line.left - line.start) < 2 for line in lines)
        indented = sum(self._is_indented(line) for line in lines)
        return indented > 2 and 0.04 * flush < indented < flush

    def _uses_gaps(self, lines: list[Line]) -> bool:
        """Whether paragraphs are told by the space between them."""
        steps = [_step(a, b) for a, b in pairwise(lines) if self._is_body(a) and self._is_body(b)]
        gaps = sum(self._is_gap(step) and step < 4 for step in steps)
        return gaps > 2 and gaps > 0.04 * len(steps)

    def _is_gap(self, step: float) -> bool:
        return step > self._leading * 1.25 + 0.05

    @staticmethod
    def _is_set_in(line: Line) -> bool:
        return line.left - line.start > 0.6 * line.size

    def _is_indented(self, line: Line) -> bool:
        """Whether a line is set in as the first one of a paragraph is."""
        return self._is_set_in(line) and line.left - line.start < 5 * line.size

    def _apart(self, page: list[Line]) -> tuple[list[Line], list[list[Line]]]:
        """The text of a page, and the notes that stand in small print below it."""
        small = {id(line) for line in page if line.size < NOTE_SIZE * self._size}
        # A page that is all small print has no notes.
        floor = max((line.base for line in page if id(line) not in small), default=float("inf"))
        notes: list[list[Line]] = []
        for line in page:
            if id(line) not in small or not (line.base > floor or notes):
                continue
            if _NOTE.match(line.text):
                notes.append([line])
            elif notes:
                notes[-1].append(line)
        taken = {id(line) for note in notes for line in note}
        return [line for line in page if id(line) not in taken], notes

    def _breaks(self, a: Line, b: Line) -> bool:
        """Whether a paragraph ends between two lines that follow each other."""
        if abs(a.size - b.size) > 0.12 * self._size:
            return True
        told = self._level(a) or self._level(b)
        if told or (a.bold != b.bold and self._kind([a]) != self._kind([b])):
            return True
        if _PARTED.search(a.text):
            return False
        if a.page != b.page or b.base < a.base:
            return self._breaks_across(a, b)
        return self._is_gap(_step(a, b)) or self._breaks_within(a, b)

    def _breaks_within(self, a: Line, b: Line) -> bool:
        """The same where one stands just below the other."""
        if self._kind([a]) == "heading":
            return False
        is_item = bool(_ITEM.match(self._open[0].text))
        if _ITEM.match(b.text) and (is_item or _ENDED.search(a.text)):
            return True
        if abs(b.left - a.left) < ALIGNED and self._is_set_in(b):
            is_block = len(self._open) > 1 or b.left - b.start > DEEP * b.size
            # Such a block may end further in as well.
            end = max(line.right for line in (*self._open, b)) if is_block else None
            return self._fits(a, b, end) or (not is_item and self._may_end(a, b))
        if len(self._open) == 1 and is_item and b.left > a.left:
            return False
        return self._breaks_by_indent(a, b)

    def _breaks_by_indent(self, a: Line, b: Line) -> bool:
        """The same where one begins further in than the other, or both at the edge."""
        before = self._open[-2] if len(self._open) > 1 else None
        if before and abs(before.left - a.left) < ALIGNED and a.left - b.left > 0.6 * a.size:
            # The lines of a block that was set in as a whole.
            return True
        if self._is_indented(b) and (self._indents or not self._is_indented(a)):
            return self._indents or before is not None
        return self._fits(a, b)

    def _fits(self, a: Line, b: Line, end: float | None = None) -> bool:
        """Whether an early end of `a` tells: where space does, lines may end as they like."""
        return not self._gaps and self._would_have_fitted(a, b, end)

    @staticmethod
    def _may_end(a: Line, b: Line) -> bool:
        """Whether a sentence ends between the lines."""
        return bool(_ENDED.search(a.text)) and not b.text[:1].islower()

    def _breaks_across(self, a: Line, b: Line) -> bool:
        """The same where column or page ends between them."""
        if self._would_have_fitted(a, b):
            return True
        if self._indents:
            return self._is_indented(b)
        return self._may_end(a, b)

    def _would_have_fitted(self, a: Line, b: Line, end: float | None = None) -> bool:
        """Whether the first word of `b` had room at the end of `a`: then that ends on purpose.

        `end` is that of the lines, if it is not their column's.
        """
        word = len(b.text.split()[0])
        needed = 1.2 * word + 3 if self._indents or self._gaps else 0.95 * word + 0.6
        room = (a.end if end is None else end) - a.right
        return room > needed * min(a.char or b.char, b.char)

    def _level(self, *lines: Line) -> int:
        """The level that the outline gives to the heading that these lines are, 0 if to none."""
        if not self._outline:
            return 0
        return self._outline.get((lines[0].page, normalise(self._joined([*lines]))), 0)

    def _kind(self, lines: list[Line]) -> str:
        text = sum(len(line.text) for line in lines)
        if text > MAX_HEADING or len(lines) > MAX_LINES:
            return "paragraph"
        large = min(line.size for line in lines) > HEADING_SIZE * self._size
        bold = all(line.bold for line in lines) and not _ENDED.search(lines[-1].text)
        named = large or (bold and text < 100) or self._level(*lines)
        return "heading" if named else "paragraph"

    def _close(self) -> None:
        lines, self._open = self._open, []
        notes, self._waiting = self._waiting, []
        text = self._joined(lines)
        if text:
            self._add(lines, text)
        for note in notes:
            text, page = self._joined(note), note[0].page
            marker = self._labels[page, _mark(text)]
            text, spans = self._with_marks(_NOTE.sub("", text, count=1), {page})
            if text:
                self.blocks.append(Block("footnote", text, spans=spans, marker=marker, page=page))

    def _add(self, lines: list[Line], text: str) -> None:
        page, level = lines[0].page, 0
        kind: Kind = "paragraph"
        item = _ITEM.match(text)
        if self._kind(lines) == "heading":
            kind, size = "heading", round(lines[0].size)
            known = self._sizes.index(size) if size in self._sizes else len(self._sizes)
            level = min(6, self._level(*lines) or 1 + known)
        elif item and item[1] in _BULLETS:
            kind, text, level = "item", text[item.end() :], 1
        text, spans = self._with_marks(text, {line.page for line in lines})
        marker = item[1] if item and kind == "item" else ""
        self.blocks.append(Block(kind, text, spans=spans, level=level, marker=marker, page=page))

    def _with_marks(self, text: str, pages: set[int]) -> tuple[str, tuple[Span, ...]]:
        """The text with raised numbers as marks of the notes on its pages, if there are such."""
        styled = StyledText()
        for at, piece in enumerate(_MARKS.split(text)):
            label = next((self._labels[p, piece] for p in pages if (p, piece) in self._labels), "")
            if at % 2 and label:
                styled.styled(f"[{label}]", "ref", label)
            else:
                styled.add(piece)
        return styled.trimmed()

    def _joined(self, lines: list[Line]) -> str:
        """The text of the lines, words that were parted at their ends whole again."""
        text = ""
        for line in lines:
            piece = line.text.strip()
            if text[-1:] in _SOFT and text:
                text = text[:-1] + piece
            elif _PARTED.search(text) and piece[:1].isalpha():
                text = (text if self._keeps(text, piece) else text[:-1]) + piece
            else:
                text = f"{text} {piece}" if text else piece
        return clean_line(" ".join(text.replace("\u00ad", "").split()))

    def _keeps(self, text: str, piece: str) -> bool:
        """Whether the hyphen between `text` and `piece` belongs to the word."""
        first, second = _WORD.findall(text[-60:-1])[-1:], _WORD.findall(piece[:60])[:1]
        if not first or not second or not piece[:1].islower():
            return True
        whole, parted = f"{first[0]}{second[0]}".casefold(), f"{first[0]}-{second[0]}".casefold()
        if self._words[whole] or self._words[parted]:
            return self._words[parted] > self._words[whole]
        return self._keeps_hyphens


def _mark(text: str) -> str:
    """The number or sign that a note begins with."""
    found = _NOTE.match(text)
    return clean_line(found[1]) if found else ""


def _step(a: Line, b: Line) -> float:
    """The distance between two base lines, in sizes of the font."""
    return (b.base - a.base) / max(a.size, 1.0)
