"""In which sources a query may hold for a paragraph only together with what is annotated there."""

from __future__ import annotations

from functools import cached_property, reduce
from typing import TYPE_CHECKING

from tui.core.search.fts.narrowing import narrowed
from tui.core.search.query.tree import And, Not, Or, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.search.fts.material import Holdings
    from tui.core.search.fts.narrowing import Expression
    from tui.core.search.query.tree import Leaf, Node

    Find: TypeAlias = Callable[[str, int], dict[int, set[int] | None] | None]
    Places: TypeAlias = dict[Path, set[int] | None]
    """Sources, and the blocks there that are meant; None for any of them."""

MOST = 2_000
"""Annotations and paragraphs that hold a word, up to which it is worth to know their sources."""


class Joint:
    """Looks at each term alone: where there is an annotation or a paragraph that fulfils it.

    `of_note` and `of_text` find sources, by number, and blocks by an expression, None for too many;
    `narrow` and `of_paragraphs` give the expressions of a term.
    """

    def __init__(
        self,
        node: Node,
        holdings: Holdings,
        of_note: Find,
        of_text: Find,
        narrow: Callable[[Leaf], Expression],
        of_paragraphs: Callable[[Leaf], Expression],
    ) -> None:
        self._node = node
        self._holdings = holdings
        self._find_note = of_note
        self._find_text = of_text
        self._narrow = narrow
        self._of_paragraphs = of_paragraphs
        self._terms = list(leaves(node))
        self._in_notes: dict[Leaf, Places | None] = {}
        self._in_texts: dict[Leaf, Places | None] = {}

    @cached_property
    def places(self) -> Places | None:
        """The sources where that may be; None where it may be wherever anything is annotated."""
        if len(self._terms) < 2:
            # Then it holds for the text alone, or for the annotation alone.
            return {}
        found = _both(self._with_any, self._holding(self._node))
        return found if found is None else {**found, **dict.fromkeys(self._holdings.overlay)}

    def may_hold_in(self, source: Path) -> bool:
        """Whether it may be in that source, if anything is annotated there."""
        return self.places is None or source in self.places

    @property
    def _with_any(self) -> Places | None:
        """The sources with an annotation that fulfils any of the terms."""
        return _either(self._of_notes(term) for term in self._terms)

    def _holding(self, node: Node) -> Places | None:
        """Where each term that is needed is, in the text or in an annotation; None for all."""
        if isinstance(node, And):
            return reduce(_both, map(self._holding, node.nodes), None)
        if isinstance(node, Or):
            return _either(map(self._holding, node.nodes))
        if isinstance(node, Not):
            return None
        return _either((self._of_notes(node), self._of_texts(node)))

    def _of_notes(self, term: Leaf) -> Places | None:
        if term not in self._in_notes:
            found = _found(narrowed(term, self._narrow), self._find_note)
            known = self._holdings.numbers
            places = None if found is None else {known[n]: found[n] for n in found if n in known}
            self._in_notes[term] = places
        return self._in_notes[term]

    def _of_texts(self, term: Leaf) -> Places | None:
        if term not in self._in_texts:
            found = _found(self._of_paragraphs(term), self._find_text)
            fresh = ((source, one.number) for source, one in self._holdings.fresh.items())
            places = None if found is None else {s: found[n] for s, n in fresh if n in found}
            self._in_texts[term] = places
        return self._in_texts[term]


def _found(expression: Expression, find: Find) -> dict[int, set[int] | None] | None:
    if isinstance(expression, str):
        return find(expression, MOST)
    return None if expression else {}


def _both(one: Places | None, other: Places | None) -> Places | None:
    if one is None or other is None:
        return other if one is None else one
    common = {source: _common(one[source], other[source]) for source in one.keys() & other.keys()}
    return {source: blocks for source, blocks in common.items() if blocks != set()}


def _common(one: set[int] | None, other: set[int] | None) -> set[int] | None:
    return other if one is None else one if other is None else one & other


def _either(every: Iterable[Places | None]) -> Places | None:
    found: Places = {}
    for one in every:
        if one is None:
            return None
        for source, blocks in one.items():
            own = found.get(source, set())
            found[source] = None if own is None or blocks is None else own | blocks
    return found
