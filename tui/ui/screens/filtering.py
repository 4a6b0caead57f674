"""Reading only the paragraphs that a query holds for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.search.query import parse
from tui.core.search.within import blocks_within, with_context
from tui.core.state import Position
from tui.ui.widgets.document_view import Filter

if TYPE_CHECKING:
    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.document_view import DocumentView
    from tui.ui.widgets.find_bar import FindBar


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

    def typed(self, text: str) -> None:
        """Another query stands in the bar."""
        view, session = self._desk.view, self._desk.session
        self._wish = object()
        if session and text.strip():
            view.run_worker(self._applied(view, session, text.strip()), group="filter")
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

    async def _applied(self, view: DocumentView, session: Session, text: str) -> None:
        wish, document = self._wish, session.document
        annotated = {index: session.on_block(index) for index in session.marked}
        query = parse(text)

        def blocks() -> tuple[list[int], list[int]]:
            found = blocks_within(document, annotated, query, lambda: self._wish is not wish)
            return found, with_context(document, found, self._around)

        found, shown = await asyncio.to_thread(blocks)
        if self._wish is not wish or view.session is not session or session.document != document:
            return
        if found:
            view.show_only(Filter(text, shown, len(found)))
            self._go_to_first(view, found)
            self._desk.say(f"{len(found)} ¶: {query.explain()}", False)
        else:
            self._put_back()
            self._desk.say(f"nothing here: {query.explain()}", False)
        self._desk.update()

    def _go_to_first(self, view: DocumentView, found: list[int]) -> None:
        """A paragraph that the query holds for: where the reader was, or else the next one."""
        here = self._before[1].cursor
        view.viewport.goto(next((block for block in found if block >= here), found[-1]))

    def _put_back(self) -> None:
        view = self._desk.view
        shown, position = self._before
        view.show_only(shown)
        view.move_to(position)
        self._desk.say("", False)
