"""What the index and the library pane hold: taken in behind the first text, and when it changes."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from typing import TYPE_CHECKING, TypeVar

from tui.core.catalogue import catalogued
from tui.core.store.keeping import is_sidecar
from tui.ui.screens.sparing import giving_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.search.hits import Entry
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.library_tree import LibraryTree

T = TypeVar("T")
TELL_EVERY = 0.05
"""Seconds after which the library pane is told what was found out meanwhile."""
PAUSE, SHARE = 1.0, 0.1
"""Seconds between two runs at least, and the share of a processor that goes into them where other
programs changed something, at most."""
IDLE_PAUSE, IDLE_SHARE = 30.0, 0.005
"""The same where they may have."""


class Filling:
    """Takes in what is on the disk, in a thread and once at a time."""

    def __init__(self, desk: Desk, tree: LibraryTree) -> None:
        self._desk = desk
        self._tree = tree
        self._at_work = self._over = False
        self._due = self._idle_due = 0.0
        # None is any of them, perhaps.
        self._changed: set[Path] | None = set()
        self.complete = asyncio.Event()
        """Set when the panes show what the library holds."""

    async def show(self, sources: list[Path]) -> None:
        """Show the sources that the library has now, of which nothing may be known yet."""
        root = self._desk.library.root
        self._desk.sources[:] = sources
        self._desk.catalogue.put(await asyncio.to_thread(catalogued, root, sources))
        self._tree.show(root)

    def start(self) -> None:
        """Take in every sidecar and title, bit by bit, as soon as it may be."""
        views = self._desk.views
        self._over = False
        if self._at_work or not views.is_attached:
            return
        self._at_work = True
        wait = self._due - time.monotonic()
        if wait > 0:
            views.set_timer(wait, self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        self._desk.begin(self._work, "index")

    def stop(self) -> None:
        """Let go as soon as nothing is half done."""
        self._over = True

    def catch_up(self, changed: frozenset[Path] | None, *, asked: bool = False) -> None:
        """Other programs changed these files of the library; None is any of them, perhaps.

        That is looked at seldom, unless it is `asked` for.
        """
        if changed is not None and self._changed is not None:
            self._changed |= changed
        elif changed is not None or asked or self._is_idle:
            self._changed = None
        # The first time is for the opening to begin, when the text stands there.
        if self._changed != set() and self.complete.is_set():
            self.start()

    @property
    def _is_idle(self) -> bool:
        """Whether it was looked at long ago; the first time is about to be."""
        return bool(self._due) and time.monotonic() >= self._idle_due

    async def _work(self) -> None:
        try:
            changed, self._changed = self._changed, set()
            listed = await asyncio.to_thread(_timed, self._sources, changed)
            if listed[0] != self._desk.sources:
                await self.show(listed[0])
            taken = await asyncio.to_thread(_timed, self._take_in)
            self._pause(listed[1] + taken[1])
        finally:
            self._at_work = False
        if self._changed != set():
            self.start()

    def _pause(self, took: float) -> None:
        """After so many seconds of work; the first says nothing of how long others take."""
        now = time.monotonic()
        if self._due:
            self._due = now + max(PAUSE, took / SHARE)
            self._idle_due = now + max(IDLE_PAUSE, took / IDLE_SHARE)
        else:
            self._due, self._idle_due = now + PAUSE, now + IDLE_PAUSE

    def _sources(self, changed: set[Path] | None) -> list[Path]:
        """Those of the library now, if `changed` files may make them others; runs in a thread."""
        known = self._desk.sources
        if changed is None or any((file in known) != file.exists() for file in _sources(changed)):
            return self._desk.library.sources()
        return known

    def _take_in(self) -> None:
        """Runs in a thread: how sources were left, then every sidecar and title."""
        views, tree = self._desk.views, self._tree
        call = views.app.call_from_thread
        call(tree.recall, self._desk.state.readings(self._desk.sources))
        known: list[Entry] = []
        told = time.monotonic()
        sources = self._desk.sources
        with giving_way():
            entries = self._desk.index.refresh(sources, lambda: self._over or not views.is_attached)
            for entry in entries:
                known.append(entry)
                if time.monotonic() - told > TELL_EVERY:
                    call(self._learn, known)
                    known, told = [], time.monotonic()
                    # What was read stays: looking through it over and over halts the keys.
                    gc.freeze()
        if views.is_attached:
            call(self._learn_last, known)

    def _learn_last(self, known: list[Entry]) -> None:
        self._learn(known)
        self.complete.set()

    def _learn(self, known: list[Entry]) -> None:
        self._tree.learn(known)
        # What is open was perhaps annotated since it was looked at.
        for session in self._desk.library.sessions():
            self._tree.recount(session.source, len(session.annotations))


def _sources(changed: set[Path]) -> list[Path]:
    return [file for file in changed if not is_sidecar(file)]


def _timed(work: Callable[..., T], *arguments: object) -> tuple[T, float]:
    """What `work` returns, and the seconds of the processor that it took here and in children."""
    begun = _used(), time.monotonic()
    found = work(*arguments)
    # Children of others may have ended meanwhile: it cannot have taken longer than it lasted.
    return found, min(_used() - begun[0], time.monotonic() - begun[1])


def _used() -> float:
    times = os.times()
    return time.thread_time() + times.children_user + times.children_system
