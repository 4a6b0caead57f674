"""Places of a text in the same file read in another way: by its letters, blanks aside."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from tui.core.documents import open_as_chosen
from tui.core.documents.encodings import ENCODINGS
from tui.core.errors import UnreadableDocument
from tui.core.model import AS_FOUND, Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.model import Block, Document, Range

MOST = 100
"""Paragraphs that one range may become: of a text that was a single paragraph a note would be
everywhere else."""


def texts_of(document: Document, reading: str) -> list[str] | None:
    """The paragraphs of a document's file as they are in another `reading` of it.

    None where it is another file by now, or another version of the reader made them. Reads it.
    """
    extractor, _, rest = reading.partition(" ")
    how = rest.split()
    if extractor.partition("/")[0] == document.format and extractor != document.extractor:
        return None
    encoding = next((word for word in how if word in ENCODINGS), None)
    shape = next((word for word in how if word not in ENCODINGS), None)
    for choice in dict.fromkeys((AS_FOUND, Choice(None, encoding), Choice(shape, encoding))):
        with suppress(UnreadableDocument):
            other, _ = open_as_chosen(document.path, choice)
            if (other.sha256, other.reading) == (document.sha256, reading):
                return [block.text for block in other.blocks]
    return None


class Recut:
    """The `old` paragraphs of a file beside the `new` blocks of the same file.

    `same_cut`: both were cut in the same way, but other letters may stand in them.
    """

    def __init__(self, old: Sequence[str], new: Sequence[Block], *, same_cut: bool) -> None:
        self._old = _Letters(old)
        self._new = _Letters([block.text for block in new])
        self._same_blocks = same_cut and len(old) == len(new)
        self._same_places = self._same_blocks and self._old.starts == self._new.starts

    def places(self, ranges: Sequence[Range]) -> tuple[Range, ...]:
        """What `ranges` of the old paragraphs are now; () where that cannot be told for sure."""
        if not all(0 <= block < len(self._old.starts) - 1 for block, _, _ in ranges):
            return ()
        if self._same_blocks and all(map(self._old.is_whole, ranges)):
            return tuple(self._new.whole(block) for block, _, _ in ranges)
        found: list[tuple[int, int]] = []
        for block, start, end in ranges:
            first, last = self._old.at(block, start), self._old.at(block, end)
            shift = self._shift(block)
            if shift is None or first == last:
                return ()
            if found and found[-1][1] == first + shift:
                first = found.pop()[0] - shift
            found.append((first + shift, last + shift))
        places = [place for first, last in found for place in self._new.ranges(first, last)]
        return tuple(places) if len(places) <= MOST else ()

    def where(self, block: int, offset: int) -> tuple[int, int] | None:
        """The block and character where those of the old text are now, None if it is not told."""
        shift = self._shift(block)
        if shift is None:
            return None
        at = self._old.at(block, offset) + shift
        return next(((index, start) for index, start, _ in self._new.ranges(at, at + 1)), None)

    def _shift(self, block: int) -> int | None:
        """By how many letters the whole of an old paragraph has moved, None if it is not there."""
        old, new = self._old.text, self._new.text
        start, end = self._old.starts[block], self._old.starts[block + 1]
        if self._same_places or old[:end] == new[:end]:
            return 0
        behind = len(new) - len(old)
        if behind >= -start and old[start:] == new[start + behind :]:
            return behind
        words = old[start:end]
        at = new.find(words)
        once = at >= 0 and new.find(words, at + 1) < 0 and old.find(words) == start
        return at - start if once and old.find(words, start + 1) < 0 else None


class _Letters:
    """The letters of all `texts` in a row, and where those of each begin."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        letters = ["".join(text.split()) for text in texts]
        self.text = "".join(letters)
        self.starts = list(accumulate(map(len, letters), initial=0))

    def whole(self, index: int) -> Range:
        """All of a text."""
        return index, 0, len(self._texts[index])

    def is_whole(self, range_: Range) -> bool:
        """Whether it is all of a text."""
        return range_ == self.whole(range_[0])

    def at(self, index: int, offset: int) -> int:
        """How many letters stand before a character of a text."""
        text = self._texts[index]
        within = len("".join(text[:offset].split())) if 0 < offset < len(text) else 0
        return self.starts[index + (0 < len(text) <= offset)] + within

    def ranges(self, first: int, last: int) -> list[Range]:
        """The parts of the texts that have the letters from `first` up to `last`."""
        found: list[Range] = []
        at = first
        while at < last and len(found) <= MOST:
            index = bisect_right(self.starts, at) - 1
            end = min(last, self.starts[index + 1])
            start = self._character(index, at)
            found.append((index, start, self._character(index, end - 1) + 1))
            at = end
        return found

    def _character(self, index: int, letter: int) -> int:
        """Where a letter of all stands in its text."""
        text, before = self._texts[index], letter - self.starts[index]
        if before == self.starts[index + 1] - self.starts[index] - 1:
            return len(text.rstrip()) - 1
        places = (at for at, char in enumerate(text) if not char.isspace())
        return next(islice(places, before, None))
