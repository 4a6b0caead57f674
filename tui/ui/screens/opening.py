"""Opening documents and the library without making a key wait."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from contextlib import nullcontext
from typing import TYPE_CHECKING

from tui.core.errors import PostilError
from tui.core.jumps import Spot
from tui.core.reading import is_near_beginning, percent
from tui.core.state import Position, stamp_of
from tui.core.text import clean_line
from tui.core.tour import prepare_tour
from tui.core.work import Ended
from tui.ui.screens.arranging import Arranging
from tui.ui.screens.filling import Filling
from tui.ui.screens.progress import Progress
from tui.ui.screens.sparing import sparing_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.session import Session
    from tui.core.state import Stamp
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.document_view import DocumentView
    from tui.ui.widgets.library_tree import LibraryTree

REMEMBER_EVERY = 5.0
"""Seconds between two times that the place is stored, if it is another."""


class Opening:
    """Reads sources and sidecars in threads; `shown` is called with each session put on the desk.

    The latest wish wins: a document that arrives after another was asked for is not shown. What
    the library holds is looked at only when the first text stands on the screen.
    """

    def __init__(self, desk: Desk, shown: Callable[[Session], None], tree: LibraryTree) -> None:
        self._desk = desk
        self._shown = shown
        self._tree = tree
        self._arranging = Arranging(desk)
        self._empty = False
        self._kept: Spot | None = None
        # Of each source as it was when its session read it: sessions are kept.
        self._stamps: dict[Path, Stamp | None] = {}
        self._reading: dict[DocumentView, asyncio.Future[None]] = {}
        self._progress: dict[DocumentView, Progress] = {}
        self.settled = asyncio.Event()
        """Set when the first text stands there, or it is clear that there will be none."""
        self.read = asyncio.Event()
        """Set when it was read to its end too."""
        self.filling = Filling(desk, tree)
        self.complete = self.filling.complete
        """Set when the panes show what the library holds."""

    def start(self, first: Path | None) -> None:
        """Open `first`, else what was read last here, else the first source; then the library."""
        library = self._desk.library
        session = library.opened(first) if first else None
        if session:
            # Opened while the screen library loaded: the first frame has the text.
            self._desk.source = first
            self._stamps[session.source] = stamp_of(session.source)
            self.show(self._desk.view, session, self._desk.state.position(session.source))
        elif first:
            self._desk.source = first
            with contextlib.suppress(PostilError):
                # That it cannot be read is met again below.
                beginning = library.beginning(first)
                self._begin(self._desk.view, beginning, self._desk.state.position(first))
            self.open(first, None)
        views = self._desk.views
        views.run_worker(self._start(first), group="library")
        views.set_interval(
            REMEMBER_EVERY, lambda: views.run_worker(self.keep_place(), group="place")
        )

    def open(self, source: Path, position: Position | None) -> None:
        """Open `source` in the current view, where it was left unless a position is given."""
        self._open_in(self._desk.view, source, position)

    @property
    def is_filled(self) -> bool:
        """Whether the panes stand there as they will."""
        return self.complete.is_set() or self._desk.catalogue.is_known

    @property
    def reading(self) -> asyncio.Future[None] | None:
        """What is done when the current view, if it has no text to act on yet, has one."""
        return None if self._desk.session else self._reading.get(self._desk.view)

    def show(self, view: DocumentView, session: Session, position: Position | None) -> None:
        """Put a session into a view."""
        view.show(session, position or Position(), self._desk.timing.byline(session.document))
        self._desk.views.retitle()
        if view is self._desk.view:
            self._shown(session)
        view.call_after_refresh(self._settle, session)

    def remember(self) -> None:
        """Store where the open documents are left, the current one as the latest."""
        current = self._desk.view
        for view in (*(one for one in self._desk.views.all if one is not current), current):
            self._remember_view(view)
        tiling = self._arranging.changed()
        if tiling:
            self._arranging.keep(tiling)

    async def keep_place(self) -> None:
        """Store it now and then too: a program may end without being asked."""
        spot = self._desk.spot()
        if self._desk.timing.is_new:
            await asyncio.to_thread(self._desk.timing.keep)
        if spot and spot != self._kept:
            self._kept = spot
            await asyncio.to_thread(self._remember, spot, self._percent())
            if self._desk.session:
                await asyncio.to_thread(self._desk.session.get_ready)
        tiling = self._arranging.changed()
        if tiling:
            await asyncio.to_thread(self._arranging.keep, tiling)

    def _open_in(self, view: DocumentView, source: Path, position: Position | None) -> None:
        if view is self._desk.view:
            self._desk.source = source
        view.run_worker(self._load(view, source, position), group="open", exclusive=True)

    def _remember_view(self, view: DocumentView) -> None:
        text = view.text
        if text:
            share = percent(text.document, view.viewport.cursor)
            self._remember(Spot(text.source, view.position), share)

    def _remember(self, spot: Spot, percent: int | None) -> None:
        stamp = self._stamps.get(spot.source)
        self._desk.state.remember(spot.source, spot.position, percent, stamp)

    def _percent(self) -> int | None:
        session = self._desk.session
        return percent(session.document, self._desk.viewport.cursor) if session else None

    def tour(self) -> None:
        """Open the tour, if there is nothing else to read here."""
        if self._empty:
            self._desk.views.run_worker(self._tour(), group="library")

    async def _start(self, first: Path | None) -> None:
        library = self._desk.library
        sources = await asyncio.to_thread(library.sources)
        self._tree.sort(await asyncio.to_thread(self._desk.state.order))
        await self.filling.show(sources)
        self._empty = not sources and not first
        if self._empty:
            self._desk.view.notice(
                f"There is nothing to read in {clean_line(str(library.root))}.",
                "",
                "Postil opens plain text, Markdown, HTML, EPUB, DOCX and PDF.",
                "",
                self._desk.keymap.told("{follow} opens the tour · {quit} quits"),
            )
            _tidy()
            self.settled.set()
            self.read.set()
            self.complete.set()
            await asyncio.to_thread(lambda: [*self._desk.index.refresh([], lambda: False)])
            return
        there = {} if first else await self._arranging.restore()
        for view, shown in there.items():
            self._open_in(view, shown.source, shown.position)
        if not first and not there:
            last = await asyncio.to_thread(self._desk.state.last_read, sources)
            if last:
                self.open(last, None)
        await self.read.wait()
        _tidy()
        self.filling.start()

    def stop(self) -> bool:
        """Give up what is told to take long in the current view; whether there was anything."""
        progress = self._progress.get(self._desk.view)
        if progress is None or not progress.is_told:
            return False
        progress.give_up()
        return True

    async def _load(self, view: DocumentView, source: Path, position: Position | None) -> None:
        progress = self._progress[view] = Progress(self._desk, source)
        before = view.session
        done = self._reading[view] = asyncio.get_running_loop().create_future()
        try:
            left_at = position or await asyncio.to_thread(self._desk.state.position, source)
            begun = not view.session and view.text is not None and view.text.source == source
            if position or not begun:
                beginning = await asyncio.to_thread(self._desk.library.beginning, source)
                begun = self._begin(view, beginning, left_at)
            if begun:
                progress.stop()
                await self.settled.wait()
            stamp = await asyncio.to_thread(stamp_of, source)
            with sparing_keys() if view.session is None else nullcontext():
                session = await progress.session()
            self._stamps.setdefault(source, stamp)
        except PostilError as error:
            self._desk.warn(str(error))
            self._stay(view, before, self._desk.near(str(error)).split(": ", 1))
            return
        except Ended:
            said = f"{clean_line(source.name)} was not opened"
            self._desk.say(said, False)
            self._stay(view, before, [said])
            if before and view is self._desk.view:
                self._desk.source = before.source
            return
        except asyncio.CancelledError:
            # Another document is wanted in its place.
            progress.give_up()
            raise
        finally:
            self._end(view, progress, done)
        self._remember_view(view)
        self._desk.say("", False)
        self.show(view, session, view.position if begun else left_at)

    def _stay(self, view: DocumentView, before: Session | None, lines: list[str]) -> None:
        """Nothing was opened: what was there is there; a view without a text says why, or goes."""
        if before is None and len(self._desk.views.all) > 1:
            # Not from here: it would wait for this worker, which is the view's own.
            self._desk.views.run_worker(self._desk.views.close(view), group="views")
        elif view.session is None:
            view.notice(*lines)

    def _end(self, view: DocumentView, progress: Progress, done: asyncio.Future[None]) -> None:
        progress.stop()
        self._desk.views.call_after_refresh(self._settled)
        if self._reading.get(view) is done:
            del self._reading[view]
        if self._progress.get(view) is progress:
            del self._progress[view]
        # What waits for this goes on when the text stands there.
        asyncio.get_running_loop().call_soon(done.set_result, None)

    def _begin(self, view: DocumentView, text: Session | None, position: Position | None) -> bool:
        """Show the beginning of a long document, if it was left there."""
        place = position or Position()
        begun = text and is_near_beginning(text.document, place)
        if text and begun:
            self._remember_view(view)
            view.show(text, place, self._desk.timing.byline(text.document))
            self._desk.views.retitle()
            self._desk.update()
            view.call_after_refresh(self.settled.set)
        return bool(begun)

    def _settled(self) -> None:
        self.settled.set()
        self.read.set()

    def _settle(self, session: Session) -> None:
        """The text is on the screen: now what may wait for that."""
        self._settled()
        self._desk.look()
        # What annotations were found in a changed text is kept, for when it changes again.
        self._desk.views.run_worker(session.keep_changed_text, group="end", thread=True)

    async def _tour(self) -> None:
        try:
            folder = await asyncio.to_thread(prepare_tour, self._desk.state.places)
        except PostilError as error:
            self._desk.warn(str(error))
            return
        self._desk.library.move_to(folder)
        await self._start(None)


def _tidy() -> None:
    """Spare every collection the modules and the document: they are here to stay.

    The little garbage among them stays too: to look for it would halt the first keys.
    """
    gc.freeze()
    gc.enable()
