"""What can be told of an annotation beside its words, as tokens; and the tokens of a term."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from tui.core.search import facts
from tui.core.search.checks import Within, moment
from tui.core.search.fts.analyser import facet
from tui.core.search.fts.days import cover, parts_of
from tui.core.search.query.tree import PARTS, By, Colour, Dated, Has, Id, Is, Tag
from tui.core.search.records import NOWHERE
from tui.core.tags import tag_key
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from tui.core.model import Annotation
    from tui.core.search.query.tree import Leaf

    Wanted: TypeAlias = Iterable[tuple[str, bool]]
    """Tokens of which one is there, and whether more may stand behind it."""

_KINDS = [Is(kind) for kind in facts.TOLD_ALONE]
_PARTS = [Has(part) for part in PARTS]


def facets(annotation: Annotation) -> str:
    """The field of the index for `annotation`."""
    return " ".join(dict.fromkeys(_facets(annotation)))


def _facets(annotation: Annotation) -> Iterator[str]:
    yield from (facet("is", kind.kind) for kind in _KINDS if facts.kind(kind)(annotation, NOWHERE))
    yield from (facet("has", p.part) for p in _PARTS if facts.part(p)(annotation, NOWHERE))
    for tag in annotation.tags:
        key = tag_key(tag)
        yield facet("tag", key)
        yield from (facet("tag", key[:at]) for at, sign in enumerate(key) if sign == "/")
    if annotation.colour is not None:
        yield facet("colour", fold(annotation.colour))
    yield facet("by", fold(facts.creator(annotation)))
    digits = f"{annotation.id:032x}"
    yield facet("id", digits)
    yield facet("tail", digits[-8:])
    for which in ("created", "modified"):
        if time := getattr(annotation, which):
            yield from (facet(which, part) for part in parts_of(moment(time)))


@singledispatch
def tokens_of(_term: Leaf) -> Wanted | None:
    """The tokens one of which is there where `term` holds; None where no token tells."""
    return None


@tokens_of.register(Tag)
def _(term: Tag) -> Wanted:
    return [(facet("tag", tag_key(term.tag)), term.reach == "prefix")]


@tokens_of.register(Is)
def _(term: Is) -> Wanted | None:
    return [(facet("is", term.kind), False)] if term.kind in facts.TOLD_ALONE else None


@tokens_of.register(Has)
def _(term: Has) -> Wanted:
    return [(facet("has", term.part), False)]


@tokens_of.register(Colour)
def _(term: Colour) -> Wanted:
    return [(facet("colour", fold(term.name)), False)]


@tokens_of.register(By)
def _(term: By) -> Wanted:
    return [(facet("by", fold(term.name)), False)]


@tokens_of.register(Id)
def _(term: Id) -> Wanted:
    found = [(facet("id", term.digits), True)]
    return [*found, (facet("tail", term.digits), False)] if len(term.digits) == 8 else found


@tokens_of.register(Dated)
def _(term: Dated) -> Wanted:
    span = Within(term, None)
    names = ("created", "modified") if term.which == "date" else (term.which,)
    return [(facet(name, part), False) for part in cover(span.since, span.until) for name in names]
