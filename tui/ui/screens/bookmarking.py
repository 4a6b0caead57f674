"""Marks with a letter, and the place where the latest jump started."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.bookmarks import Bookmarks, bookmark
from tui.core.errors import PostilError, reason
from tui.core.state import Position

if TYPE_CHECKING:
    from tui.core.bookmarks import Bookmark
    from tui.ui.screens.desk import Desk


class Bookmarking:
    """The actions that set marks and go to them; the file of marks is read and written aside."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._marks = Bookmarks(desk.state.places)

    async def action_set_mark(self, count: int | None, argument: str) -> None:
        """Mark this paragraph with a letter."""
        session, block = self._desk.session, self._desk.viewport.cursor
        if not session or not self._is_letter(argument):
            return
        mark = bookmark(session.document, block)
        try:
            await asyncio.to_thread(self._marks.put, argument, mark)
        except OSError as error:
            self._desk.say(f"the mark could not be kept: {reason(error)}", True)
        else:
            number = session.document.number(block)
            self._desk.say(
                f"mark {argument} on ¶ {number}" if number else f"mark {argument}", False
            )

    async def action_go_to_mark(self, count: int | None, argument: str) -> None:
        """Go to a mark, whatever document it is in."""
        if not self._is_letter(argument):
            return
        mark = await asyncio.to_thread(self._marks.get, argument)
        if mark is None:
            self._desk.say(f"no mark {argument} is set", False)
            return
        try:
            block, same = await asyncio.to_thread(self._find, mark)
        except PostilError as error:
            self._desk.warn(str(error))
            return
        self._go(mark, block, "" if same else "the marked paragraph is not as it was")

    def action_last_place(self, count: int | None, argument: str) -> None:
        """Where the latest jump started."""
        spot, session = self._desk.jumps.latest, self._desk.session
        if spot is None:
            return self._desk.say("no earlier place", False)
        self._desk.leave()
        if session and spot.source == session.source:
            return self._desk.view.move_to(spot.position)
        return self._desk.open(spot.source, spot.position)

    def _find(self, mark: Bookmark) -> tuple[int, bool]:
        """Runs in a thread: the document may have to be read, and is searched if it changed."""
        return mark.find(self._desk.library.session(mark.source).document)

    def _go(self, mark: Bookmark, block: int, doubt: str) -> None:
        session = self._desk.session
        if session and session.source == mark.source:
            self._desk.jump(block)
            self._desk.say(doubt, False)
        else:
            self._desk.leave()
            self._desk.problems[:0] = [doubt] if doubt else []
            self._desk.open(mark.source, Position(block, block, 0))

    def _is_letter(self, argument: str) -> bool:
        if "a" <= argument <= "z" and argument.isascii():
            return True
        self._desk.say("a mark is one letter, a to z", False)
        return False
