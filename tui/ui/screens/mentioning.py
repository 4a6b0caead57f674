"""What a note may name, and going there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.errors import PostilError
from tui.core.mentions import Known
from tui.core.state import Position

if TYPE_CHECKING:
    from tui.core.mentions import Mentionable
    from tui.ui.screens.desk import Desk


class Mentioning:
    """Knows the notes and documents of the library for those who write."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def known(self) -> Known:
        """All that can be named; runs in a thread, reads no disk."""
        return Known(self._desk.index.mentionable(self._desk.library.root))

    def follow(self, to: Mentionable) -> None:
        """Go to that document or note, with a way back."""
        self._desk.leave()
        if to.annotation is None:
            self._desk.open(to.source, None)
        else:
            self._desk.view.run_worker(self._to_note(to, to.annotation), group="link")

    async def _to_note(self, to: Mentionable, id_: int) -> None:
        try:
            session = await asyncio.to_thread(self._desk.library.session, to.source)
        except PostilError as error:
            self._desk.warn(str(error))
            return
        anchor = session.anchors.get(id_)
        block = anchor.ranges[0][0] if anchor and anchor.ranges else 0
        self._desk.open(to.source, Position(block, block, 0))
