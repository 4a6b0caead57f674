"""A query as expressions of the engine that hold wherever the query does, and in few places more.

`True` is an expression that holds everywhere: nothing could be told. `False` holds nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tui.core.search.finders import slips
from tui.core.search.fts.analyser import SPLIT, facet, is_one_token, signs, wanted
from tui.core.search.fts.facets import tokens_of
from tui.core.search.needle import Needle
from tui.core.search.query.tree import And, Fuzzy, Not, Or, PathLike, Text
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tui.core.search.query.tree import Leaf, Node

    Near: TypeAlias = Callable[[str, int], Iterable[str]]

Expression: TypeAlias = str | bool

MOST = 24
"""Words of a term and terms of a conjunction that are asked for: those behind them narrow little,
and what was pasted may have thousands."""
MOST_ALTERNATIVES = 400
COLUMNS = {None: "note quote tags", "note": "note", "quote": "quote", "text": "quote"}
"""The columns of notes in which a field is looked for; a heading has one of its own."""


class OfNotes:
    """Narrows annotations; `placed` gives the numbers of the sources at a path, None for many.

    `near` gives the words in the index that are at most so many slips away from one.
    """

    def __init__(self, placed: Callable[[PathLike], list[int] | None], near: Near) -> None:
        self._placed = placed
        self._near = near

    def __call__(self, term: Leaf) -> Expression:
        """The expression of one term."""
        if isinstance(term, Text | Fuzzy):
            columns = "heading" if term.field == "heading" else COLUMNS.get(term.field)
            return _found(term, f"{{{columns}}} : ", self._near) if columns else True
        if isinstance(term, PathLike):
            numbers = self._placed(term)
            return True if numbers is None else _one_of((of_source(n), False) for n in numbers)
        tokens = tokens_of(term)
        return True if tokens is None else _one_of(tokens)


class OfParagraphs:
    """Narrows paragraphs on which nothing is annotated; `near` is that of their words."""

    def __init__(self, near: Near) -> None:
        self._near = near

    def __call__(self, term: Leaf) -> Expression:
        """The expression of one term."""
        if isinstance(term, Text | Fuzzy) and term.field in (None, "text"):
            return _found(term, "", self._near)
        named = isinstance(term, PathLike) or getattr(term, "field", None) in ("title", "heading")
        return named or getattr(term, "field", "") in (None, "text")

    def in_text(self, node: Node) -> Expression:
        """The expression of any of the terms that can be found in a paragraph's own text."""
        own = [term for term in _wanted(node) if getattr(term, "field", "") in (None, "text")]
        return some(map(self, own))


def narrowed(node: Node, of: Callable[[Leaf], Expression]) -> Expression:
    """The expression of a tree, from those of its terms."""
    if isinstance(node, And):
        return every(narrowed(part, of) for part in node.nodes)
    if isinstance(node, Or):
        return some(narrowed(part, of) for part in node.nodes)
    # What is in the index is too much rather than too little: its opposite would be too little.
    return True if isinstance(node, Not) else of(node)


def is_wide(node: Node) -> bool:
    """Whether no index could tell of any annotation that it does not hold for it."""
    return narrowed(node, OfNotes(lambda _: [], lambda word, _: [word])) is True


def of_source(number: int) -> str:
    """The token of the notes of one source."""
    return facet("in", str(number))


def _wanted(node: Node) -> Iterator[Leaf]:
    """The terms of which something is looked for, not the absence."""
    if isinstance(node, And | Or):
        for part in node.nodes:
            yield from _wanted(part)
    elif not isinstance(node, Not):
        yield node


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


def _found(term: Text | Fuzzy, columns: str, near: Near) -> Expression:
    folded = Needle.folded(term.text)
    if not folded.split():
        # Nothing that could be seen: it is never found.
        return False
    if isinstance(term, Fuzzy) and (most := slips(fold(term.text))):
        if not is_one_token(fold(term.text)):
            return True
        return _within(columns, some(_token(word, False) for word in (*near(folded, most), SPLIT)))
    tokens, goes_on = wanted(term.text)
    whole = len(tokens) <= MOST
    row = [_token(" ".join(tokens[:MOST]), goes_on and whole)] if tokens else []
    beside = [_token(sign, False) for sign in signs(folded)[:MOST]]
    return every(_within(columns, part) for part in (*row, *beside))


def _within(columns: str, part: Expression) -> Expression:
    return f"{columns}({part})" if isinstance(part, str) else part


def _one_of(tokens: Iterable[tuple[str, bool]]) -> Expression:
    return _within("facets : ", some(_token(*token) for token in tokens))


def _token(token: str, goes_on: bool) -> str:
    return f'"{token}" *' if goes_on else f'"{token}"'
