"""An earlier version of a text: all of it, or what the selectors made on it remember."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.anchors.align import Alignment, Version
from tui.core.anchors.describe import fingerprint
from tui.core.text import NORM, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.core.anchors.past import Past
    from tui.core.model import BlockRange, Document, Range, Selector

FARTHEST = 1 << 21
"""Paragraphs of an earlier version that are remembered by notes alone."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is known of a paragraph of an earlier version: `text[start:end]` was annotated."""

    text: str
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        """Whether all of the paragraph was annotated."""
        return self.start == 0 and self.end == len(self.text)


class Today:
    """Today's text, in the forms in which earlier ones are compared with it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def texts(self) -> list[str]:
        """The paragraphs, normalised."""
        return [normalise(block.text) for block in self.document.blocks]

    @cached_property
    def prints(self) -> list[str]:
        """Their fingerprints."""
        return [fingerprint(block.text) for block in self.document.blocks]


class Earlier:
    """An earlier version, aligned with today's text."""

    def __init__(self, alignment: Alignment, passages: Mapping[Range, Passage]) -> None:
        self.alignment = alignment
        self._passages = passages

    def passage(self, range_: Range) -> Passage:
        """What is known of the paragraph of `range_`."""
        return self._passages[range_]


def aligned(past: Past, today: Today) -> Alignment:
    """A version of which the whole text is known, beside today's."""
    texts = [normalise(text) for text in past.texts]
    return Alignment(Version(texts, texts), Version(today.texts, today.texts))


def of_past(past: Past, ranges: Iterable[Range], alignment: Alignment) -> Earlier:
    """A version that is `aligned` already; `ranges` are those that will be asked for."""
    passages = {
        (index, start, end): Passage(past.texts[index], start, end) for index, start, end in ranges
    }
    return Earlier(alignment, passages)


def within(selector: Selector) -> Selector:
    """`selector` in a text of `FARTHEST` paragraphs: what claims to be behind it is at its end.

    Room is made for all paragraphs before it, and a file of notes may claim any number of them.
    """
    if max(selector.count, *_indexes(selector)) <= FARTHEST:
        return selector
    blocks = tuple(replace(part, index=min(part.index, FARTHEST)) for part in selector.blocks)
    return replace(selector, blocks=blocks, count=min(selector.count, FARTHEST))


def _indexes(selector: Selector) -> list[int]:
    return [part.index for part in selector.blocks]


def of_selectors(selectors: Sequence[Selector], today: Today) -> Earlier:
    """A version of which only its selectors tell: annotated words, and neighbours' fingerprints."""
    size = max(max(s.count, max(_indexes(s)) + 1 + len(s.after)) for s in selectors)
    texts: list[str | None] = [None] * size
    keys: list[str | None] = [None] * size
    passages: dict[Range, Passage] = {}
    for selector in selectors:
        if selector.norm == NORM:
            for index, print_ in _neighbours(selector):
                keys[index] = keys[index] or print_
    for selector in selectors:
        for part, passage in _passages(selector):
            passages[part.index, part.start, part.end] = passage
            if texts[part.index] is None or passage.is_whole:
                texts[part.index] = normalise(passage.text)
            keys[part.index] = (
                part.fingerprint if selector.norm == NORM else fingerprint(passage.text)
            )
    new = Version(today.texts, today.prints)
    return Earlier(Alignment(Version(texts, keys), new), passages)


def _neighbours(selector: Selector) -> Iterable[tuple[int, str]]:
    first, last = selector.blocks[0].index, selector.blocks[-1].index
    for step, print_ in enumerate(reversed(selector.before), 1):
        if first >= step:
            yield first - step, print_
    for step, print_ in enumerate(selector.after, 1):
        yield last + step, print_


def _passages(selector: Selector) -> Iterable[tuple[BlockRange, Passage]]:
    """Each part with what the quote and the words around it tell of its paragraph."""
    at = 0
    for part in selector.blocks:
        length = part.end - part.start
        words = selector.exact[at : at + length]
        at += length + 1
        whole = part.start == 0 and fingerprint(words) == part.fingerprint
        is_first, is_last = part is selector.blocks[0], part is selector.blocks[-1]
        before = selector.prefix if is_first and not whole and part.start else ""
        behind = selector.suffix if is_last and not whole else ""
        text = before + words + behind.partition("\n")[0]
        yield part, Passage(text, len(before), len(before) + len(words))
