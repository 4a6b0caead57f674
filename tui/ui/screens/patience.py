"""Keys that come while only the beginning of a document is read: at once, or when the rest is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.message import Message

from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events

    from tui.core.actions import Action
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.opening import Opening

MOVING = "Move"
"""The group of actions that need no more of a text than there is on the screen and next to it."""
APART = frozenset({"Panes", "Comfort", "Tour"})
"""The groups of actions that need no text though it is there that their keys are pressed."""
AWAY = frozenset({"go_to", "next_document", "previous_document"})


class KeysWaited(Message):
    """Keys that waited for a text may be taken now."""


class Patience:
    """Lets an action wait for the whole of a document; keys behind it wait too, Esc ends that.

    `finish` draws what an action changed and returns when what it opened is there.
    """

    def __init__(
        self,
        desk: Desk,
        opening: Opening,
        finish: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._opening = opening
        self._finish = finish
        self._called_off: asyncio.Future[None] | None = None
        self._held: list[events.Key] = []

    async def act(self, action: Action, act: Callable[[], Awaitable[None]]) -> None:
        """Do what `act` does: now, or in a worker as soon as it can be done."""
        reading = self._opening.reading
        needs_text = action.scope in ("reader", "words") and action.group not in APART
        if reading is None or not needs_text or action.id in AWAY:
            await act()
        elif action.group != MOVING or not await self._move(act):
            self._called_off = asyncio.get_running_loop().create_future()
            self._desk.say(f"still reading {self._name} …  Esc goes on without", False)
            work = self._wait(reading, self._called_off, act)
            self._desk.views.run_worker(work, group="patience")

    def holds(self, key: events.Key) -> bool:
        """Whether a key has to wait, or ended the waiting; those that wait come again."""
        if self._called_off is None and not self._held:
            return False
        if key.key == "ctrl+q":
            return False
        if key.key == "escape" and self._called_off:
            self._held.clear()
            self._called_off.set_result(None)
            self._called_off = None
        else:
            self._held.append(key)
        return True

    def release(self) -> list[events.Key]:
        """The keys that waited, in their order; they wait no longer."""
        held, self._held = self._held, []
        return held

    @property
    def _name(self) -> str:
        return clean_line(self._desk.source.name) if self._desk.source else ""

    async def _move(self, act: Callable[[], Awaitable[None]]) -> bool:
        """Move within the beginning; False, and all as before, where that is not enough."""
        text, viewport = self._desk.view.text, self._desk.viewport
        if text is None:
            return False
        before = viewport.top, viewport.cursor, viewport.seam
        await act()
        last = len(text.document.blocks) - 1
        if viewport.cursor < last and all(block < last for block, _ in viewport.rows()):
            return True
        viewport.top, viewport.cursor, viewport.seam = before
        return False

    async def _wait(
        self,
        reading: asyncio.Future[None],
        called_off: asyncio.Future[None],
        act: Callable[[], Awaitable[None]],
    ) -> None:
        await asyncio.wait({reading, called_off}, return_when=asyncio.FIRST_COMPLETED)
        if called_off.done():
            self._desk.say("", False)
            return
        try:
            # Where the text could not be read, that is what is said.
            if self._desk.session:
                await act()
            await self._finish()
        finally:
            self._called_off = None
            if self._held:
                self._desk.views.post_message(KeysWaited())
