"""The index on the disk at work: taking in, following edits, and what a search goes through."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tui.core.search.copies import fingerprints
from tui.core.search.fts import notes, texts
from tui.core.search.fts.database import GoneError, birth, generation
from tui.core.search.fts.material import Holdings, Narrowed
from tui.core.search.fts.overlay import Overlay
from tui.core.search.fts.stamps import as_chosen, stamp
from tui.core.search.fts.store import UNSEEN
from tui.core.search.hits import Looked
from tui.core.search.query.tree import PathLike, Query, Tag, any_of
from tui.core.search.records import path_in
from tui.core.search.tag_report import TagReport, tag_reports
from tui.core.search.uses import TagCounts
from tui.core.tags import is_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from tui.core.edits import Change, Edit
    from tui.core.model import Annotation
    from tui.core.search.fts.store import Cancelled, Store
    from tui.core.search.fts.texts import Known
    from tui.core.search.shelf import Borrow
    from tui.core.search.uses import TagUse


MANY = 100
"""Changes of one edit behind which tags are counted anew when they are asked for: that is sooner
done than to look each of them up."""


class Use(NamedTuple):
    """A tag of an annotation in the index."""

    id: int
    created: str
    modified: str
    tags: tuple[str, ...]


class Engine:
    """What `store` holds of some sources, and edits on top of it; raises `sqlite3.Error`, OSError.

    `borrow` gives the document of a source that is open: what is on the disk says nothing of it.
    Any thread may use it.
    """

    def __init__(self, store: Store, root: Callable[[], Path], borrow: Borrow) -> None:
        self.sources: tuple[Path, ...] = ()
        self.problems: dict[Path, str] = {}
        self.looked: Looked | None = Looked()
        self._store = store
        self._root = root
        self._borrow = borrow
        self._overlay = Overlay()
        self._stamps: dict[Path, str] = {}
        self._tried: dict[Path, str] = {}
        self._tried_in = ""
        self._looks = 0
        self._birth = ""
        self._counts: tuple[int, TagCounts] | None = None
        # What was made of the index, and what it was made of.
        self._paths: tuple[object, dict[Path, str]] = (None, {})
        self._numbers: tuple[object, dict[int, Path]] = (None, {})
        self._fresh: tuple[object, dict[Path, Known]] = (None, {})
        self._places: tuple[object, object, dict[PathLike, list[int] | None]] = (None, None, {})
        self._lock = threading.RLock()

    def take_notes(self, sources: Sequence[Path], cancelled: Cancelled) -> bool:
        """Take in the notes of `sources` that changed, and no text; False if it was cancelled."""
        files = {source: stamp([source]) for source in sources}
        with self._store.notes.reading() as connection:
            before = birth(connection)
        if self.looked:
            with self._lock:
                self.sources, self._stamps, self._birth = tuple(sources), files, before
        for taken in self._store.take_notes(self._counted(sources), cancelled):
            with self._lock:
                self._overlay.settle(taken.source, taken.annotations)
        if cancelled():
            return False
        self._store.prune(sources)
        with self._store.notes.reading() as connection:
            known = notes.seen(connection)
            if birth(connection) != before:
                raise GoneError("the index was made anew by another program")
        found = {source: known.get(self._store.name(source), UNSEEN) for source in sources}
        with self._lock:
            self.sources, self._birth = tuple(sources), before
            self._stamps = {s: as_chosen(now, found[s].choice) for s, now in files.items()}
            self._looks += 1
            self._overlay.keep_only(sources)
            self.problems = {s: one.problem for s, one in found.items() if one.problem}
        self._make_ready()
        self.looked = None
        return True

    @property
    def is_begun(self) -> bool:
        """Whether notes can be asked for, though some may not have been taken in yet."""
        return self._birth != ""

    def _counted(self, sources: Sequence[Path]) -> Iterator[Path]:
        for done, source in enumerate(sources):
            if self.looked:
                self.looked = Looked(done, len(sources))
            yield source

    def take_texts(self, texts: Iterable[dict[Path, str]]) -> Iterator[list[Path]]:
        """Take in `texts`, the stamps of some sources at a time; yields those that are done."""
        for taken in texts:
            with self._lock:
                self.give_up(taken)
                self._stamps |= taken
                self._looks += 1
            yield list(taken)
        self._make_ready()

    def _make_ready(self) -> None:
        """Work out now what the next search would have to wait for."""
        with self._reading() as note, self._store.texts.reading() as text, self._lock:
            self._placed()
            self._numbered(note)
            self._fresh_texts(text)

    def stale(self) -> list[Path]:
        """The sources whose text is not in the index as it was seen on the disk.

        Those that were changed just now are left for later, and what is no text is tried once.
        """
        with self._store.texts.reading() as connection:
            fresh, file = self._fresh_texts(connection), birth(connection)
        if self._tried_in != file:
            self._tried_in, self._tried = file, {}
        seen = self._stamps.items()
        return [s for s, now in seen if now and s not in fresh and self._tried.get(s) != now]

    def give_up(self, sources: Iterable[Path]) -> None:
        """Try none of `sources` again until it is another text."""
        with self._lock:
            self._tried |= {source: self._stamps.get(source, "") for source in sources}

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The notes that were taken in; raises `GoneError` where they are not there any more."""
        with self._store.notes.reading() as connection:
            if birth(connection) != self._birth:
                raise GoneError("the index was removed")
            yield connection

    def counts(self) -> dict[Path, int]:
        """How many annotations each source has that has any."""
        with self._lock, self._reading() as connection:
            numbers = self._numbered(connection)
            found = notes.counts(connection).items()
            counts = {numbers[number]: count for number, count in found if number in numbers}
            for source, own in self._overlay.edits().items():
                stored = [notes.one(connection, source, id_) for id_ in own]
                more = sum(map(bool, own.values())) - sum(map(bool, stored))
                counts[source] = counts.get(source, 0) + more
        return counts

    @contextmanager
    def narrowed(self, query: Query, cancelled: Cancelled) -> Iterator[Narrowed]:
        """What a search for `query` goes through, as it is now."""
        # Before the index: an edit is in one of them, or in both.
        with self._lock:
            edits = self._overlay.edits()
        overlay = self._overlay.rows(edits)
        with self._reading() as note, self._store.texts.reading() as text:
            with self._lock:
                paths, numbers = self._placed(), self._numbered(note)
                fresh = self._fresh_texts(text)
                if self._places[0] is not paths or self._places[1] is not numbers:
                    self._places = paths, numbers, {}
                holdings = Holdings(paths, numbers, fresh, overlay, self._places[2])
            yield Narrowed(query, holdings, note, text, self._borrow, cancelled)

    def follow(self, edit: Edit) -> None:
        """Know an edit at once, even where the index cannot be asked; raises nothing."""
        with self._lock:
            if len(edit.changes) > MANY:
                self._counts = None
                self._overlay.follow(edit.changes)
                return
            for change in edit.changes:
                with suppress(sqlite3.Error, OSError):
                    self._recount(change.source, change.id, change.after)
                self._overlay.follow([change])

    def waiting(self) -> list[Change]:
        """The edits that the disk was not seen to hold yet, as changes from nothing."""
        with self._lock:
            return self._overlay.changes()

    def tags(self) -> list[TagUse]:
        """Every tag in use, the most used first."""
        with self._lock, self._reading() as connection:
            now = generation(connection)
            if self._counts is None or self._counts[0] != now:
                self._counts = now, TagCounts(self._uses(connection))
            return self._counts[1].uses

    def tag_reports(self) -> list[TagReport]:
        """All that is known of every tag, in the order of a tree."""
        with self._lock, self._reading() as connection:
            uses = self._uses(connection)
        return tag_reports(uses)

    def tagged(self, tags: Sequence[str]) -> list[Path]:
        """The sources with a note that has one of `tags`, or a tag below one."""
        with self.narrowed(Query(any_of(map(Tag, tags))), lambda: False) as material:
            found = {
                source
                for source, one in material.newest()
                if any(is_below(own, tag) for own in one.record.tags for tag in tags)
            }
        return [*filter(found.__contains__, self.sources), *sorted(found - set(self.sources))]

    def same_paragraph(self, fingerprint: str) -> list[tuple[Path, Annotation]]:
        """The annotations on paragraphs of that fingerprint, in whatever source."""
        with self._lock, self._reading() as connection:
            numbers = self._numbered(connection)
            found = [
                (numbers[number], annotation)
                for number, annotation in notes.copies(connection, fingerprint)
                if number in numbers and not self._overlay.has(numbers[number], annotation.id)
            ]
            for source, own in self._overlay.annotations().items():
                found += [(source, one) for one in own if fingerprint in fingerprints(one)]
        return sorted(found, key=lambda pair: (pair[0], pair[1].id))

    def _recount(self, source: Path, id_: int, after: Annotation | None) -> None:
        counts, self._counts = self._counts, None
        if counts is None:
            return
        before = self._overlay.annotation(source, id_)
        if not self._overlay.has(source, id_):
            with self._reading() as connection:
                before = notes.one(connection, source, id_)
        # Somebody else may have changed the index meanwhile: then all are counted anew.
        with suppress(KeyError, IndexError):
            if before:
                counts[1].remove(source, before)
            if after:
                counts[1].add(source, after)
            self._counts = counts

    def _uses(self, connection: Connection) -> dict[Path, list[Use | Annotation]]:
        """What is tagged."""
        uses: dict[Path, list[Use | Annotation]] = {}
        numbers = self._numbered(connection)
        found = groupby(notes.tagged(connection), itemgetter(0, 1, 2, 3))
        for (number, id_, created, modified), rows in found:
            source = numbers.get(number)
            if source and not self._overlay.has(source, id_):
                use = Use(id_, created, modified, tuple(tag for *_, tag in rows))
                uses.setdefault(source, []).append(use)
        for source, own in self._overlay.annotations().items():
            uses.setdefault(source, []).extend(own)
        return uses

    def _placed(self) -> dict[Path, str]:
        root = self._root()
        made_of = self.sources, root
        if self._paths[0] != made_of:
            self._paths = made_of, {source: path_in(root, source) for source in self.sources}
        return self._paths[1]

    def _numbered(self, connection: Connection) -> dict[int, Path]:
        made_of = self.sources, generation(connection)
        if self._numbers[0] != made_of:
            known = {self._store.name(source): source for source in self.sources}
            found = notes.sources(connection)
            self._numbers = made_of, {n: known[name] for n, name in found if name in known}
        return self._numbers[1]

    def _fresh_texts(self, connection: Connection) -> dict[Path, Known]:
        made_of = self._looks, generation(connection)
        if self._fresh[0] != made_of:
            known = texts.known(connection)
            there = ((s, now, known.get(self._store.name(s))) for s, now in self._stamps.items())
            fresh = {s: one for s, now, one in there if one and one.stamp == now != ""}
            self._fresh = made_of, fresh
        return self._fresh[1]
