"""Reading only the paragraphs that a query holds for."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui.core.errors import PostilError
from tui.core.search.query import explain, parse
from tui.core.search.records import Where, path_in
from tui.core.search.within import blocks_within, with_context
from tui.core.state import Position
from tui.ui.widgets.filter import Filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.model import Anchor, Annotation
    from tui.core.search.query import Query
    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.document_view import DocumentView
    from tui.ui.widgets.find_bar import FindBar

SLOW = 0.3
"""Seconds after which it is said that the text is looked through."""


class Filtering:
    """Collapses the current view as one types; looked for in a thread, the newest wish wins."""

    def __init__(self, desk: Desk, bar: FindBar) -> None:
        self._desk = desk
        self._bar = bar
        self._around = 0
        self._before: tuple[Filter | None, Position] = (None, Position())
        self._wish = object()

    def action_filter(self, count: int | None, argument: str) -> None:
        """Ask for a query, and show only what it holds for, with `count` paragraphs around each."""
        if self._desk.session:
            self._around = count or 0
            self._before = self._desk.view.filter, self._desk.view.position
            self._bar.ask(self, "show only: words, #tag, note:word …")

    def action_show_all(self, count: int | None, argument: str) -> None:
        """All paragraphs again."""
        if self._desk.view.filter:
            self._desk.view.show_only(None)
            self._desk.say("all paragraphs are shown again", False)
        else:
            self._desk.tell("all paragraphs are shown; {filter} shows only some")

    def only(self, query: str) -> None:
        """Show only what `query` holds for."""
        self._around = 0
        self._before = self._desk.view.filter, self._desk.view.position
        self.typed(query)

    def typed(self, text: str) -> None:
        """Another query stands in the bar."""
        view, session = self._desk.view, self._desk.session
        # Now: of two keys typed at once both searches would begin with the later wish.
        wish = self._wish = object()
        if session and text.strip():
            view.run_worker(self._applied(view, session, text.strip(), wish), group="filter")
        else:
            self._put_back()
            self._desk.update()

    def left(self, text: str, kept: bool) -> None:
        """The bar was closed: keep what is shown, or go back to what was before."""
        if not kept:
            self._wish = object()
            self._put_back()
        elif not text.strip():
            self._desk.view.show_only(None)
        self._desk.update()

    async def _applied(self, view: DocumentView, session: Session, text: str, wish: object) -> None:
        document = session.document
        annotations, anchors = session.annotations.copy(), session.anchors.copy()
        slow = view.set_timer(SLOW, lambda: self._desk.say("looking through the text …", False))
        try:
            query = parse(text)
            look = partial(self._found, session, annotations, anchors, query, wish)
            found = await asyncio.to_thread(look)
        except PostilError as error:
            # What was found last stays in view.
            found = None
            self._desk.say(str(error), True)
        finally:
            slow.stop()
        if self._wish is wish and view.session is session and session.document is document:
            if found is not None:
                self._show(view, Filter(text, *found), explain(query))
            self._desk.update()

    def _found(
        self,
        session: Session,
        annotations: dict[int, Annotation],
        anchors: dict[int, Anchor],
        query: Query,
        wish: object,
    ) -> tuple[list[int], list[int]]:
        """The blocks that are shown, and those for which the query holds; runs in a thread."""
        document = session.document
        annotated: dict[int, list[Annotation]] = {}
        for id_ in sorted(annotations):
            for block in {block for block, _, _ in anchors[id_].ranges}:
                annotated.setdefault(block, []).append(annotations[id_])
        where = Where(
            path_in(self._desk.library.root, session.source),
            lambda: document.title,
            lambda annotation: anchors[annotation.id].state,
        )
        found = blocks_within(document, annotated, query, where, lambda: self._wish is not wish)
        return with_context(document, found, self._around), found

    def _show(self, view: DocumentView, filter_: Filter, meaning: str) -> None:
        if filter_.found:
            view.show_only(filter_)
            self._go_to_first(view, filter_.found)
            self._desk.say(f"{len(filter_.found)} ¶: {meaning}", False)
        else:
            self._put_back()
            self._desk.say(f"nothing here: {meaning}", False)

    def _go_to_first(self, view: DocumentView, found: Sequence[int]) -> None:
        """A paragraph that the query holds for: where the reader was, or else the next one."""
        here = self._before[1].cursor
        view.viewport.goto(next((block for block in found if block >= here), found[-1]))

    def _put_back(self) -> None:
        view = self._desk.view
        shown, position = self._before
        view.show_only(shown)
        view.move_to(position)
        self._desk.say("", False)
