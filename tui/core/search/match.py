"""Whether a query holds for an annotation or a paragraph, where, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, TypeAlias

from tui.core.search.needle import Needle
from tui.core.search.query import Not, Tag, Text
from tui.core.tags import is_below, tag_key
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.search.needle import Span
    from tui.core.search.query import Query

_TAG_BORDER = "\0"
_PLACES = {
    None: ("note", "quote", "text", "tag_text"),
    "note": ("note",),
    "quote": ("quote",),
    "text": ("text", "quote"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What a query looks at; all texts are folded, offsets are those of the originals."""

    note: str = ""
    quote: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    tag_text: str = ""


def record(*, note: str = "", quote: str = "", text: str = "", tags: Sequence[str] = ()) -> Record:
    """The record of texts as they are shown."""
    return Record(fold(note), fold(quote), fold(text), tuple(tags), fold(_TAG_BORDER.join(tags)))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text term ready to be looked for."""

    needle: Needle
    places: tuple[str, ...]

    def holds(self, record: Record) -> bool:
        return any(self.needle.in_folded(getattr(record, place)) for place in self.places)

    def score(self, record: Record) -> float:
        """2 for being there, more for a whole word, for standing early, for being in a tag."""
        found = 2.5 if "tag_text" in self.places and self.needle.in_folded(record.tag_text) else 0.0
        texts = (getattr(record, place) for place in self.places if place != "tag_text")
        return 2.0 + found + max((self._in_text(text) for text in texts), default=0.0)

    def _in_text(self, folded: str) -> float:
        spans = self.needle.in_folded(folded)
        whole = any(not folded[end : end + 1].isalnum() for _, end in spans)
        return 1.5 * whole + 1 / (1 + spans[0][0] / 40) if spans else 0.0


@dataclass(frozen=True, slots=True)
class _WantedTag:
    """A tag term ready to be looked for."""

    term: Tag

    def holds(self, record: Record) -> bool:
        if self.term.exact:
            return tag_key(self.term.tag) in map(tag_key, record.tags)
        return any(is_below(tag, self.term.tag) for tag in record.tags)

    def score(self, record: Record) -> float:
        return 4.5


_Check: TypeAlias = "_Wanted | _WantedTag"


class Matcher:
    """A query made ready once to be asked of many records."""

    def __init__(self, query: Query) -> None:
        self._wanted = [_check(term) for term in query.terms if not isinstance(term, Not)]
        self._unwanted = [_check(term.term) for term in query.terms if isinstance(term, Not)]
        self._texts = [check for check in self._wanted if isinstance(check, _Wanted)]
        in_text = [check for check in self._texts if "text" in check.places]
        self.looks_in_text = bool(in_text)
        """Whether a paragraph's own text can fulfil a part of the query."""
        self.finds_bare_text = self.looks_in_text and len(in_text) == len(self._wanted)
        """Whether it can fulfil all of it, without any annotation."""
        self.wants_something = bool(self._wanted)
        """Whether the query is more than the absence of something."""

    def holds(self, record: Record) -> bool:
        """Whether every term holds."""
        return all(check.holds(record) for check in self._wanted) and not any(
            check.holds(record) for check in self._unwanted
        )

    def holds_in_text(self, text: str) -> bool:
        """`holds` for a paragraph without annotations, given as it is shown; quick to say no."""
        if not all(check.needle.in_text(text) for check in self._texts):
            return False
        return not self._unwanted or self.holds(record(text=text))

    def spans(self, folded: str, place: str) -> list[Span]:
        """What to mark in the `place` (note, quote, text or tag_text) of a record, in order."""
        found = (
            span
            for check in self._texts
            if place in check.places
            for span in check.needle.in_folded(folded)
        )
        return _merged(sorted(found))

    def score(self, record: Record) -> float:
        """How well a record for which the query holds does so; short ones do better."""
        length = len(record.note or record.quote or record.text)
        found = sum(check.score(record) for check in self._wanted)
        return found / (1 + 0.35 * log(1 + length / 80))


def _check(term: Text | Tag) -> _Check:
    if isinstance(term, Tag):
        return _WantedTag(term)
    return _Wanted(Needle(term.text, word_start=True, word_end=term.whole), _PLACES[term.field])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
