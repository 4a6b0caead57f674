"""Searching the library, going through what was found, and acting on several results at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.copying import as_quote
from tui.core.edits import Edit
from tui.core.errors import NotFound, PostilError
from tui.core.search.around import around
from tui.core.session import WHOLE_DOCUMENT, Place
from tui.core.state import Position
from tui.core.text import first_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from tui.core.search.around import Piece
    from tui.core.search.hits import Hit
    from tui.core.search.query import Query
    from tui.core.session import Session
    from tui.core.tag_signs import TagSigns
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.results import Opened, Verb

    Found: TypeAlias = dict[Session, list[Place]]


class Searching:
    """The actions that search the library; remembers the query and what was found last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._query = ""
        self._hits: Sequence[Hit] = ()
        self._at = -1
        self._last: Edit | None = None
        self._told = ""

    @property
    def signs(self) -> TagSigns:
        """The colours of tags."""
        return self._desk.signs

    def action_search(self, count: int | None, argument: str) -> None:
        """Search notes, tags and text of the whole library."""
        from tui.core.search.saved import SavedQueries
        from tui.ui.screens.search import SearchScreen

        saved = SavedQueries(self._desk.state.places)
        screen = SearchScreen(self._desk.index, self._desk.keymap, self._query, self, saved)
        self._desk.ask(screen, self._opened)

    def action_next_result(self, count: int | None, argument: str) -> None:
        """The next result of the latest search, in whatever document it is."""
        self._step(count or 1)

    def action_previous_result(self, count: int | None, argument: str) -> None:
        """The result before."""
        self._step(-(count or 1))

    def look(self, query: str) -> None:
        """Search the whole library for `query`."""
        self._query = query
        self.action_search(None, "")

    def asked(self, query: str) -> None:
        """That was typed last."""
        self._query = query

    def preview(self, hit: Hit, query: Query) -> list[Piece]:
        """The text around a hit; may block, raises `PostilError`."""
        return [*around(self._desk.library.session(hit.source), hit, query)]

    async def tag(self, hits: Sequence[Hit], add: Sequence[str], remove: Sequence[str]) -> str:
        """Put tags on the results and take others off; returns what was done."""

        def verb(session: Session, places: Sequence[Place]) -> Edit:
            if add:
                return edits.add_tags(session, places, add)
            return edits.remove_tags(session, places, remove)

        return await self._make(hits, verb)

    async def act(self, verb: Verb, hits: Sequence[Hit]) -> str:
        """Do that to the results; returns what was done."""
        return await self._make(hits, verb)

    async def quote(self, hits: Sequence[Hit]) -> str:
        """Copy the results as Markdown quotes; returns what was done."""
        found = await asyncio.to_thread(self._places, hits)
        quotes = [as_quote(session, places) for session, places in found.items()]
        self._desk.view.app.copy_to_clipboard("\n".join(quotes))
        return f"copied {sum(map(len, found.values()))} as quotes"

    def undo(self) -> str:
        """Take back what was done to results last; raises `PostilError`."""
        edit, self._last = self._last, None
        undone = self._desk.library.undo(edit.changes[0].source) if edit else None
        return f"undone: {undone.label}" if undone else "nothing to undo here"

    async def _make(self, hits: Sequence[Hit], verb: Verb) -> str:
        found = await asyncio.to_thread(self._places, hits)
        made = [verb(session, places) for session, places in found.items()]
        changes = tuple(change for edit in made for change in edit.changes)
        if not changes:
            raise NotFound("nothing to change in what is selected")
        self._last = Edit(made[0].label, changes)
        self._desk.library.perform(await asyncio.to_thread(self._desk.library.prepare, self._last))
        return f"{self._last.label} · {len(changes)}"

    def _places(self, hits: Sequence[Hit]) -> Found:
        """The places of the results in each document; notes without one are left out."""
        found: Found = {}
        for hit in hits:
            session = self._desk.library.session(hit.source)
            if session.problem:
                raise PostilError(session.problem)
            for place in _place(session, hit):
                own = found.setdefault(session, [])
                own += [place] if place not in own else []
        return found

    def _opened(self, opened: Opened | None) -> None:
        if opened:
            self._hits = opened.hits
            self._at = opened.hits.index(opened.hit)
            self._go(opened.hit)
            key = self._desk.keymap.key_of("next_result")
            self._tell(opened.hit, f"  {key} next" if opened.hit is not opened.hits[-1] else "")

    def _step(self, step: int) -> None:
        if not self._hits:
            return self._desk.tell("nothing was found yet: {search} searches")
        at = self._at + step
        if not 0 <= at < len(self._hits):
            return self._desk.say(f"no result {'after' if step > 0 else 'before'} this one", False)
        self._at = at
        self._go(self._hits[at])
        return self._tell(self._hits[at])

    def _tell(self, hit: Hit, then: str = "") -> None:
        """Which result it is, and its note: there may be no room for the notes themselves."""
        what = first_line(hit.note) or self._query
        self._told = f"result {self._at + 1} of {len(self._hits)}{then}: {what}"
        self._desk.say(self._told, False)

    def greeting(self) -> str:
        """Which result was gone to, once: another document is open meanwhile."""
        told, self._told = self._told, ""
        return told

    def _go(self, hit: Hit) -> None:
        self._desk.leave()
        session = self._desk.library.opened(hit.source)
        anchor = session.anchors.get(hit.annotation or 0) if session else None
        # It may stand elsewhere than when it was found.
        block = anchor.block if anchor and anchor.ranges else hit.block or 0
        session = self._desk.view.session
        if session and session.source == hit.source and self._desk.view.filter:
            self._desk.view.show_only(None)
        self._desk.open(hit.source, Position(block, block, 0))


def _place(session: Session, hit: Hit) -> Iterator[Place]:
    """Where a hit is today: the place of its note, else its paragraph."""
    annotation = session.annotations.get(hit.annotation) if hit.annotation is not None else None
    if annotation and not annotation.target.blocks:
        yield WHOLE_DOCUMENT
    elif annotation and session.anchors[annotation.id].ranges:
        yield Place(session.anchors[annotation.id].ranges)
    elif hit.block is not None and hit.annotation is None:
        yield session.paragraph(hit.block)
