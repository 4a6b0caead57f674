"""What other programs do to the text and its notes while they are read here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.errors import PostilError
from tui.ui.screens.reloading import Reloading

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.session import Session
    from tui.ui.saver import Saver
    from tui.ui.screens.desk import Desk

EVERY = 0.5
"""Seconds between two looks at the open document and its sidecar."""
RETRY_EVERY = 60
"""Looks after which notes that had to be kept elsewhere are tried in their own place again."""


class Watch:
    """Looks at the open document and its sidecar, and takes over what changed there."""

    def __init__(self, desk: Desk, saver: Saver, listed: Callable[[Session], None]) -> None:
        self._desk = desk
        self._saver = saver
        self._reloading = Reloading(desk, listed)
        self._looks = 0
        self._looking = False
        self._problem = ""

    def start(self) -> None:
        """Begin to look, until the view is gone."""
        self._desk.view.set_interval(EVERY, self._tick)

    def _tick(self) -> None:
        session = self._desk.view.session
        # A disk that takes its time to answer is not asked twice at once.
        if session and not self._looking:
            self._looking = True
            self._desk.view.run_worker(self._look(session), group="watch")

    async def _look(self, session: Session) -> None:
        try:
            if not session.problem:
                await self._take_over(session)
            await self._reloading.look(session)
        finally:
            self._looking = False

    async def _take_over(self, session: Session) -> None:
        self._looks += 1
        if session.sidecar.fallback and self._looks % RETRY_EVERY == 0:
            self._saver.request()
        try:
            news = await asyncio.to_thread(session.news)
        except PostilError as error:
            self._say(str(error))
            return
        self._problem = ""
        if news.rows:
            self._desk.library.absorb(session.source, news)
            self._desk.say("the notes were changed by another program", False)
            self._desk.update()
        for problem in news.problems:
            self._say(problem)

    def _say(self, problem: str) -> None:
        """Once, not at every look."""
        if problem != self._problem:
            self._problem = problem
            # The store knows no keys; the reader needs the one that leads there.
            there = self._desk.keymap.told("see {trash}")
            self._desk.warn(problem.replace("see the trash", there))
