"""Colours and keys of tags while one reads: as the tags file and the settings have them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.config import stamp_of
from tui.core.errors import UnreadableSidecar
from tui.core.store.tagbook import TagBook, book_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.config import Stamp
    from tui.core.store.tag_entry import TagEntry
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.note_list import NoteList

    Seen: TypeAlias = tuple[Path, Stamp | None]
    Found: TypeAlias = tuple[Seen, Mapping[str, TagEntry] | None]


class Signing:
    """Keeps the signs of `desk` up to date, and has what shows them drawn anew."""

    def __init__(self, desk: Desk, notes: NoteList) -> None:
        self._desk = desk
        self._notes = notes
        self._pinned: Mapping[int, str] = {}
        self._entries: Mapping[str, TagEntry] = {}
        self._seen: Seen | None = None

    def pin(self, pinned: Mapping[int, str]) -> None:
        """Go by these tags of the settings; the first time the tags file is read too."""
        self._pinned = pinned
        if self._seen is None:
            self._seen, entries = self.read()
            self._entries = entries or {}
        self._update()

    async def look(self) -> None:
        """Go by the tags file of the library as it is now."""
        self.take(await asyncio.to_thread(self.read))

    def read(self) -> Found:
        """How the file stands and what is in it, None where that is known; may block."""
        path = book_path(self._desk.library.root)
        seen = path, stamp_of(path)
        if seen == self._seen:
            return seen, None
        try:
            return seen, TagBook(path).entries()
        except UnreadableSidecar:
            # The list of tags says so; colours are no reason to disturb who reads.
            return seen, None

    def take(self, found: Found) -> None:
        """Go by what was read, and draw anew what looks different then."""
        self._seen, entries = found
        if entries is not None:
            self._entries = entries
            if self._update():
                self._notes.draw_anew()
                self._desk.views.draw_anew()
                self._desk.update()

    def _update(self) -> bool:
        return self._desk.signs.update(self._entries, self._pinned)
