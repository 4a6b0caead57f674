"""Going far: ends, numbers, sections, annotations, back, other documents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from tui.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.jumps import Spot
    from tui.core.model import Document
    from tui.ui.screens.desk import Desk


class Jumping:
    """The actions of the group Jump."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def action_first(self, count: int | None, argument: str) -> None:
        """The first paragraph, or the one of that number."""
        if count is None:
            self._desk.jump(self._shown(0))
        else:
            self._numbered(count)

    def action_last(self, count: int | None, argument: str) -> None:
        """The last paragraph, or the one of that number."""
        document = self._document
        if document and count is None:
            self._desk.jump(self._shown(len(document.blocks) - 1))
        elif count is not None:
            self._numbered(count)

    def action_percent(self, count: int | None, argument: str) -> None:
        """That share of the document."""
        document = self._document
        if document:
            target = document.size * min(count or 0, 100) // 100
            self._desk.jump(self._shown(bisect_right(document.starts, target) - 1))

    def action_next_section(self, count: int | None, argument: str) -> None:
        """The next heading."""
        self._section(count or 1)

    def action_previous_section(self, count: int | None, argument: str) -> None:
        """The heading before this paragraph."""
        self._section(-(count or 1))

    def action_next_annotation(self, count: int | None, argument: str) -> None:
        """The next annotated paragraph."""
        self._annotation(1, count or 1)

    def action_previous_annotation(self, count: int | None, argument: str) -> None:
        """The annotated paragraph before this one."""
        self._annotation(-1, count or 1)

    def action_back(self, count: int | None, argument: str) -> None:
        """Where the last jump started."""
        here = self._desk.spot()
        if here:
            self._return_to(self._desk.jumps.back(here), "no earlier place")

    def action_forward(self, count: int | None, argument: str) -> None:
        """Where Back was called."""
        here = self._desk.spot()
        if here:
            self._return_to(self._desk.jumps.forward(here), "no later place")

    def action_next_document(self, count: int | None, argument: str) -> None:
        """The next document of the library."""
        self._document_beside(count or 1)

    def action_previous_document(self, count: int | None, argument: str) -> None:
        """The document before this one."""
        self._document_beside(-(count or 1))

    @property
    def _document(self) -> Document | None:
        return self._desk.session.document if self._desk.session else None

    def _numbered(self, number: int) -> None:
        document = self._document
        if document is None:
            return
        try:
            self._desk.jump(document.index(number))
        except NotFound:
            self._desk.say(f"there are {document.paragraphs} paragraphs", False)

    def _section(self, step: int) -> None:
        document, cursor = self._document, self._desk.viewport.cursor
        headings: Sequence[int] = document.headings if document else ()
        if self._desk.view.filter:
            headings = [block for block in headings if self._desk.viewport.holds(block)]
        at = bisect_right(headings, cursor) - 1 if step > 0 else bisect_left(headings, cursor)
        if not 0 <= at + step < len(headings):
            return self._desk.say(f"no heading {'below' if step > 0 else 'above'}", False)
        self._desk.jump(headings[at + step])
        return self._desk.viewport.align(0)

    def _annotation(self, step: int, count: int) -> None:
        session, block = self._desk.session, self._desk.viewport.cursor
        for _ in range(count):
            following = session.neighbour(block, step) if session else None
            while session and following is not None and not self._desk.viewport.holds(following):
                following = session.neighbour(following, step)
            block = block if following is None else following
        if block == self._desk.viewport.cursor:
            return self._desk.say(f"no annotation {'below' if step > 0 else 'above'}", False)
        return self._desk.jump(block)

    def _shown(self, block: int) -> int:
        """The nearest block to it that a filter lets through."""
        return self._desk.viewport.bounded(block)

    def _return_to(self, spot: Spot | None, nowhere: str) -> None:
        if spot is None:
            self._desk.say(nowhere, False)
        elif self._desk.session and spot.source == self._desk.session.source:
            self._desk.view.move_to(spot.position)
        else:
            self._desk.open(spot.source, spot.position)

    def _document_beside(self, step: int) -> None:
        sources = self._desk.sources
        at = sources.index(self._desk.source) if self._desk.source in sources else -1
        if not 0 <= at + step < len(sources):
            return self._desk.say(f"no {'further' if step > 0 else 'earlier'} document", False)
        self._desk.leave()
        return self._desk.open(sources[at + step], None)
