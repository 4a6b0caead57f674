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

    Find: TypeAlias = Callable[[str, int], set[int] | None]

MOST = 2_000
"""Annotations and paragraphs that hold a word, up to which it is worth to know their sources."""


class Joint:
    """Looks at each term alone: where there is an annotation or a paragraph that fulfils it.

    `of_note` and `of_text` find the numbers of sources by an expression, None for too many;
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
        self._in_notes: dict[Leaf, set[Path] | None] = {}
        self._in_texts: dict[Leaf, set[Path] | None] = {}

    @cached_property
    def sources(self) -> set[Path] | None:
        """Those where that may be; None where it may be wherever anything is annotated."""
        if len(self._terms) < 2:
            # Then it holds for the text alone, or for the annotation alone.
            return set()
        found = _both(self._with_any, self._holding(self._node))
        return found if found is None else found | self._holdings.overlay.keys()

    def may_hold_in(self, source: Path) -> bool:
        """Whether it may be in that source, if anything is annotated there."""
        return self.sources is None or source in self.sources

    @property
    def _with_any(self) -> set[Path] | None:
        """The sources with an annotation that fulfils any of the terms."""
        return _either(self._of_notes(term) for term in self._terms)

    def _holding(self, node: Node) -> set[Path] | None:
        """The sources where each term that is needed is somewhere; None for all."""
        if isinstance(node, And):
            return reduce(_both, map(self._holding, node.nodes), None)
        if isinstance(node, Or):
            return _either(map(self._holding, node.nodes))
        if isinstance(node, Not):
            return None
        return _either((self._of_notes(node), self._of_texts(node)))

    def _of_notes(self, term: Leaf) -> set[Path] | None:
        if term not in self._in_notes:
            numbers = _found(narrowed(term, self._narrow), self._find_note)
            known = self._holdings.numbers
            sources = None if numbers is None else {known[n] for n in numbers if n in known}
            self._in_notes[term] = sources
        return self._in_notes[term]

    def _of_texts(self, term: Leaf) -> set[Path] | None:
        if term not in self._in_texts:
            numbers = _found(self._of_paragraphs(term), self._find_text)
            fresh = self._holdings.fresh.items()
            sources = None if numbers is None else {s for s, one in fresh if one.number in numbers}
            self._in_texts[term] = sources
        return self._in_texts[term]


def _found(expression: Expression, find: Find) -> set[int] | None:
    if isinstance(expression, str):
        return find(expression, MOST)
    return None if expression else set()


def _both(one: set[Path] | None, other: set[Path] | None) -> set[Path] | None:
    return other if one is None else one if other is None else one & other


def _either(every: Iterable[set[Path] | None]) -> set[Path] | None:
    found: set[Path] = set()
    for one in every:
        if one is None:
            return None
        found |= one
    return found
