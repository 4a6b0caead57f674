"""Which texts are taken into an index when, and whether in this process or in one of its own."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from tui.core.search.fts.apart import Apart
from tui.core.search.fts.database import about_file
from tui.core.search.shelf import CAPACITY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui.core.search.fts.engine import Engine
    from tui.core.search.fts.store import Cancelled, Store

MUCH = 1_000_000
"""Bytes of texts for which a process is started: that takes as long as to take in 0.7 MB, and a
tenth of a second in which keys share Python's lock with that is not noticed."""
WAIT = 3.0
"""Seconds before large texts are taken in: one that was opened for a glance need not be."""
SHARE = 0.1
"""Of the time at most that goes into a large text, which may be written to over and over."""


class Stale(NamedTuple):
    """Texts that are not in the index; the `large` ones will be looked for last."""

    small: list[Path]
    large: list[Path]


class Taking:
    """Takes the texts of `engine` into `store`.

    If `is_apart`, much work is done by a process of its own, and what is large later, in a thread:
    `failed` is told what went wrong there.
    """

    def __init__(
        self, engine: Engine, store: Store, is_apart: bool, failed: Callable[[Exception], None]
    ) -> None:
        self._engine = engine
        self._store = store
        self._apart = Apart(store) if is_apart else None
        self._failed = failed
        self._wanted = threading.Event()
        self._due: dict[Path, float] = {}
        self._at_large = threading.Lock()

    def stale(self) -> Stale:
        """What is to be taken in."""
        stale = self._engine.stale()
        large = {source for source in stale if _size(source) > CAPACITY}
        return Stale([source for source in stale if source not in large], sorted(large))

    def take(
        self, sources: list[Path], cancelled: Cancelled, *, is_last: bool = False
    ) -> Iterator[list[Path]]:
        """Take them in; yields those that are done. `is_last` is as in `Apart`."""
        if self._apart and sum(map(_size, sources)) >= MUCH:
            texts = self._apart.take_texts(sources, cancelled, is_last=is_last)
        else:
            texts = self._store.take_texts(sources, cancelled)
        return self._engine.take_texts(texts)

    def take_large(self, large: list[Path], cancelled: Cancelled) -> None:
        """Take them in: in a moment, or at once where somebody searches, but not all the time.

        One that was taken in just now is left for another call.
        """
        if not self._apart:
            self._take_all(large, cancelled)
            return
        now = time.monotonic()
        due = [source for source in large if self._due.get(source, now) <= now]
        if due and not self._at_large.locked():
            work = self._later, (due, cancelled)
            threading.Thread(None, work[0], "large texts", work[1], daemon=True).start()

    def hurry(self) -> None:
        """Somebody searches."""
        self._wanted.set()

    def _later(self, large: list[Path], cancelled: Cancelled) -> None:
        try:
            with self._at_large:
                self._wanted.wait(WAIT)
                if not cancelled():
                    begun = time.monotonic()
                    self._take_all(large, cancelled)
                    now = time.monotonic()
                    self._due |= dict.fromkeys(large, now + (now - begun) / SHARE)
        except (sqlite3.Error, OSError) as error:
            self._engine.give_up(large)
            self._failed(error)

    def _take_all(self, sources: list[Path], cancelled: Cancelled) -> None:
        for _ in self.take(sources, cancelled, is_last=True):
            pass


def _size(source: Path) -> int:
    about = about_file(source)
    return about.st_size if about else 0
