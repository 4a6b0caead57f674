"""The opening of a document that takes long: told in the status row, and given up by a key."""

from __future__ import annotations

import asyncio
from itertools import cycle
from typing import TYPE_CHECKING

from tui.core.text import clean_line
from tui.core.work import Ended

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.session import Session
    from tui.ui.screens.desk import Desk

BLINK = 0.3
"""Seconds after which a reader is told that something takes long."""
EVERY = 0.2
"""Seconds between two looks at how far it is."""
MARKS = ("·  ", "·· ", "···")
"""What moves where it is not known how far it is."""


class Progress:
    """Tells of one opening until `stop`; `is_told` says whether it did."""

    def __init__(self, desk: Desk, source: Path) -> None:
        self.source = source
        self.is_told = False
        self._desk = desk
        self._marks = cycle(MARKS)
        self._given_up = asyncio.get_running_loop().create_future()
        self._timer = desk.views.set_timer(BLINK, self._begin)

    def stop(self) -> None:
        """Tell nothing more."""
        self.is_told = False
        self._timer.stop()

    def give_up(self) -> None:
        """Nobody waits for it any more: `session` raises `Ended`."""
        self.stop()
        self._desk.library.stop(self.source)
        if not self._given_up.done():
            self._given_up.set_result(None)

    async def session(self) -> Session:
        """The session of the source; raises `UnreadableDocument` and `Ended`, that at once."""
        library = self._desk.library
        reading = asyncio.ensure_future(asyncio.to_thread(library.session, self.source))
        # What goes wrong where nobody waits any more is nobody's business.
        reading.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait({reading, self._given_up}, return_when=asyncio.FIRST_COMPLETED)
        if self._given_up.done():
            raise Ended
        return reading.result()

    def _begin(self) -> None:
        self._timer = self._desk.views.set_interval(EVERY, self._tell)
        self._tell()

    def _tell(self) -> None:
        self.is_told = True
        told = self._desk.library.told(self.source) or next(self._marks)
        self._desk.progress(f"opening {clean_line(self.source.name)} · {told} · Esc stops")
