"""What other programs do to texts, notes and settings while they are in use here."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING

from tui.core.config import config_file
from tui.core.documents.source import signature
from tui.core.errors import PostilError
from tui.core.paths import real
from tui.core.store.sidecar import News
from tui.core.store.tagbook import book_path
from tui.ui.screens.reloading import LATER

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.documents.source import Signature
    from tui.core.session import Session
    from tui.core.watcher import Watcher
    from tui.ui.saver import Saver
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.filling import Filling
    from tui.ui.screens.reloading import Reloading
    from tui.ui.screens.tuning import Tuning


class Watch:
    """Hears of changes on the disk, and has taken over what concerns the screen."""

    def __init__(
        self,
        desk: Desk,
        saver: Saver,
        reloading: Reloading,
        filling: Filling,
        tuning: Tuning,
    ) -> None:
        self._desk = desk
        self._saver = saver
        desk.save = saver.finish
        self._reloading = reloading
        self._filling = filling
        self._tuning = tuning
        self._shown: list[Session] = []
        self._root = desk.library.root
        # The settings and what is said of tags; what is or was shown, and what it is a link to.
        self._own: set[Path] = set()
        self._open: set[Path] = set()
        self._looking = self._again = False
        self._problems: dict[Path, str] = {}
        self._watcher: Watcher | None = None
        desk.look = self.look

    async def begin(self, ready: asyncio.Event) -> None:
        """`start` as soon as the first text stands there."""
        await ready.wait()
        self.start()

    def start(self) -> None:
        """Begin to hear, until `stop`."""
        from tui.core.watcher import Watcher

        loop, context = asyncio.get_running_loop(), copy_context()

        def tell(changed: frozenset[Path] | None) -> None:
            # Where there is nobody any more, nobody needs to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self.heard, changed, context=context)

        library = self._desk.library
        self._watcher = Watcher(self._files, library.folders, tell)
        self._watcher.start()

    def stop(self) -> None:
        """Hear no more, and let the index go."""
        self._filling.stop()
        if self._watcher:
            self._watcher.stop()

    def wait(self) -> None:
        """Wait until nothing is heard any more."""
        if self._watcher:
            self._watcher.wait()

    def heard(self, changed: frozenset[Path] | None) -> None:
        """These files changed; any of them, perhaps, if it is None, and none that is known of."""
        own, sessions = self._own, self._desk.library.sessions()
        if not changed or not own.isdisjoint(changed):
            self._tuning.look()
        open_here = self._open.union(*((one.source, one.sidecar.path) for one in sessions))
        if not changed or not open_here.isdisjoint(changed):
            self.look()
        if not changed and any(one.sidecar.fallback for one in sessions):
            # Notes that had to be kept elsewhere are tried in their own place again.
            self._saver.request()
        # The index is told of what is open here, and of what is saved here, without the disk.
        others = None if changed is None else changed - open_here - own
        if others or others is None:
            self._filling.catch_up(others)

    def focused(self) -> None:
        """The reader is back, perhaps from another program."""
        self.look()
        if self._watcher and not self._watcher.sees_all:
            self._filling.catch_up(None, asked=True)

    def look(self) -> None:
        """Look at the documents in view and their sidecars."""
        shown, root = self._desk.views.sessions(), self._desk.library.root
        if self._watcher and (shown, root) != (self._shown, self._root):
            self._watcher.renew(folders=root != self._root)
        self._shown, self._root = shown, root
        # A disk that takes its time to answer is not asked twice at once.
        self._again = self._looking
        if shown and not self._looking:
            self._looking = True
            self._desk.begin(self._look, "watch")

    async def _look(self) -> None:
        waits = [0.0]
        try:
            for session, news, stands in await asyncio.to_thread(_looked_at, self._shown):
                if self._desk.is_working:
                    # What is being worked out is of the notes as they are.
                    waits.append(LATER)
                    continue
                self._take_over(session, news)
                waits.append(await self._reloading.look(session, stands))
        finally:
            self._looking = False
        soon = min(filter(None, waits), default=0.0)
        if self._again:
            self.look()
        elif soon and self._desk.views.is_attached:
            self._desk.views.set_timer(soon, self.look)

    def _files(self) -> set[Path]:
        """All that is to be told of, wherever it is; runs in a thread, as it asks the disk."""
        desk = self._desk
        self._own = {config_file(desk.state.places.config), book_path(desk.library.root)}
        self._open = self._open.union(*map(_files_of, self._shown))
        return self._own.union(*map(_files_of, self._shown))

    def _take_over(self, session: Session, news: News | PostilError) -> None:
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


def _files_of(session: Session) -> set[Path]:
    """The source, what it is a link to, and its notes."""
    return {session.source, real(session.source), session.sidecar.path}


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
