"""One open document and its annotations, in memory and on their way to the disk."""

from __future__ import annotations

import contextlib
import threading
from bisect import bisect_left, insort
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui.core.anchors.describe import canonical_starts, describe
from tui.core.anchors.past import keep_past, load_past
from tui.core.anchors.resolve import Resolver
from tui.core.documents import open_document
from tui.core.edits import Change
from tui.core.errors import NotFound, PostilError, StaleEdit, UnreadableSidecar
from tui.core.model import Anchor, Selector
from tui.core.store.sidecar import Notes, Sidecar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tui.core.model import Annotation, Document, Range
    from tui.core.store.keeping import Keeping
    from tui.core.store.sidecar import News


@dataclass(frozen=True, slots=True)
class Place:
    """What a verb acts on: a paragraph, a phrase, a range of them; no ranges is the document."""

    ranges: tuple[Range, ...] = ()


WHOLE_DOCUMENT = Place()


class Session:
    """A document with its annotations; `problem` says why they cannot be changed, if so."""

    def __init__(
        self, document: Document, sidecar: Sidecar, notes: Notes, problem: str = ""
    ) -> None:
        self.document = document
        self.sidecar = sidecar
        self.problem = problem
        self.warnings = notes.problems
        self.annotations: dict[int, Annotation] = {}
        self.anchors: dict[int, Anchor] = {}
        self.marked: list[int] = []
        """Indexes of the annotated blocks, ascending."""
        self._by_block: dict[int, list[int]] = {}
        self._uncertain: list[tuple[int, int]] = []
        self._starts = canonical_starts(document)
        self._pending: dict[int, Annotation | None] = {}
        self._saving: dict[int, Annotation | None] = {}
        self._due = notes.due
        self._lock = threading.Lock()
        self._state = sidecar.keeping.places.document(document.path)
        self._kept = False
        self._resolver = Resolver(document, partial(load_past, self._state))
        anchors = self._resolver.resolve({a.id: a.target for a in notes.annotations.values()})
        for annotation in notes.annotations.values():
            self._put(annotation, anchors[annotation.id])

    @property
    def source(self) -> Path:
        """The file that was opened."""
        return self.document.path

    @property
    def unsaved(self) -> bool:
        """Whether there are edits that are not on the disk yet, or not in their own place."""
        return bool(self._pending or self._due or self.sidecar.fallback)

    def paragraph(self, index: int) -> Place:
        """The whole of block `index`."""
        return Place(((index, 0, len(self.document.blocks[index].text)),))

    def phrase(self, index: int, quote: str) -> Place:
        """The first occurrence of `quote` in block `index`; raises `NotFound`."""
        start = self.document.blocks[index].text.find(quote) if quote else -1
        if start < 0:
            number = self.document.number(index)
            raise NotFound(f"{self.source}: paragraph {number} does not hold “{quote}”")
        return Place(((index, start, start + len(quote)),))

    def describe(self, place: Place) -> Selector:
        """The selector of `place`."""
        return describe(self.document, place.ranges, self._starts)

    def on_block(self, index: int) -> tuple[Annotation, ...]:
        """Every annotation that touches block `index`, oldest first."""
        return tuple(self.annotations[id_] for id_ in self._by_block.get(index, ()))

    def at(self, place: Place) -> Annotation | None:
        """The annotation of exactly this place."""
        if not place.ranges:
            return next(iter(self.on_document()), None)
        ids = self._by_block.get(place.ranges[0][0], ())
        found = (id_ for id_ in ids if self.anchors[id_].ranges == place.ranges)
        return next((self.annotations[id_] for id_ in found), None)

    def on_document(self) -> tuple[Annotation, ...]:
        """Notes on the document as a whole."""
        return tuple(a for a in self.annotations.values() if not a.target.blocks)

    def unplaced(self) -> tuple[Annotation, ...]:
        """Orphans and ambiguous annotations: kept, shown apart from the text."""
        return tuple(
            a
            for a in self.annotations.values()
            if a.target.blocks and not self.anchors[a.id].ranges
        )

    def neighbour(self, index: int, step: int) -> int | None:
        """The nearest annotated block after (`step` 1) or before (-1) block `index`."""
        at = bisect_left(self.marked, index + (step > 0))
        at -= step < 0
        return self.marked[at] if 0 <= at < len(self.marked) else None

    def doubts_on(self, index: int) -> tuple[Annotation, ...]:
        """The annotations shown at block `index` of which it is not sure that they belong there."""
        first = bisect_left(self._uncertain, (index, 0))
        last = bisect_left(self._uncertain, (index + 1, 0))
        return tuple(self.annotations[id_] for _, id_ in self._uncertain[first:last])

    def uncertain(self) -> list[Annotation]:
        """The annotations that their reader should look at, in reading order."""
        return [self.annotations[id_] for _, id_ in self._uncertain]

    def check(self, changes: Iterable[Change]) -> None:
        """Raise unless every change starts from what is there and may be saved."""
        if self.problem:
            raise PostilError(self.problem)
        for change in changes:
            if self.annotations.get(change.id) != change.before:
                raise StaleEdit(f"{self.source}: the note changed meanwhile; nothing was done")

    def apply(self, changes: Sequence[Change]) -> set[int]:
        """Make checked changes; returns the indexes of the blocks that look different now."""
        touched = self._show(changes)
        with self._lock:
            self._pending |= {change.id: change.after for change in changes}
        return touched

    def news(self) -> News:
        """What another program changed on the disk; may run in a thread of its own.

        Raises `UnreadableSidecar`.
        """
        return self.sidecar.news()

    def absorb(self, news: News) -> tuple[list[Change], set[int]]:
        """Take over what another program changed; returns the changes and the blocks touched.

        What is being edited here waits: the next save merges it.
        """
        with self._lock:
            busy = {*self._pending, *self._saving}
        changes = []
        for id_, (row, after) in news.rows.items():
            if id_ not in busy:
                self.sidecar.accept(id_, row)
                before = self.annotations.get(id_)
                if before != after:
                    changes.append(Change(self.source, id_, before, after))
        return changes, self._show(changes)

    def flush(self) -> int:
        """Make every edit so far durable; returns how many annotations were written.

        May run in a thread of its own. On failure the edits stay pending. Raises
        `UnreadableSidecar` or `UnwritableSidecar`.
        """
        with self._lock:
            waiting = self.unsaved
            taken, self._pending = self._pending, {}
            self._saving = taken
        try:
            if waiting:
                self.sidecar.save(self.document, taken)
                self._due = False
                self.keep_text()
        except BaseException:
            with self._lock:
                self._pending = taken | self._pending
            raise
        finally:
            self._saving = {}
        return len(taken)

    def keep_text(self) -> None:
        """Keep the text that the annotations are anchored to now, for when it changes.

        May run in a thread of its own. Losing it loses no annotation, so a failure is not reported.
        """
        # A copy of each in one step: another thread may be editing.
        anchors, annotations = dict(self.anchors), dict(self.annotations)
        version = self.document.sha256, self.document.reading
        older = {
            id_: anchor
            for id_, anchor in anchors.items()
            if (one := annotations.get(id_))
            and one.target.blocks
            and (one.target.made_on, one.target.reading) != version
        }
        if self.annotations and not self._kept:
            with contextlib.suppress(OSError):
                keep_past(self._state, self.document, older)
            self._kept = True

    def _show(self, changes: Sequence[Change]) -> set[int]:
        touched: set[int] = set()
        for change in changes:
            anchor = self.anchors.get(change.id)
            if change.before:
                touched |= self._drop(change.before)
            if change.after:
                if change.before is None or change.before.target != change.after.target:
                    targets = {change.id: change.after.target}
                    anchor = self._resolver.resolve(targets)[change.id]
                touched |= self._put(change.after, anchor or Anchor("orphan"))
        return touched

    def _put(self, annotation: Annotation, anchor: Anchor) -> set[int]:
        self.annotations[annotation.id] = annotation
        self.anchors[annotation.id] = anchor
        blocks = {index for index, _, _ in anchor.ranges}
        for index in blocks:
            if index not in self._by_block:
                insort(self.marked, index)
            insort(self._by_block.setdefault(index, []), annotation.id)
        if anchor.is_uncertain:
            insort(self._uncertain, (anchor.block, annotation.id))
            blocks.add(anchor.block)
        return blocks

    def _drop(self, annotation: Annotation) -> set[int]:
        del self.annotations[annotation.id]
        anchor = self.anchors.pop(annotation.id)
        blocks = {index for index, _, _ in anchor.ranges}
        for index in blocks:
            self._by_block[index].remove(annotation.id)
            if not self._by_block[index]:
                del self._by_block[index]
                del self.marked[bisect_left(self.marked, index)]
        if anchor.is_uncertain:
            del self._uncertain[bisect_left(self._uncertain, (anchor.block, annotation.id))]
            blocks.add(anchor.block)
        return blocks


def open_session(source: Path, keeping: Keeping) -> Session:
    """Read a source and its sidecar; writes nothing.

    An unreadable sidecar does not keep the text from being read: the session has a `problem` then,
    and refuses edits. Raises `UnreadableDocument`.
    """
    document = open_document(source)
    sidecar = Sidecar(source, keeping)
    try:
        notes = sidecar.load()
    except UnreadableSidecar as error:
        return Session(document, sidecar, Notes({}), problem=str(error))
    newer = notes.problems[0] if notes.read_only else ""
    return Session(document, sidecar, notes, problem=newer)
