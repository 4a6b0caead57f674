"""Finding in the document as one types."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tui.core.search.find import goes_on, next_match
from tui.core.state import Position
from tui.ui.painting import paint
from tui.ui.screens.sparing import giving_way

if TYPE_CHECKING:
    from tui.core.model import Document
    from tui.core.search.find import Match
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.document_view import DocumentView
    from tui.ui.widgets.find_bar import FindBar

TOGETHER = 0.05
"""Seconds in which what was typed at once is drawn at once, with what is found."""


class Finding:
    """Finding in one document: it is searched in a thread, the newest wish wins."""

    def __init__(self, desk: Desk, bar: FindBar) -> None:
        self._desk = desk
        self._bar = bar
        self._origin = Position()
        self._needle = ""
        self._found: Match | None = None
        self._nearest: tuple[Document, str, Match | None] | None = None
        self._wish: object | None = None
        self._is_leaving = False
        # Of keys that were pressed before it was known from where they go on.
        self._steps: list[int] = []
        self._held = ExitStack()

    def action_find(self, count: int | None, argument: str) -> None:
        """Find as one types."""
        if self._desk.session:
            self._origin, self._nearest = self._desk.view.position, None
            self._needle, self._found, self._wish = "", None, None
            self._bar.ask(self, "find in this document")
            if self._desk.view.app.message_queue_size:
                self._hold()

    def action_next_match(self, count: int | None, argument: str) -> None:
        """The next match."""
        self._step(1)

    def action_previous_match(self, count: int | None, argument: str) -> None:
        """The match before."""
        self._step(-1)

    def typed(self, text: str) -> None:
        """Another text stands in the bar: find it from the origin on."""
        if not self._bar.display:
            return
        if text:
            self._find(text)
        else:
            self.forget()
            self._desk.view.move_to(self._origin)
            self._desk.update()

    def left(self, text: str, kept: bool) -> None:
        """The bar was closed: stay at the match, or return to the origin."""
        kept = kept and bool(text)
        here = self._desk.view.position
        if not kept:
            self.forget()
        elif text != self._needle:
            # The line is left before it has told what was typed together with Enter.
            self._find(text)
        self._desk.view.move_to(self._origin)
        self._desk.view.redraw()
        if kept and self._found:
            self._desk.leave()
            self._desk.view.move_to(here)
        elif kept and self._wish:
            self._is_leaving = True
            self._hold()
        self._desk.update()

    def forget(self) -> bool:
        """Mark no matches any more; whether any were marked."""
        self._wish, self._is_leaving = None, False
        self._steps.clear()
        had = bool(self._needle)
        self._needle, self._found = "", None
        for view in self._desk.views.all:
            view.highlight("", None)
        self._draw()
        return had

    def _find(self, text: str) -> None:
        self._needle, self._found, self._wish = text, None, None
        if start := self._start(text):
            self._seek(*start, 1)
        else:
            self._show(None)

    def _start(self, text: str) -> tuple[int, int] | None:
        """The place before which `text` does not stand from the origin on; None if nowhere."""
        document, less, found = self._nearest or (None, "", None)
        if self._desk.session and document is self._desk.session.document and goes_on(less, text):
            return (found.block, found.start) if found else None
        return self._origin.cursor, 0

    def _step(self, step: int) -> None:
        if not self._needle:
            return self._desk.tell("nothing to find yet: {find} asks for it")
        if self._wish:
            return self._steps.append(step)
        found, cursor = self._found, self._desk.viewport.cursor
        if found and found.block == cursor:
            return self._seek(cursor, found.end if step > 0 else found.start, step)
        length = len(self._desk.session.document.blocks[cursor].text) if self._desk.session else 0
        return self._seek(cursor, 0 if step > 0 else length, step)

    def _seek(self, block: int, offset: int, step: int) -> None:
        view, session, needle = self._desk.view, self._desk.session, self._needle
        if not session:
            return
        wish = self._wish = object()
        document, among = session.document, view.viewport.blocks

        def is_over() -> bool:
            return self._wish is not wish

        def look() -> Match | None:
            with giving_way():
                return next_match(
                    document, needle, block, offset, step=step, among=among, cancelled=is_over
                )

        async def seek() -> None:
            found = await asyncio.to_thread(look)
            if not is_over():
                self._seen(view, document, found)

        view.run_worker(seek(), group="find", exclusive=True)

    def _seen(self, view: DocumentView, document: Document, found: Match | None) -> None:
        """`document` was looked through for the needle."""
        self._wish = None
        if self._bar.display:
            self._nearest = document, self._needle, found
        if self._desk.view is view:
            self._show(found)
        if self._steps:
            self._step(self._steps.pop(0))

    def _show(self, found: Match | None) -> None:
        self._found = found
        self._desk.view.highlight(self._needle, found)
        if found:
            if self._is_leaving:
                self._desk.leave()
            self._desk.viewport.goto(found.block)
            self._desk.say("", False)
        else:
            self._desk.say(f"“{self._needle}” is not in this document", False)
        self._is_leaving = False
        self._desk.update()
        self._draw()

    def _hold(self) -> None:
        """Draw nothing for a moment, in which more is typed or found."""
        self._held.enter_context(self._desk.view.app.batch_update())
        # Of the application: a view may be closed meanwhile, and all would stay as it is.
        self._desk.view.app.set_timer(TOGETHER, self._draw)

    def _draw(self) -> None:
        """Draw what was held, and what was found."""
        self._held.close()
        paint(self._desk.view.screen)
        self._desk.view.screen.check_idle()
