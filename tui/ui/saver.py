"""Edits on their way to the disk: one save at a time, off the event loop, the last state always."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 0.05
"""Seconds from a request to the save: what was changed is painted first, not while writing."""
RETRY_AFTER = 5.0
"""Seconds until a failed save is tried again without being asked."""


class Saver:
    """Calls `flush` in a thread whenever edits wait; `report` is told of the outcome.

    `is_needed` says whether there is anything to save: no thread is waited for where there is not.

    `report("")` says that all is durable, any other text why it is not. Requests that arrive during
    a save lead to one more save.
    """

    def __init__(
        self,
        flush: Callable[[], int],
        report: Callable[[str], None],
        is_needed: Callable[[], bool],
    ) -> None:
        self._flush = flush
        self._report = report
        self._is_needed = is_needed
        self._waiting = False
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def request(self) -> None:
        """There is something to save; returns at once."""
        self._waiting = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def finish(self) -> bool:
        """Wait until everything asked for was tried once more; whether it is durable."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])
        self._waiting = False
        return await self._save()

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE)
            self._waiting = False
            # A cancelled wait must not leave a save half watched: the thread is let finish.
            saved = await asyncio.shield(asyncio.ensure_future(self._save()))
            if not saved:
                self._waiting = True
                await asyncio.sleep(RETRY_AFTER)

    async def _save(self) -> bool:
        async with self._lock:
            try:
                if self._is_needed():
                    await asyncio.to_thread(self._flush)
            except PostilError as error:
                self._report(str(error))
                return False
            # What was asked for during this save is not on the disk yet: one more save follows.
            if not self._waiting:
                self._report("")
            return True
