"""What finds the words of a query in a record: as written, nearly so, or by a pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tui.core.search.needle import Needle
from tui.core.search.pattern import pattern
from tui.core.text import fold

if TYPE_CHECKING:
    from tui.core.search.needle import Span
    from tui.core.search.query.tree import Fuzzy, Regex, Text
    from tui.core.search.records import Place, Record

EDITS = 2
"""Edits between a fuzzy word and what it finds, at most; one for every four letters."""
_LETTERS = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def slips(word: str) -> int:
    """How many edits may lie between a word and what is near to it."""
    return min(EDITS, len(word) // 4)


class Finder(Protocol):
    """Finds something in texts, as (start, end) from left to right."""

    def in_record(self, record: Record, place: Place) -> list[Span]:
        """Where in one of the texts of a record."""

    def in_text(self, text: str) -> list[Span]:
        """Where in a text as it is shown."""

    def is_sure(self, record: Record, place: Place) -> bool:
        """Whether what it finds there is what was written, not something near it."""


class Words:
    """A word, or words in a row; the last one may go on unless the text is `whole`."""

    def __init__(self, term: Text) -> None:
        self._needle = Needle(term.text, word_start=True, word_end=term.whole)
        self.in_text = self._needle.in_text

    def in_record(self, record: Record, place: Place) -> list[Span]:
        """Where in one of the texts of a record."""
        return self._needle.in_folded(getattr(record, place))

    def is_sure(self, record: Record, place: Place) -> bool:
        """Always."""
        return True


class Nearly:
    """A word, or one that is as far from it as a typing error (optimal string alignment)."""

    def __init__(self, term: Fuzzy) -> None:
        from rapidfuzz.distance.OSA import distance

        self._distance = distance
        self._exactly = Needle(term.text, word_start=True, word_end=True)
        self._word = fold(term.text)
        self._most = slips(self._word)
        self._words = _LETTERS if self._word.isalnum() else _JOINED
        self._known: set[str] = set()
        self._near: set[str] = set()

    def in_record(self, record: Record, place: Place) -> list[Span]:
        """Where in one of the texts of a record."""
        return self._in_folded(getattr(record, place))

    def in_text(self, text: str) -> list[Span]:
        """Where in a text as it is shown."""
        return self._in_folded(fold(text))

    def is_sure(self, record: Record, place: Place) -> bool:
        """Whether the word itself is there."""
        return bool(self._exactly.in_folded(getattr(record, place)))

    def _in_folded(self, folded: str) -> list[Span]:
        exact = self._exactly.in_folded(folded)
        if not self._most:
            return exact
        # Sets, because most words were met before and most texts hold none that is near.
        words = set(self._words.findall(folded))
        self._learn(words - self._known)
        if self._near.isdisjoint(words):
            return exact
        near = {m.span() for m in self._words.finditer(folded) if m[0] in self._near}
        return sorted(near.union(exact))

    def _learn(self, words: set[str]) -> None:
        most, own = self._most, len(self._word)
        self._known |= words
        self._near |= {
            word
            for word in words
            if abs(len(word) - own) <= most
            and self._distance(word, self._word, score_cutoff=most) <= most
        }


class Matches:
    """What a regular expression matches; capitals and accents make a difference there."""

    def __init__(self, term: Regex) -> None:
        self._pattern = pattern(term.pattern, term.flags)
        self.in_text = self._pattern.spans

    def in_record(self, record: Record, place: Place) -> list[Span]:
        """Where in one of the texts of a record."""
        return self._pattern.spans(record.shown(place))

    def is_sure(self, record: Record, place: Place) -> bool:
        """Always."""
        return True
