"""The tour: sees what a reader does, and shows the next step when one was done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.steps import STEPS, Happened, Progress, progress_at
from tui.core.tour import keep_reached, reached, tour_folder
from tui.ui.widgets.tour_strip import TourStrip

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.edits import Edit
    from tui.ui.screens.desk import Desk

KEYS = "{tour_skip} skip · {tour_leave} leave"
END = "{tour_leave} close"


class Touring:
    """The actions of the tour; it goes on while the library is the tour's own folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.strip = TourStrip()
        self._folder = tour_folder(desk.state.places).absolute()
        self._action = ""
        self._shown = desk.keymap
        self._begun = False
        self._progress: Progress | None = None
        self._writing = asyncio.Lock()
        desk.library.subscribe(self._edited)

    def invoked(self, action_id: str) -> None:
        """An action is about to be done."""
        self._action = action_id
        self._saw(Happened(action_id))

    def arrived(self) -> None:
        """The reader is at another place; if it is the first one in the tour, that begins."""
        if not self._begun and self._desk.library.root == self._folder:
            self._begun = True
            self._desk.view.run_worker(self._begin(), group="tour")
        self._saw(Happened(self._action, arrived=True))

    def action_tour_skip(self, count: int | None, argument: str) -> None:
        """The next step, whether this one was done or not."""
        if self._progress is None:
            self._desk.say("this is not the tour: postil tour opens it", False)
        elif self._progress.last:
            self._leave()
        else:
            self._go(self._progress.on())

    def action_tour_leave(self, count: int | None, argument: str) -> None:
        """No tour any more, only the reader."""
        if self._progress is None:
            self._desk.say("this is not the tour: postil tour opens it", False)
        else:
            self._leave()

    def _edited(self, edit: Edit, _: dict[Path, set[int]]) -> None:
        if not edit.foreign:
            self._saw(Happened(self._action, edit))

    def _saw(self, happened: Happened) -> None:
        if self._progress:
            following = self._progress.after(happened)
            if following != self._progress:
                self._go(following)
            elif self._shown is not self._desk.keymap:
                self._show()

    def _leave(self) -> None:
        again = "begins anew" if self._progress and self._progress.last else "goes on from here"
        self._progress = None
        self._show()
        self._desk.say(f"left the tour · postil tour {again}", False)

    def _go(self, progress: Progress) -> None:
        self._progress = progress
        self._show()
        self._desk.view.run_worker(self._keep(), group="tour")

    def _show(self) -> None:
        progress, keymap = self._progress, self._desk.keymap
        self._shown = keymap
        if progress is None:
            self.strip.show((), 0, "")
        else:
            steps = [Progress(at).told(keymap) for at in range(len(STEPS))]
            self.strip.show(steps, progress.at, keymap.told(END if progress.last else KEYS))

    async def _begin(self) -> None:
        at = await asyncio.to_thread(reached, self._desk.state.places)
        self._progress = progress_at(at)
        self._show()

    async def _keep(self) -> None:
        """Store the step reached, one after the other; after the last the tour begins anew."""
        async with self._writing:
            progress = self._progress
            if progress:
                at = "" if progress.last else progress.step.id
                await asyncio.to_thread(keep_reached, self._desk.state.places, at)
