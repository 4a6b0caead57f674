"""Searching a library: the protocol of an index, and the one that reads through lists."""

from __future__ import annotations

import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tui.core.errors import UnreadableSidecar
from tui.core.search.copies import Copies
from tui.core.search.grouping import grouped
from tui.core.search.hits import Entry, Hit, Looked
from tui.core.search.mentioning import known_of
from tui.core.search.opening import Opening
from tui.core.search.scan import Scan
from tui.core.search.shelf import Shelf
from tui.core.search.snapshot import Snapshot, row
from tui.core.search.tag_report import TagReport, tag_reports
from tui.core.search.uses import TagCounts, TagUse
from tui.core.store.chosen import Choices
from tui.core.store.sidecar import Sidecar
from tui.core.tags import is_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.core.edits import Edit
    from tui.core.mentions import Mentionable
    from tui.core.model import Annotation
    from tui.core.search.query import Query
    from tui.core.search.scan import Cancelled
    from tui.core.search.shelf import Borrow
    from tui.core.search.snapshot import Row, Rows
    from tui.core.store.keeping import Keeping

__all__ = ["Entry", "Hit", "ScanIndex", "SearchIndex", "TagUse"]


class SearchIndex(Protocol):
    """What finds notes, tags and text; every method may be called from any thread."""

    def refresh(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        """Take in what is on the disk: all notes first, then yield an entry for each source."""

    @property
    def looked(self) -> Looked | None:
        """How far the notes were taken in for the first time; None when a search finds them all."""

    def search(self, query: Query, limit: int, cancelled: Cancelled) -> Iterator[list[Hit]]:
        """At most `limit` hits in batches: annotations, best first, then text in reading order.

        Order, groups and limit of the query go before these; raises `WrongUsage` where a pattern
        takes too long. It waits for nothing: what was not `looked` at yet is not found.
        """

    def guesses(
        self, query: Query, found: Sequence[Hit], limit: int, cancelled: Cancelled
    ) -> Iterator[list[Hit]]:
        """What else may have been meant by a query that found so little; as far as that is quick.

        At most `limit` hits with the words that they were found by; none for a query with more.
        """

    def follow(self, edit: Edit) -> None:
        """Know an edit at once; reads nothing from the disk."""

    def tags(self) -> list[TagUse]:
        """Every tag in use, the most used first."""

    def tag_reports(self) -> list[TagReport]:
        """All that is known of every tag, in the order of a tree; looks at every annotation."""

    def tagged(self, tags: Sequence[str]) -> list[Path]:
        """The sources with a note that has one of `tags`, or a tag below one."""

    def same_paragraph(self, fingerprint: str) -> list[tuple[Path, Annotation]]:
        """The annotations on paragraphs of that fingerprint, in whatever source."""

    def mentionable(self, root: Path) -> list[Mentionable]:
        """Every note, the newest first, then every document, as seen from the folder `root`.

        Reads nothing from the disk.
        """


class ScanIndex:
    """Keeps the annotations of all sources in memory and reads texts when it is asked.

    `borrow` gives the document of a source that is open, so that it is not opened twice. Paths in
    queries are those in the folder `root`.
    """

    def __init__(
        self,
        keeping: Keeping,
        borrow: Borrow = lambda _: None,
        root: Callable[[], Path] = Path,
    ) -> None:
        self._keeping = keeping
        self._root = root
        self._sources: tuple[Path, ...] = ()
        self._rows: dict[Path, Rows] = {}
        # Made from the rows when they are asked for: an edit must not cost what all notes cost.
        self._snapshot: Snapshot | None = None
        self._counts: TagCounts | None = None
        self._copies: Copies | None = None
        # Edits that the disk was not seen to hold yet: a refresh must not lose them.
        self._followed: defaultdict[Path, dict[int, Annotation | None]] = defaultdict(dict)
        self._lock = threading.Lock()
        self.looked: Looked | None = Looked()
        self._opening = Opening(Shelf(Choices(keeping), borrow))

    @property
    def problems(self) -> dict[Path, str]:
        """A line for each source that could not be read, or whose notes could not."""
        return self._opening.problems

    def refresh(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        """Take in what is on the disk: all notes first, then yield an entry for each source."""
        self.load(sources, cancelled)
        self.tags()
        self.same_paragraph("")
        yield from self.entries(sources, cancelled)

    def entries(self, sources: Sequence[Path], cancelled: Cancelled) -> Iterator[Entry]:
        """An entry for each source, whose text is opened for it."""
        for source in sources:
            if cancelled():
                return
            yield self._opening.entry(source, len(self._rows.get(source, ())))

    def load(self, sources: Sequence[Path], cancelled: Cancelled) -> None:
        """Take in the notes of `sources`, and of nothing else; no text is read."""
        rows: dict[Path, Rows] = {}
        if self.looked:
            self._sources = tuple(sources)
        for source in sources:
            if cancelled():
                return
            rows[source] = self._stored(source)
            if self.looked:
                with self._lock:
                    self.looked = Looked(len(rows), len(sources))
                    self._snapshot = None
                    self._rows[source] = self._overlaid(source, rows[source])
        with self._lock:
            self._sources = tuple(sources)
            self._rows = {s: self._overlaid(s, own) for s, own in rows.items()}
            self._snapshot = self._counts = self._copies = self.looked = None

    def search(self, query: Query, limit: int, cancelled: Cancelled) -> Iterator[list[Hit]]:
        """At most `limit` hits in batches: annotations, best first, then text in reading order.

        What was not `looked` at yet is not found.
        """
        snapshot, sources = self._now()
        scan = Scan(query, snapshot, self._opening.open, self._root(), cancelled)
        batches = scan.run(sources, min(limit, query.limit or limit))
        yield from grouped(batches, query.group, snapshot) if query.group else batches

    def guesses(
        self, query: Query, found: Sequence[Hit], limit: int, cancelled: Cancelled
    ) -> Iterator[list[Hit]]:
        """None: without an index of words everything would have to be read through once more."""
        return iter(())

    def follow(self, edit: Edit) -> None:
        """Know an edit at once; reads nothing from the disk."""
        with self._lock:
            self._snapshot = None
            for change in edit.changes:
                self._followed[change.source][change.id] = change.after
                self._change(change.source, change.id, change.after)

    def tags(self) -> list[TagUse]:
        """Every tag in use, the most used first."""
        with self._lock:
            if self._counts is None:
                self._counts = TagCounts(self._annotations())
            return self._counts.uses

    def tag_reports(self) -> list[TagReport]:
        """All that is known of every tag, in the order of a tree; looks at every annotation."""
        return tag_reports(self._now()[0].everything())

    def tagged(self, tags: Sequence[str]) -> list[Path]:
        """The sources with a note that has one of `tags`, or a tag below one."""
        return [
            source
            for source, own in self._now()[0].everything().items()
            if any(is_below(tag, one) for a in own for tag in a.tags for one in tags)
        ]

    def same_paragraph(self, fingerprint: str) -> list[tuple[Path, Annotation]]:
        """The annotations on paragraphs of that fingerprint, in whatever source."""
        with self._lock:
            if self._copies is None:
                self._copies = Copies(self._annotations())
            return self._copies.of(fingerprint)

    def _annotations(self) -> dict[Path, list[Annotation]]:
        return {s: [r.annotation for r in own.values()] for s, own in self._rows.items()}

    def mentionable(self, root: Path) -> list[Mentionable]:
        """Every note, the newest first, then every document, as seen from the folder `root`."""
        snapshot, sources = self._now()
        titles = {source: self._opening.titles.get(source, "") for source in sources}
        return list(known_of(snapshot, root, titles, self._opening.shelf.held))

    def _now(self) -> tuple[Snapshot, tuple[Path, ...]]:
        with self._lock:
            if self._snapshot is None:
                self._snapshot = Snapshot({s: dict(own) for s, own in self._rows.items()})
            return self._snapshot, self._sources

    def _change(self, source: Path, id_: int, after: Annotation | None) -> None:
        rows = self._rows.setdefault(source, {})
        before = rows.pop(id_, None)
        if after:
            rows[id_] = row(after)
        kept: tuple[TagCounts | Copies | None, ...] = (self._counts, self._copies)
        for one in kept:
            if one and before:
                one.remove(source, before.annotation)
            if one and after:
                one.add(source, after)

    def _stored(self, source: Path) -> Rows:
        self.problems.pop(source, None)
        try:
            notes = Sidecar(source, self._keeping).load(alone=True)
        except UnreadableSidecar as error:
            self.problems[source] = str(error)
            return {}
        return {id_: row(annotation) for id_, annotation in notes.annotations.items()}

    def _overlaid(self, source: Path, stored: Rows) -> Rows:
        """What the disk holds, and over it the edits it does not hold yet."""
        waiting = {
            id_: after
            for id_, after in self._followed.pop(source, {}).items()
            if not is_on_disk(after, _annotation(stored.get(id_)))
        }
        if waiting:
            self._followed[source] = waiting
        return _changed(stored, waiting)


def _changed(rows: Rows, after: dict[int, Annotation | None]) -> Rows:
    kept = {id_: one for id_, one in rows.items() if id_ not in after}
    return kept | {id_: row(annotation) for id_, annotation in after.items() if annotation}


def is_on_disk(after: Annotation | None, stored: Annotation | None) -> bool:
    """Whether an edit that led to `after` is in what is `stored`, or something later is."""
    if after is None or stored is None:
        return after is None and stored is None
    return stored.modified >= after.modified


def _annotation(one: Row | None) -> Annotation | None:
    return one.annotation if one else None
