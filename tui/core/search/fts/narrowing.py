"""A query as expressions of the engine that hold wherever the query does, and in few places more.

`True` is an expression that holds everywhere: nothing could be told. `False` holds nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tui.core.search.fts.analyser import facet, wanted
from tui.core.search.fts.facets import tokens_of
from tui.core.search.query.tree import And, Not, Or, PathLike, Text, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tui.core.search.query.tree import Leaf, Node

Expression: TypeAlias = str | bool

MOST = 24
"""Words of a term and terms of a conjunction that are asked for: those behind them narrow little,
and what was pasted may have thousands."""
MOST_ALTERNATIVES = 400
COLUMNS = {None: "note quote tags", "note": "note", "quote": "quote", "text": "quote"}
"""The columns of notes in which a field is looked for; a heading has one of its own."""


class OfNotes:
    """Narrows annotations; `placed` gives the numbers of the sources at a path, None for many."""

    def __init__(self, placed: Callable[[PathLike], list[int] | None]) -> None:
        self._placed = placed

    def __call__(self, term: Leaf) -> Expression:
        """The expression of one term."""
        if isinstance(term, Text):
            columns = "heading" if term.field == "heading" else COLUMNS.get(term.field)
            return _found(term, f"{{{columns}}} : ") if columns else True
        if isinstance(term, PathLike):
            numbers = self._placed(term)
            return True if numbers is None else _one_of((of_source(n), False) for n in numbers)
        tokens = tokens_of(term)
        return True if tokens is None else _one_of(tokens)


def of_paragraphs(term: Leaf) -> Expression:
    """The expression of one term for paragraphs on which nothing is annotated."""
    if isinstance(term, Text) and term.field in (None, "text"):
        return _found(term, "")
    named = isinstance(term, PathLike) or getattr(term, "field", None) in ("title", "heading")
    return named or getattr(term, "field", "") in (None, "text")


def narrowed(node: Node, of: Callable[[Leaf], Expression]) -> Expression:
    """The expression of a tree, from those of its terms."""
    if isinstance(node, And):
        return every(narrowed(part, of) for part in node.nodes)
    if isinstance(node, Or):
        return some(narrowed(part, of) for part in node.nodes)
    # What is in the index is too much rather than too little: its opposite would be too little.
    return True if isinstance(node, Not) else of(node)


def in_text(node: Node) -> Expression:
    """The expression of any of the terms that can be found in a paragraph's own text."""
    own = [term for term in leaves(node) if getattr(term, "field", "") in (None, "text")]
    return some(map(of_paragraphs, own))


def of_source(number: int) -> str:
    """The token of the notes of one source."""
    return facet("in", str(number))


def every(parts: Iterable[Expression]) -> Expression:
    """All of them."""
    said = list(dict.fromkeys(parts))
    if False in said:
        return False
    return _joined(" AND ", [part for part in said if isinstance(part, str)][:MOST])


def some(parts: Iterable[Expression]) -> Expression:
    """At least one of them."""
    said = list(dict.fromkeys(parts))
    if True in said or len(said) > MOST_ALTERNATIVES:
        return True
    return _joined(" OR ", [part for part in said if isinstance(part, str)]) if any(said) else False


def _joined(sign: str, parts: list[str]) -> Expression:
    if len(parts) < 2:
        return parts[0] if parts else True
    return f"({sign.join(parts)})"


def _found(term: Text, columns: str) -> Expression:
    tokens, goes_on = wanted(term.text)
    if not tokens:
        return True
    whole = len(tokens) <= MOST
    return f"{columns}({_token(' '.join(tokens[:MOST]), goes_on and whole)})"


def _one_of(tokens: Iterable[tuple[str, bool]]) -> Expression:
    said = some(_token(*token) for token in tokens)
    return said if isinstance(said, bool) else f"facets : ({said})"


def _token(token: str, goes_on: bool) -> str:
    return f'"{token}" *' if goes_on else f'"{token}"'
