"""One key after the other, however fast they are typed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from tui.ui.painting import paint

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

PATIENCE = 1.0
"""Seconds that a key waits for the one before."""
LOOPS = 20
"""Turns of the event loop that it waits for what that one set off, such as opening an entry."""
TOGETHER = 0.03
"""Seconds in which what several keys changed is drawn once, where they wait to be taken."""


class Turns:
    """Lets a key wait for the one before, and what keys change be drawn for many at once.

    No key is taken before `settled`. `update` draws what changed on `screen`; `place` takes over
    what the next key has to know of it.
    """

    def __init__(
        self,
        screen: Screen[Any],
        settled: asyncio.Event,
        place: Callable[[], None],
        update: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._settled = settled
        self._place = place
        self._update = update
        self._idle = asyncio.Event()
        self._idle.set()
        self.is_owed = False
        self._owed_since = 0.0

    async def wait(self) -> None:
        """Wait until the key before was done: it may have opened what the next one is meant for."""
        with contextlib.suppress(TimeoutError):
            # What was typed before there was a text is meant for it.
            for ready in (self._settled, self._idle):
                if not ready.is_set():
                    await asyncio.wait_for(ready.wait(), PATIENCE)
        for _ in range(LOOPS):
            if not any(w.message_queue_size for w in self._screen._compositor.widgets):
                break
            await asyncio.sleep(0)

    def begin(self) -> None:
        """A key is taken: the next one waits until it is `done`."""
        self._idle.clear()

    def done(self) -> None:
        """What a key opens is there: the next one may come."""
        self._idle.set()

    def update(self) -> None:
        """Draw what a key changed, where more of them wait for many at once."""
        if not self._screen.app.message_queue_size:
            self.is_owed = False
            self._update()
            return
        now = time.monotonic()
        if not self.is_owed:
            self.is_owed, self._owed_since = True, now
            self._screen.app.call_later(self._pay)
        if now - self._owed_since > TOGETHER:
            self._owed_since = now
            self._update()
        else:
            self._place()

    def _pay(self) -> None:
        if self.is_owed:
            self.is_owed = False
            self._update()
            paint(self._screen)
