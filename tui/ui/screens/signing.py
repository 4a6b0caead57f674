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

    from tui.core.config import Stamp
    from tui.core.store.tag_entry import TagEntry
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.note_list import NoteList


class Signing:
    """Keeps the signs of `desk` up to date, and has what shows them drawn anew."""

    def __init__(self, desk: Desk, notes: NoteList) -> None:
        self._desk = desk
        self._notes = notes
        self._pinned: Mapping[int, str] = {}
        self._entries: Mapping[str, TagEntry] = {}
        self._seen: tuple[Path, Stamp | None] | None = None

    def pin(self, pinned: Mapping[int, str]) -> None:
        """Go by these tags of the settings; the first time the tags file is read too."""
        self._pinned = pinned
        if self._seen is None:
            self._take(self._read())
        else:
            self._update()

    async def look(self) -> None:
        """Read the tags file of the library if it is another one than before."""
        found = await asyncio.to_thread(self._read)
        if self._take(found):
            self._notes.draw_anew()
            self._desk.views.draw_anew()
            self._desk.update()

    def _read(self) -> tuple[tuple[Path, Stamp | None], Mapping[str, TagEntry] | None]:
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

    def _take(self, found: tuple[tuple[Path, Stamp | None], Mapping[str, TagEntry] | None]) -> bool:
        self._seen, entries = found
        self._entries = self._entries if entries is None else entries
        return self._update()

    def _update(self) -> bool:
        return self._desk.signs.update(self._entries, self._pinned)
