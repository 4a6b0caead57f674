"""What a query with few hits may have meant: words that are a slip or two away from its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.search.finders import Nearly, slips
from tui.core.search.query.tree import And, Fuzzy, Or, Text
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.core.search.hits import Hit
    from tui.core.search.query.tree import Node, Query

FEW = 5
"""Hits below which it is asked what else may have been meant."""


class Guess:
    """The query that may have been meant by `query`, which has found so much."""

    def __init__(self, query: Query, found: Sequence[Hit]) -> None:
        self._found = {_identity(hit) for hit in found}
        self._nearly: list[Nearly] = []
        node = self._loosened(query.node) if len(found) < FEW else query.node
        self.query = replace(query, node=node, sort=None, group=None) if self._nearly else None
        """None where there is nothing to guess."""

    def hits(self, batches: Iterable[list[Hit]]) -> Iterator[list[Hit]]:
        """Those that were not found before, each with the words that it was found by."""
        for batch in batches:
            new = [hit for hit in batch if _identity(hit) not in self._found]
            if new:
                yield [replace(hit, guess=self._meant(hit)) for hit in new]

    def _loosened(self, node: Node) -> Node:
        """The tree, where a word may also be written nearly so; an absence stays one."""
        if isinstance(node, And | Or):
            return replace(node, nodes=tuple(map(self._loosened, node.nodes)))
        if not (isinstance(node, Text) and node.text.isalnum() and slips(fold(node.text))):
            return node
        term = Fuzzy(node.text, node.field)
        self._nearly.append(Nearly(term))
        return Or((node, term))

    def _meant(self, hit: Hit) -> str:
        """The words of a hit that are near to those of the query."""
        shown = [*(hit.snippet[start:end] for start, end in hit.marks), *hit.tags]
        near = (
            fold(text[start:end])
            for finder in self._nearly
            for text in shown
            for start, end in finder.in_text(text)
        )
        return " ".join(dict.fromkeys(near))


def _identity(hit: Hit) -> tuple[object, ...]:
    return hit.source, hit.annotation, None if hit.annotation else hit.block
