"""The text of the open document when another program changes it: read again, at the same place."""

from __future__ import annotations

import asyncio
import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.core.documents.source import signature
from tui.core.errors import UnreadableDocument
from tui.core.state import Position
from tui.ui.screens.opening import byline
from tui.ui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.core.session import Reread, Session
    from tui.ui.screens.desk import Desk

GIVE_WAY = 0.0005
"""Seconds that a thread may compute while a key waits: a key waits several times until it is done,
and Python's own 5 ms would add up."""


class Reloading:
    """Reads a changed source in a thread, and shows it when nothing is open over the text.

    A file is read when two looks found the same: what another program is still writing is let be.
    `listed` is called when panes and library have to show the new text.
    """

    def __init__(self, desk: Desk, listed: Callable[[Session], None]) -> None:
        self._desk = desk
        self._listed = listed
        self._stood: object = None
        self._refused: object = None
        self._problem = ""

    async def look(self, session: Session) -> None:
        """Look once at the source of the document that is shown."""
        now = await asyncio.to_thread(signature, session.source)
        stands = self._stood == (session, now)
        self._stood = session, now
        if now == session.seen:
            self._problem = ""
        elif stands and self._refused != self._stood and not self._is_busy(session):
            with _sparing_keys():
                await self._reload(session)

    async def _reload(self, session: Session) -> None:
        places = [self._desk.view.position, *self._desk.jumps.within(session.source)]
        blocks = {block for place in places for block in (place.cursor, place.top)}
        try:
            anew = await asyncio.to_thread(session.reread, blocks)
        except UnreadableDocument as error:
            self._say(f"{error}; the old text stays")
            # A file that could not be read may be readable without having changed.
            self._refused = None if isinstance(error.__cause__, OSError) else self._stood
            return
        self._problem = ""
        # With a box open it is read again at a later look.
        if anew and not self._is_busy(session):
            self._take_over(session, anew)
            await asyncio.to_thread(session.keep_text)

    def _is_busy(self, session: Session) -> bool:
        """Whether something is open that may refer to the text as it is."""
        view = self._desk.view
        is_finding = isinstance(view.screen.focused, FindBar)
        return view.session is not session or view.app.screen is not view.screen or is_finding

    def _take_over(self, session: Session, anew: Reread) -> None:
        desk = self._desk
        desk.view.redraw()
        position = _moved(anew, desk.view.position)
        desk.jumps.move(session.source, lambda spot: _moved(anew, spot))
        session.adopt(anew)
        desk.view.show(session, position, byline(desk, session))
        # The paragraph that keys act on has to be the same, even where the top cannot stay.
        if desk.viewport.cursor != position.cursor:
            desk.viewport.goto(position.cursor)
        self._listed(session)
        waiting = len(session.uncertain())
        notes = "1 note" if waiting == 1 else f"{waiting} notes"
        look = desk.keymap.told(f": {notes} to look at, {{next_uncertain}}") if waiting else ""
        desk.say(f"the article changed{look}", False)
        desk.update()

    def _say(self, problem: str) -> None:
        """Once, not at every look."""
        if problem != self._problem:
            self._problem = problem
            self._desk.warn(problem)


@contextmanager
def _sparing_keys() -> Iterator[None]:
    """While a thread computes, keys go on: it gives way soon, and nothing is collected.

    To look for circles among all that was made for a long text would take longer than a key may,
    and there are none in it: later collections are spared it as well.
    """
    interval, enabled = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(GIVE_WAY)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.freeze()
        if enabled:
            gc.enable()


def _moved(anew: Reread, position: Position) -> Position:
    """A position in the text as it was, in the text as it is now; the start stays the start."""
    cursor, _ = anew.here.where(position.cursor)
    if not position.top and not position.offset:
        return Position(cursor)
    return Position(cursor, *anew.here.where(position.top, position.offset))
