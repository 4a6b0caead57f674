"""The index that is kept on the disk; while it cannot be had, lists are read through instead."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.core.edits import Edit
from tui.core.search.fts.database import GoneError
from tui.core.search.fts.engine import Engine
from tui.core.search.fts.housekeeping import mark_used, remove_unneeded
from tui.core.search.fts.taking import Taking
from tui.core.search.grouping import grouped
from tui.core.search.guessing import Guess
from tui.core.search.hits import Entry, Hit, Looked
from tui.core.search.index import ScanIndex
from tui.core.search.mentioning import known_of
from tui.core.search.opening import Opening
from tui.core.search.query.tree import Is, Query
from tui.core.search.scan import Scan
from tui.core.search.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.core.mentions import Mentionable
    from tui.core.model import Annotation, Document
    from tui.core.search.fts.store import Store
    from tui.core.search.scan import Cancelled
    from tui.core.search.shelf import Borrow
    from tui.core.search.tag_report import TagReport
    from tui.core.search.uses import TagUse
    from tui.core.store.keeping import Keeping

EVERY = 2.0
"""Seconds after which a search has the disk looked at again, at least."""
SHARE = 0.05
"""Of the time at most that goes into these looks."""
T = TypeVar("T")

_NOT_DAMAGED = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
}  # fmt: skip


class StoredIndex:
    """Finds by the index in `store`, and as `ScanIndex` does for as long as that is of no use.

    `trouble` says why, "" if all is well. `borrow` and `root` are those of `ScanIndex`. While it is
    searched, the disk is looked at `every` so many seconds, in a thread. `is_apart` is as in
    `Taking`.
    """

    def __init__(
        self,
        store: Store,
        keeping: Keeping,
        borrow: Borrow = lambda _: None,
        root: Callable[[], Path] = Path,
        every: float = EVERY,
        *,
        is_apart: bool = False,
    ) -> None:
        self.trouble = ""
        self._store = store
        self._root = root
        self._engine = Engine(store, self._root, borrow)
        self._taking = Taking(self._engine, store, is_apart, self._failed)
        self._scan = ScanIndex(keeping, borrow, self._root)
        self._scanning = False
        self._loaded = threading.Event()
        self._sources: tuple[Path, ...] = ()
        self._every = every
        self._due = 0.0
        self._looking = threading.Lock()
        self._is_filling = False
        self._opening = Opening(Shelf(store.choices, borrow, stored=self._stored))

    @property
    def problems(self) -> dict[Path, str]:
        """A line for each source that could not be read, or whose notes could not."""
        mine = self._opening.problems | self._engine.problems
        return self._scan.problems if self._scanning else mine

    @property
    def looked(self) -> Looked | None:
        """How far the notes were taken in for the first time; None when a search finds them all."""
        if self._loaded.is_set():
            return None
        # All of them may be taken in, and it was not noticed here yet.
        return (self._scan.looked if self._scanning else self._engine.looked) or Looked()

    def refresh(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        """Take in what is on the disk: all notes first, then yield an entry for each source.

        Texts that are too large to be kept in memory are taken in behind the last entry, or later.
        """
        self.load(sources, cancelled)
        self._opening.problems.clear()
        self._opening.problems.update(self._engine.problems)
        done = 0
        try:
            if not self._scanning:
                for entry in self._entries(sources, cancelled):
                    done += 1
                    yield entry
                remove_unneeded(self._store.folder.parent)
                return
        except (sqlite3.Error, OSError) as error:
            self._fall_back(error)
        yield from self._scan.entries(sources[done:], cancelled)

    def rebuild(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        """The same, beginning with an empty index."""
        with suppress(sqlite3.Error, OSError):
            self._store.reset()
        yield from self.refresh(sources, cancelled)

    def load(self, sources: Sequence[Path], cancelled: Cancelled) -> None:
        """Take in the notes of `sources`, and of nothing else; no text is read."""
        self._sources = tuple(sources)
        try:
            taken = self._taken(cancelled)
        except (sqlite3.Error, OSError) as error:
            self._scan_instead(error, cancelled)
            return
        if taken:
            self._scanning, self.trouble = False, ""
            self._due = time.monotonic() + self._every
            self._loaded.set()

    def search(self, query: Query, limit: int, cancelled: Cancelled) -> Iterator[list[Hit]]:
        """At most `limit` hits in batches: annotations, best first, then text in reading order.

        What was not `looked` at yet is not found.
        """
        self._taking.hurry()
        # What changed since the last key is known at the next one.
        self._look_again()
        given = 0
        try:
            if not self._scanning:
                if not self._engine.is_begun:
                    return
                # Reading texts would keep back the notes that come meanwhile.
                at_hand = not self._loaded.is_set()
                for batch in self._found(query, limit, cancelled, at_hand=at_hand):
                    given += len(batch)
                    yield batch
                return
        except (sqlite3.Error, OSError) as error:
            self._fall_back(error)
        for batch in self._scan.search(query, limit, cancelled):
            # They are the same in the same order: those that were given are not given again.
            if batch[given:]:
                yield batch[given:]
            given = max(0, given - len(batch))

    def guesses(
        self, query: Query, found: Sequence[Hit], limit: int, cancelled: Cancelled
    ) -> Iterator[list[Hit]]:
        """What else may have been meant by a query that found so little, as far as it is in here.

        At most `limit` hits with the words that they were found by; none for a query with more.
        """
        guess = Guess(query, found)
        if guess.query and self._loaded.is_set() and not self._scanning:
            with suppress(sqlite3.Error, OSError):
                batches = self._found(guess.query, limit, cancelled, at_hand=True)
                yield from guess.hits(batches)

    def follow(self, edit: Edit) -> None:
        """Know an edit at once; reads no file of the reader's."""
        if self._scanning or not self._loaded.is_set():
            self._scan.follow(edit)
        self._engine.follow(edit)

    def tags(self) -> list[TagUse]:
        """Every tag in use, the most used first."""
        return self._asked(self._engine.tags, self._scan.tags)

    def tag_reports(self) -> list[TagReport]:
        """All that is known of every tag, in the order of a tree; looks at every annotation."""
        return self._asked(self._engine.tag_reports, self._scan.tag_reports)

    def tagged(self, tags: Sequence[str]) -> list[Path]:
        """The sources with a note that has one of `tags`, or a tag below one."""
        return self._asked(lambda: self._engine.tagged(tags), lambda: self._scan.tagged(tags))

    def same_paragraph(self, fingerprint: str) -> list[tuple[Path, Annotation]]:
        """The annotations on paragraphs of that fingerprint, in whatever source."""
        return self._asked(
            lambda: self._engine.same_paragraph(fingerprint),
            lambda: self._scan.same_paragraph(fingerprint),
        )

    def mentionable(self, root: Path) -> list[Mentionable]:
        """Every note, the newest first, then every document, as seen from the folder `root`."""
        return self._asked(lambda: self._mentionable(root), lambda: self._scan.mentionable(root))

    def _taken(self, cancelled: Cancelled) -> bool:
        """Take in the notes, once more into a new file where the old one was damaged."""
        try:
            taken = self._engine.take_notes(self._sources, cancelled)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._store.reset()
            taken = self._engine.take_notes(self._sources, cancelled)
        mark_used(self._store.folder, self._root())
        return taken

    def _entries(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        self._engine.tags()
        counts = self._engine.counts()
        with self._store.texts.at_work(), self._filling():
            stale = self._taking.stale()
            todo = set(stale.small)
            small = self._taking.take([s for s in sources if s in todo], cancelled)
            for source in sources:
                while source in todo and not cancelled():
                    todo -= set(next(small, todo))
                if cancelled():
                    return
                yield self._opening.entry(source, counts.get(source, 0))
            self._taking.take_large(stale.large, cancelled)

    @contextmanager
    def _filling(self) -> Iterator[None]:
        self._is_filling = True
        try:
            yield
        finally:
            self._is_filling = False

    def _failed(self, error: Exception) -> None:
        self.trouble = str(error)
        self._mend(error)

    def _found(
        self, query: Query, limit: int, cancelled: Cancelled, *, at_hand: bool = False
    ) -> Iterator[list[Hit]]:
        with self._engine.narrowed(query, cancelled) as material:
            scan = Scan(query, material, self._opening.open, self._root(), cancelled)
            sources = self._engine.sources
            if at_hand:
                sources = tuple(filter(material.is_at_hand, sources))
            batches = scan.run(sources, min(limit, query.limit or limit))
            yield from grouped(batches, query.group, material) if query.group else batches

    def _mentionable(self, root: Path) -> list[Mentionable]:
        titles = {source: self._opening.titles.get(source, "") for source in self._engine.sources}
        with self._engine.narrowed(Query(Is("note")), lambda: False) as material:
            return list(known_of(material, root, titles, self._opening.shelf.held))

    def _stored(self, source: Path) -> Document | None:
        return None if self._scanning else self._store.text(source)

    def _asked(self, engine: Callable[[], T], scan: Callable[[], T]) -> T:
        if self._loaded.is_set() and not self._scanning:
            try:
                return engine()
            except (sqlite3.Error, OSError) as error:
                self._fall_back(error)
        return scan()

    def _fall_back(self, error: Exception) -> None:
        """Go on by lists, and fill the index or make it anew meanwhile."""
        self._scan_instead(error, lambda: False)
        self._mend(error)

    def _mend(self, error: Exception) -> None:
        if _is_damage(error):
            self._start(self._make_anew)
        elif isinstance(error, GoneError):
            self._start(self._look)

    def _scan_instead(self, error: Exception, cancelled: Cancelled) -> None:
        self.trouble = str(error)
        # First: what is edited from now on is told to both.
        self._scanning = True
        self._scan.load(self._sources, cancelled)
        self._scan.follow(Edit("", tuple(self._engine.waiting())))
        if not cancelled():
            self._loaded.set()

    def _look_again(self) -> None:
        if self._loaded.is_set() and time.monotonic() >= self._due:
            self._start(self._look)

    def _start(self, work: Callable[[], None]) -> None:
        if self._looking.acquire(blocking=False):
            threading.Thread(target=self._working, args=(work,), daemon=True).start()

    def _working(self, work: Callable[[], None]) -> None:
        started = time.monotonic()
        try:
            try:
                work()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._make_anew()
        except (sqlite3.Error, OSError) as error:
            self.trouble = str(error)
        finally:
            took = time.monotonic() - started
            self._due = time.monotonic() + max(self._every, took / SHARE)
            self._looking.release()

    def _look(self) -> None:
        """Take in what other programs changed."""
        self._taken(lambda: False)
        self._scanning, self.trouble = False, ""
        if self._is_filling:
            # Texts are being taken in already.
            return
        stale = self._taking.stale()
        for _ in self._taking.take(stale.small, lambda: False):
            pass
        self._taking.take_large(stale.large, lambda: False)

    def _make_anew(self) -> None:
        self._store.reset()
        self._look()


def _is_damage(error: Exception) -> bool:
    """Whether a new file would help."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    is_ours = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, GoneError)
    return is_ours and code & 0xFF not in _NOT_DAMAGED
