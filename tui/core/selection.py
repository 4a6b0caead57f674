"""What is selected of a text: paragraphs, or the words from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.core.model import Document, Range

Span = tuple[int, int]

QUOTED = 24
"""Characters of a phrase that name it."""
JOINER = "\u200d"
APOSTROPHES = ("'", "’")
# Written without blanks: each character is a word of its own.
_ALONE = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """All between `anchor`, where it began, and `head`, which moves; either may come first.

    Each is a word or a paragraph as (block, first, last+1 character).
    """

    kind: Literal["paragraphs", "words"]
    anchor: Range
    head: Range

    @property
    def ends(self) -> tuple[Range, Range]:
        """Anchor and head in the order of the text."""
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def part(self, index: int, length: int) -> Span | None:
        """What is selected of block `index`, whose text is `length` long."""
        first, last = self.ends
        if not first[0] <= index <= last[0]:
            return None
        start = first[1] if index == first[0] else 0
        end = max(e for b, _, e in (first, last) if b == index) if index == last[0] else length
        return start, end

    def ranges(self, document: Document) -> tuple[Range, ...]:
        """What an annotation of the selection is on: a part of each numbered block."""
        first, last = self.ends
        found: list[Range] = []
        for index in range(first[0], last[0] + 1):
            part = self.part(index, len(document.blocks[index].text))
            if part and document.number(index):
                found.append((index, *part))
        return tuple(found)

    def swapped(self) -> Selection:
        """Anchor and head change places: the other end moves."""
        return replace(self, anchor=self.head, head=self.anchor)

    def reaching(self, document: Document, block: int) -> Selection:
        """With the head in `block`: the whole of it, or up to its far edge for words."""
        if self.kind == "paragraphs":
            return replace(self, head=_whole(document, block))
        if block == self.head[0]:
            return self
        return self._to_edge(document, block, 1 if block >= self.anchor[0] else -1)

    def stepped(self, document: Document, words: int) -> Selection:
        """The head that many words on, or back, inside its paragraph."""
        block, start, end = self.head
        spans = _words_of(document, block)
        ahead = [span for span in spans if span[0] >= end]
        behind = [span for span in reversed(spans) if span[1] <= start]
        way = ahead if words > 0 else behind
        return replace(self, head=(block, *way[min(abs(words), len(way)) - 1])) if way else self

    def to_edge(self, document: Document, step: int) -> Selection:
        """The head at the end (`step` 1) or the start (-1) of its paragraph."""
        return self._to_edge(document, self.head[0], step)

    def to_word(self, document: Document, offset: int) -> Selection:
        """The head on the word at or behind character `offset` of its paragraph."""
        block = self.head[0]
        span = _word_at(_words_of(document, block), offset)
        return replace(self, head=(block, *span)) if span else self

    def fits(self, document: Document) -> bool:
        """Whether the text, which may be another by now, still has what is selected."""
        blocks = document.blocks
        return all(
            block < len(blocks) and end <= len(blocks[block].text)
            for block, _, end in (self.anchor, self.head)
        )

    def _to_edge(self, document: Document, block: int, step: int) -> Selection:
        text, spans = document.blocks[block].text, _words_of(document, block)
        if not spans:
            return replace(self, head=_whole(document, block))
        if step > 0:
            return replace(self, head=(block, spans[-1][0], len(text.rstrip())))
        return replace(self, head=(block, len(text) - len(text.lstrip()), spans[0][1]))


def select_paragraph(document: Document, block: int) -> Selection:
    """The whole of one block."""
    here = _whole(document, block)
    return Selection("paragraphs", here, here)


def select_word(document: Document, block: int, offset: int) -> Selection | None:
    """The word at or behind character `offset` of a block, None where there is no text."""
    span = _word_at(_words_of(document, block), offset)
    return Selection("words", (block, *span), (block, *span)) if span else None


def select_ranges(document: Document, ranges: Sequence[Range]) -> Selection:
    """What an annotation is on, selected again; `ranges` are not none."""
    first, last = ranges[0], ranges[-1]
    if first[1] == 0 and last == _whole(document, last[0]):
        return Selection("paragraphs", _whole(document, first[0]), last)
    head = [span for span in _words_of(document, first[0]) if _is_inside(span, first)]
    tail = [span for span in _words_of(document, last[0]) if _is_inside(span, last)]
    anchor = (first[0], first[1], head[0][1] if head else first[2])
    return Selection("words", anchor, (last[0], tail[-1][0] if tail else last[1], last[2]))


def called(document: Document, first: Range, last: Range) -> str:
    """How the reader calls all between two ranges: `¶ 3`, `¶ 3-5` or `“three words”`."""
    opening, closing = (document.blocks[index].text for index in (first[0], last[0]))
    if first[1] == 0 and last[2] == len(closing):
        one, other = _number(document, first[0], 1), _number(document, last[0], -1)
        return f"¶ {one}-{other}" if one < other else f"¶ {other}"
    parts = (opening[first[1] :], closing[: last[2]])
    phrase = opening[first[1] : last[2]] if first[0] == last[0] else " … ".join(parts)
    phrase, half = phrase.replace("\n", " "), QUOTED // 2
    if len(phrase) > QUOTED:
        head, tail = phrase[: half + 1], phrase[-half - 1 :]
        head, tail = head.rpartition(" ")[0] or head[:-1], tail.partition(" ")[2] or tail[1:]
        phrase = f"{head.rstrip()} … {tail.lstrip()}"
    return f"“{phrase}”"


@lru_cache(maxsize=16)
def words(text: str) -> tuple[Span, ...]:
    """Where the words of `text` are: letters and digits, apostrophes between them.

    A Chinese or Japanese character is one by itself. Text without any is one word. No word begins
    or ends inside a grapheme cluster.
    """
    found: list[Span] = []
    for first, last in _clusters(text):
        if not text[first].isalnum():
            continue
        start, end = found[-1] if found else (0, -1)
        is_near = end == first or text[end:first] in APOSTROPHES
        if found and is_near and not (_ALONE.match(text[first]) or _ALONE.match(text[start])):
            found[-1] = (start, last)
        else:
            found.append((first, last))
    if not found:
        seen = [span for span in _clusters(text) if not text[slice(*span)].isspace()]
        return ((seen[0][0], seen[-1][1]),) if seen else ()
    return tuple(found)


def _clusters(text: str) -> Iterator[Span]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (_extends(text[at]) or text[at - 1] == JOINER):
            yield start, at
            start = at


def _extends(char: str) -> bool:
    """Whether it belongs to the character before: an accent, a joiner, the tone of an emoji."""
    if char < "\u0300":
        return False
    tone = "\U0001f3fb" <= char <= "\U0001f3ff"
    tag = "\U000e0020" <= char <= "\U000e007f"
    return char in "\u200c\u200d\uff9e\uff9f" or tone or tag or category(char)[0] == "M"


def _words_of(document: Document, block: int) -> tuple[Span, ...]:
    return words(document.blocks[block].text)


def _word_at(spans: Sequence[Span], offset: int) -> Span | None:
    return next((span for span in spans if span[1] > offset), spans[-1] if spans else None)


def _is_inside(span: Span, range_: Range) -> bool:
    return range_[1] <= span[0] and span[1] <= range_[2]


def _whole(document: Document, block: int) -> Range:
    return block, 0, len(document.blocks[block].text)


def _number(document: Document, index: int, step: int) -> int:
    """The number of a block, or of the one next to a rule."""
    beside = max(0, min(index + step, len(document.blocks) - 1))
    return document.number(index) or document.number(beside) or 0
