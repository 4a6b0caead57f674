"""Actions that cannot be done at once: keys wait, and the screen does not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message

from tui.core.errors import PostilError
from tui.core.text import clean_line
from tui.ui.screens.sparing import sparing_keys
from tui.ui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events

    from tui.core.actions import Action
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.opening import Opening

T = TypeVar("T")
MOVING = "Move"
"""The group of actions that need no more of a text than there is on the screen and next to it."""
APART = frozenset({"Panes", "Comfort", "Tour"})
"""The groups of actions that need no text though it is there that their keys are pressed."""
AGAIN = frozenset({"split_below", "split_beside"})
"""Those among them that show the text once more."""
AWAY = frozenset({"go_to", "next_document", "previous_document"})


class KeysWaited(Message):
    """Keys that waited for a text may be taken now."""


class Patience:
    """Lets an action wait for a document, or for its own work; keys behind it wait, Esc ends that.

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
        desk.work = self.work

    async def act(self, action: Action, act: Callable[[], Awaitable[None]]) -> None:
        """Do what `act` does: now, or in a worker as soon as it can be done."""
        reading = self._opening.reading
        apart = action.scope not in ("reader", "words") or action.group in APART
        if reading is None or (apart and action.id not in AGAIN) or action.id in AWAY:
            await act()
        elif action.group != MOVING or not await self._move(act):
            self._hold(f"still reading {self._name}", reading, act)

    def work(self, what: str, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do long `work` in a thread, and `then` with what it returns; says `what` meanwhile.

        A `PostilError` that it raises is said instead.
        """

        def apart() -> T:
            with sparing_keys():
                return work()

        done = asyncio.ensure_future(asyncio.to_thread(apart))
        session = self._desk.session

        async def act() -> None:
            try:
                result = await done
            except PostilError as error:
                self._desk.warn(str(error))
                return
            # With the mouse another document may have been opened.
            if self._desk.session is session:
                then(result)

        self._desk.is_working = True
        self._hold(what, done, act)

    def holds(self, key: events.Key) -> bool:
        """Whether a key has to wait, or ended the waiting; those that wait come again."""
        if self._called_off is None and not self._held:
            return key.key == "escape" and self._is_free and self._opening.stop()
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
    def _is_free(self) -> bool:
        """Whether Esc has nothing to close."""
        views = self._desk.views
        return views.app.screen is views.screen and not isinstance(views.screen.focused, FindBar)

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

    def _hold(
        self, what: str, ready: asyncio.Future[Any], act: Callable[[], Awaitable[None]]
    ) -> None:
        called_off = self._called_off = asyncio.get_running_loop().create_future()
        self._desk.say(f"{what} …  Esc goes on without", False)
        work = self._wait(ready, called_off, act)
        self._desk.views.run_worker(work, group="patience")

    async def _wait(
        self,
        ready: asyncio.Future[Any],
        called_off: asyncio.Future[None],
        act: Callable[[], Awaitable[None]],
    ) -> None:
        await asyncio.wait({ready, called_off}, return_when=asyncio.FIRST_COMPLETED)
        try:
            if called_off.done():
                self._desk.say("", False)
                return
            # Where the text could not be read, that is what is said.
            if self._desk.session:
                self._desk.say("", False)
                await act()
            await self._finish()
        finally:
            # What was done may be followed by more that takes long.
            if self._called_off in (called_off, None):
                self._desk.is_working = False
                self._called_off = None
                if self._held:
                    self._desk.views.post_message(KeysWaited())
