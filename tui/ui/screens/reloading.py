"""The text of documents in view when another program changes it: read again, at the same place."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui.core.documents.source import is_settled
from tui.core.errors import UnreadableDocument
from tui.core.state import Position
from tui.ui.screens.sparing import sparing_keys
from tui.ui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.documents.source import Signature
    from tui.core.edits import Edit, Reshape
    from tui.core.session import Reread, Session
    from tui.ui.screens.desk import Desk

SOON = 0.05
"""Seconds between two looks at a file that another program may still be writing."""
LATER = 0.5
"""Seconds between two looks whether what is open over the text is closed."""


class Reloading:
    """Reads a changed source in a thread, and shows it when nothing is open over the text.

    A file is read when it seems to be written whole, or two looks found the same. `listed` is
    called when panes and library have to show the new text. A source that is to be read in another
    way is read again at once; `told` says what came of that, keys named in braces.
    """

    def __init__(self, desk: Desk, listed: Callable[[Session], None]) -> None:
        self._desk = desk
        self._listed = listed
        self._stood: dict[Path, object] = {}
        self._refused: dict[Path, object] = {}
        self._problems: dict[Path, str] = {}
        self.told: Callable[[Session, Reshape], str] = lambda session, _: _told(session)
        desk.library.subscribe(self._edited)

    async def look(self, session: Session, now: Signature | None) -> float:
        """Look once at a document that is shown, whose source stands `now` like this.

        Returns the seconds after which to look again, 0 where that is not needed.
        """
        source = session.source
        found = session, now, session.choice
        before, self._stood[source] = self._stood.get(source), found
        if not session.is_behind(now):
            self._problems.pop(source, None)
        elif self._refused.get(source) != found:
            if before != found and not is_settled(now):
                return SOON
            if self._is_busy(session):
                return LATER
            with sparing_keys():
                return await self._reload(session)
        return 0.0

    def _edited(self, edit: Edit, _: object) -> None:
        session = self._desk.session
        if edit.reshape and session and session.source == edit.reshape.source:
            self._reshape(session, edit.reshape)

    def _reshape(self, session: Session, made: Reshape) -> None:
        """Read a source as is chosen by now; keys wait."""

        def take_over(anew: Reread | None) -> None:
            if anew:
                self._take_over(session, anew)
                self._desk.views.run_worker(session.keep_text, group="end", thread=True)
            if anew and anew.problem:
                self._desk.warn(anew.problem)
            else:
                self._desk.tell(self.told(session, made))
            self._desk.update()

        work = partial(session.reread, self._blocks(session))
        self._desk.work("reading it in another way", work, take_over)

    def _blocks(self, session: Session) -> set[int]:
        """Those whose places in another version of the text will be asked for."""
        places = [view.position for view in self._desk.views.showing(session)]
        places += self._desk.jumps.within(session.source)
        return {block for place in places for block in (place.cursor, place.top)}

    async def _reload(self, session: Session) -> float:
        try:
            anew = await asyncio.to_thread(session.reread, self._blocks(session))
        except UnreadableDocument as error:
            self._say(session, f"{error}; the old text stays")
            # A file that could not be read may be readable without having changed.
            if not isinstance(error.__cause__, OSError):
                self._refused[session.source] = self._stood[session.source]
            return 0.0
        self._problems.pop(session.source, None)
        if anew and self._is_busy(session):
            return LATER
        if anew:
            is_changed = anew.here.document.sha256 != session.document.sha256
            self._take_over(session, anew)
            if self._desk.view.session is session:
                self._tell(session, is_changed)
            else:
                self._desk.say("the article in another view changed", False)
            if anew.problem:
                self._desk.warn(anew.problem)
            self._desk.update()
            await asyncio.to_thread(session.keep_text)
        return 0.0

    def _is_busy(self, session: Session) -> bool:
        """Whether something is open that may refer to the text as it is."""
        views = self._desk.views
        is_busy = isinstance(views.screen.focused, FindBar) or self._desk.is_working
        return not views.showing(session) or views.app.screen is not views.screen or is_busy

    def _take_over(self, session: Session, anew: Reread) -> None:
        desk = self._desk
        desk.views.redraw()
        positions = {view: _moved(anew, view.position) for view in desk.views.showing(session)}
        desk.jumps.move(session.source, lambda spot: _moved(anew, spot))
        session.adopt(anew)
        for view, position in positions.items():
            view.show(session, position, desk.timing.byline(session.document))
            # The paragraph that keys act on has to be the same, even where the top cannot stay.
            if view.viewport.cursor != position.cursor:
                view.viewport.goto(position.cursor)
        desk.views.retitle()
        if desk.view.session is session:
            self._listed(session)

    def _tell(self, session: Session, is_changed: bool) -> None:
        desk = self._desk
        waiting = len(session.uncertain())
        notes = "1 note" if waiting == 1 else f"{waiting} notes"
        look = desk.keymap.told(f": {notes} to look at, {{next_uncertain}}") if waiting else ""
        happened = "the article changed" if is_changed else desk.keymap.told(_told(session))
        desk.say(f"{happened}{look}", False)

    def _say(self, session: Session, problem: str) -> None:
        """Once, not at every look."""
        if problem != self._problems.get(session.source):
            self._problems[session.source] = problem
            self._desk.warn(problem)


def _told(session: Session) -> str:
    # Only a text that is read otherwise needs its words.
    from tui.core.documents.choosing import reading_title

    return f"read as {reading_title(session.document)}"


def _moved(anew: Reread, position: Position) -> Position:
    """A position in the text as it was, in the text as it is now; the start stays the start."""
    cursor, _ = anew.here.where(position.cursor)
    if not position.top and not position.offset:
        return Position(cursor)
    return Position(cursor, *anew.here.where(position.top, position.offset))
