"""What other programs do to the text and its notes while they are read here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.documents.source import signature
from tui.core.errors import PostilError
from tui.core.store.sidecar import News
from tui.ui.screens.reloading import Reloading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.documents.source import Signature
    from tui.core.jumps import Spot
    from tui.core.session import Session
    from tui.ui.saver import Saver
    from tui.ui.screens.desk import Desk

EVERY = 0.5
"""Seconds between two looks at the documents in view and their sidecars."""
STILL, SELDOM = 60, 4
"""Looks at one place after which nobody seems to read: then only each fourth is done."""
RETRY_EVERY = 60
"""Looks after which notes that had to be kept elsewhere are tried in their own place again."""


class Watch:
    """Looks at the documents in view and their sidecars, and takes over what changed there."""

    def __init__(self, desk: Desk, saver: Saver, listed: Callable[[Session], None]) -> None:
        self._desk = desk
        self._saver = saver
        desk.save = saver.finish
        self.reloading = Reloading(desk, listed)
        self._looks = 0
        self._looking = False
        self._spot: Spot | None = None
        self._still = 0
        self._problems: dict[Path, str] = {}

    def start(self) -> None:
        """Begin to look, until the view is gone."""
        self._desk.views.set_interval(EVERY, self._tick)

    def _tick(self) -> None:
        spot = self._desk.spot()
        self._still = self._still + 1 if spot == self._spot else 0
        self._spot = spot
        if self._still > STILL and self._still % SELDOM:
            return
        sessions = self._desk.views.sessions()
        # A disk that takes its time to answer is not asked twice at once.
        if sessions and not self._looking:
            self._looking = True
            self._desk.views.run_worker(self._look(sessions), group="watch")

    async def _look(self, sessions: list[Session]) -> None:
        try:
            self._looks += 1
            # In one go: it is done twice a second, and starting a thread costs more than a look.
            for session, news, stands in await asyncio.to_thread(_looked_at, sessions):
                self._take_over(session, news)
                await self.reloading.look(session, stands)
        finally:
            self._looking = False

    def _take_over(self, session: Session, news: News | PostilError) -> None:
        if session.sidecar.fallback and self._looks % RETRY_EVERY == 0:
            self._saver.request()
        if isinstance(news, PostilError):
            self._say(session, str(news))
            return
        self._problems.pop(session.source, None)
        if news.rows:
            self._desk.library.absorb(session.source, news)
            self._desk.say("the notes were changed by another program", False)
            self._desk.update()
        for problem in news.problems:
            self._say(session, problem)

    def _say(self, session: Session, problem: str) -> None:
        """Once, not at every look."""
        if problem != self._problems.get(session.source):
            self._problems[session.source] = problem
            # The store knows no keys; the reader needs the one that leads there.
            there = self._desk.keymap.told("see {trash}")
            self._desk.warn(problem.replace("see the trash", there))


def _looked_at(
    sessions: list[Session],
) -> list[tuple[Session, News | PostilError, Signature | None]]:
    """What is new in the notes of each, and how its source stands; runs in a thread."""
    return [(session, _news(session), signature(session.source)) for session in sessions]


def _news(session: Session) -> News | PostilError:
    try:
        return News({}) if session.problem else session.news()
    except PostilError as error:
        return error
