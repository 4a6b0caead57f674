"""A text and where annotations are in it."""

from __future__ import annotations

from bisect import bisect_left, insort
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.anchors.describe import canonical_starts
from tui.core.anchors.past import past_of
from tui.core.anchors.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui.core.anchors.past import Past
    from tui.core.model import Anchor, Annotation, Document


class Anchored:
    """The anchors of annotations in one version of a text, in reading order.

    `past` loads the text that they were anchored to before.
    """

    def __init__(
        self,
        document: Document,
        annotations: Iterable[Annotation],
        past: Callable[[], Past | None],
    ) -> None:
        self.document = document
        self.anchors: dict[int, Anchor] = {}
        self.marked: list[int] = []
        """Indexes of the annotated blocks, ascending."""
        self._by_block: dict[int, list[int]] = {}
        self._uncertain: list[tuple[int, int]] = []
        self._past = past
        self._resolver = Resolver(document, past)
        found = self._resolver.resolve({one.id: one.target for one in annotations})
        for id_, anchor in found.items():
            self._put(id_, anchor)

    def copy(self) -> Anchored:
        """The same, to be changed apart from this one; may be made in a thread of its own."""
        other = copy(self)
        other.anchors = self.anchors.copy()
        other.marked = self.marked.copy()
        other._by_block = {block: [*ids] for block, ids in self._by_block.copy().items()}
        other._uncertain = self._uncertain.copy()
        return other

    @cached_property
    def starts(self) -> Sequence[int] | None:
        """Where each block begins in the canonical text, for what is described."""
        return canonical_starts(self.document)

    def on_block(self, index: int) -> list[int]:
        """The ids of all that touches block `index`, oldest first."""
        return self._by_block.get(index, [])

    def neighbour(self, index: int, step: int) -> int | None:
        """The nearest annotated block after (`step` 1) or before (-1) block `index`."""
        at = bisect_left(self.marked, index + (step > 0))
        at -= step < 0
        return self.marked[at] if 0 <= at < len(self.marked) else None

    def doubts_on(self, index: int) -> list[int]:
        """The ids of what is shown at block `index` and may not belong there."""
        first = bisect_left(self._uncertain, (index, 0))
        last = bisect_left(self._uncertain, (index + 1, 0))
        return [id_ for _, id_ in self._uncertain[first:last]]

    def uncertain(self) -> list[int]:
        """The ids of all that its reader should look at, in reading order."""
        return [id_ for _, id_ in self._uncertain]

    def change(self, id_: int, before: Annotation | None, after: Annotation | None) -> set[int]:
        """Put `after` in the place of `before`; returns the blocks that look different now."""
        anchor = self.anchors.get(id_)
        touched = self._drop(id_) if anchor else set()
        if after:
            if anchor is None or before is None or before.target != after.target:
                anchor = self._resolver.resolve({id_: after.target})[id_]
            touched |= self._put(id_, anchor)
        return touched

    def older(self, annotations: Iterable[Annotation]) -> dict[int, Anchor]:
        """The anchors of those annotations that were made on other versions of the text."""
        if not self.anchors:
            # The version of a long text takes a while.
            return {}
        version = self.document.sha256, self.document.reading
        # A copy in one step: another thread may be editing.
        anchors = dict(self.anchors)
        return {
            one.id: anchors[one.id]
            for one in annotations
            if one.target.blocks
            and (one.target.made_on, one.target.reading) != version
            and one.id in anchors
        }

    def as_past(self, annotations: Iterable[Annotation]) -> Past | None:
        """What a later version is compared with: this one, if there is anything in it."""
        if not len(self.document.blocks):
            return self._past()
        return past_of(self.document, self.older(annotations))

    def where(self, block: int, offset: int = 0) -> tuple[int, int]:
        """Block and character where a place of the version before is now, or near to it."""
        return self._resolver.where(block, offset)

    def _put(self, id_: int, anchor: Anchor) -> set[int]:
        self.anchors[id_] = anchor
        blocks = {index for index, _, _ in anchor.ranges}
        for index in blocks:
            if index not in self._by_block:
                insort(self.marked, index)
            insort(self._by_block.setdefault(index, []), id_)
        if anchor.is_uncertain:
            insort(self._uncertain, (anchor.block, id_))
            blocks.add(anchor.block)
        return blocks

    def _drop(self, id_: int) -> set[int]:
        anchor = self.anchors.pop(id_)
        blocks = {index for index, _, _ in anchor.ranges}
        for index in blocks:
            self._by_block[index].remove(id_)
            if not self._by_block[index]:
                del self._by_block[index]
                del self.marked[bisect_left(self.marked, index)]
        if anchor.is_uncertain:
            del self._uncertain[bisect_left(self._uncertain, (anchor.block, id_))]
            blocks.add(anchor.block)
        return blocks
