"""Whether a query holds for an annotation or a paragraph, where, and how well."""

from __future__ import annotations

from functools import singledispatch
from math import log
from typing import TYPE_CHECKING

from tui.core.search import facts
from tui.core.search.checks import (
    EVERYWHERE,
    Annotated,
    InHeadings,
    InTexts,
    Tagged,
    Within,
    in_path,
    in_title,
)
from tui.core.search.finders import Matches, Nearly, Words
from tui.core.search.joins import All, Any, Opposite, wanted
from tui.core.search.query.tree import (
    And,
    By,
    Colour,
    Dated,
    Fuzzy,
    Has,
    Id,
    Is,
    Not,
    Or,
    PathLike,
    Regex,
    Tag,
    Text,
    leaves,
)
from tui.core.search.records import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from tui.core.search.checks import Check
    from tui.core.search.finders import Finder
    from tui.core.search.needle import Span
    from tui.core.search.query.tree import Field, Leaf, Node, Query
    from tui.core.search.records import Place, Record, Where

_PLACES: Mapping[str | None, tuple[Place, ...]] = {
    None: EVERYWHERE,
    "note": ("note",),
    "quote": ("quote",),
    "text": ("text", "quote"),
}


class Matcher:
    """A query made ready once to be asked of many records; days are those of `zone`, or local."""

    def __init__(self, query: Query, zone: tzinfo | None = None) -> None:
        self._check = _joined(query.node, zone)
        checks = list(wanted(self._check))
        self._texts = [check for check in checks if isinstance(check, InTexts)]
        self._tags = [check for check in checks if isinstance(check, Tagged)]
        self._guesses = any(isinstance(text.finder, Nearly) for text in self._texts)
        self.looks_in_text = any("text" in text.places for text in self._texts)
        """Whether a paragraph's own text can fulfil a part of the query."""
        self.finds_bare = self._check.bare
        """Whether the query can hold for a paragraph without any annotation."""
        self.finds_bare_text = self.looks_in_text and self.finds_bare
        """Whether that is because of what is in its text."""
        terms = list(leaves(query.node))
        self.asks_for_source = any(map(_is_of_source, terms))
        """Whether `holds` needs to know where a record is."""
        self.asks_for_headings = any(getattr(term, "field", None) == "heading" for term in terms)

    def holds(self, record: Record, where: Where = NOWHERE) -> bool:
        """Whether the query holds; raises `WrongUsage` where a pattern takes too long."""
        return self._check.holds(record, where)

    def may_hold_in(self, text: str) -> bool:
        """False where `holds` says so of a paragraph without annotations; quick."""
        return self._check.may_hold_in(text)

    def rules_out(self, where: Where) -> bool:
        """Whether nothing in a source can fulfil the query."""
        return self._check.told_by(where) is False

    def is_in_text(self, text: str) -> bool:
        """Whether anything that is looked for in paragraphs is in a text."""
        wanted = (one.finder for one in self._texts if "text" in one.places)
        return any(finder.in_text(text) for finder in wanted)

    def spans(self, record: Record, place: Place) -> list[Span]:
        """What to mark in one of the texts of a record, in order."""
        found = (
            span
            for text in self._texts
            if place in text.places
            for span in text.spans(record, place)
        )
        return _merged(sorted(found))

    def finds_tag(self, record: Record, where: Where = NOWHERE) -> bool:
        """Whether a tag of the record is one of the things looked for."""
        if any(tag.holds(record, where) for tag in self._tags):
            return True
        return bool(self.spans(record, "tag_text"))

    def score(self, record: Record, where: Where = NOWHERE) -> float:
        """How well a record for which the query holds does so; short ones do better."""
        length = len(record.note or record.quote or record.text)
        return self._check.score(record, where) / (1 + 0.35 * log(1 + length / 80))

    def is_sure(self, record: Record, where: Where = NOWHERE) -> bool:
        """Whether it holds for more than words that are nearly what was asked for."""
        return not self._guesses or self._check.is_sure(record, where)


def _is_of_source(term: Leaf) -> bool:
    return isinstance(term, PathLike | Is) or getattr(term, "field", None) == "title"


def _joined(node: Node, zone: tzinfo | None) -> Check:
    if isinstance(node, And):
        return All([_joined(part, zone) for part in node.nodes])
    if isinstance(node, Or):
        return Any([_joined(part, zone) for part in node.nodes])
    if isinstance(node, Not):
        return Opposite(_joined(node.node, zone))
    return Within(node, zone) if isinstance(node, Dated) else _check(node)


@singledispatch
def _check(node: Leaf) -> Check:
    raise TypeError(node)


@_check.register(Text)
def _(node: Text) -> Check:
    return _finding(Words(node), node.field)


@_check.register(Fuzzy)
def _(node: Fuzzy) -> Check:
    return _finding(Nearly(node), node.field)


@_check.register(Regex)
def _(node: Regex) -> Check:
    return _finding(Matches(node), node.field)


_check.register(Tag, Tagged)
_check.register(PathLike, in_path)
_check.register(Is, lambda node: Annotated(facts.kind(node)))
_check.register(Has, lambda node: Annotated(facts.part(node)))
_check.register(Colour, lambda node: Annotated(facts.colour(node)))
_check.register(By, lambda node: Annotated(facts.writer(node)))
_check.register(Id, lambda node: Annotated(facts.numbered(node)))


def _finding(finder: Finder, field: Field | None) -> Check:
    if field == "title":
        return in_title(finder)
    if field == "heading":
        return InHeadings(finder)
    return InTexts(finder, _PLACES[field])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
