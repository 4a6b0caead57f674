"""One open document and its annotations, in memory and on their way to the disk."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tui.core.anchored import Anchored
from tui.core.anchors.describe import describe
from tui.core.anchors.past import keep_past, load_past
from tui.core.documents import open_as_chosen, open_document
from tui.core.documents.beginning import open_beginning
from tui.core.documents.source import signature
from tui.core.edits import Change
from tui.core.errors import NotFound, PostilError, StaleEdit, UnreadableDocument, UnreadableSidecar
from tui.core.model import AS_FOUND
from tui.core.store.chosen import Choices
from tui.core.store.sidecar import Notes, Sidecar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tui.core.documents.source import Signature
    from tui.core.edits import Reshape
    from tui.core.model import Anchor, Annotation, Choice, Document, Range, Selector
    from tui.core.store.keeping import Keeping
    from tui.core.store.sidecar import News


@dataclass(frozen=True, slots=True)
class Place:
    """What a verb acts on: a paragraph, a phrase, a range of them; no ranges is the document."""

    ranges: tuple[Range, ...] = ()


WHOLE_DOCUMENT = Place()


@dataclass(frozen=True, slots=True)
class Reread:
    """What a source has become on the disk, and where the `annotations` of then are in it.

    It was read by `choice`; `problem` says what of that could not be.
    """

    here: Anchored
    annotations: dict[int, Annotation]
    signature: Signature | None
    choice: Choice = AS_FOUND
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a session will hold after some changes, if nothing else changed since `turn`."""

    turn: int
    here: Anchored
    annotations: dict[int, Annotation]
    touched: set[int]


class Session:
    """A document with its annotations; `problem` says why they cannot be changed, if so.

    `seen` tells the file that was read last from what may have taken its place since. `choice` is
    how the source is to be read; after it was changed, the text is the former one until `reread`.
    """

    def __init__(
        self,
        document: Document,
        sidecar: Sidecar,
        notes: Notes,
        problem: str = "",
        seen: Signature | None = None,
    ) -> None:
        self.sidecar = sidecar
        self.problem = problem
        self.seen = seen
        self.warnings = notes.problems
        self.annotations: dict[int, Annotation] = dict(notes.annotations)
        self.choice = notes.choice
        self._choosing: Choice | None = None
        self._read_as = notes.choice
        self._pending: dict[int, Annotation | None] = {}
        self._saving: dict[int, Annotation | None] = {}
        self._due = notes.due
        self._lock = threading.Lock()
        self._state = sidecar.keeping.places.document(document.path)
        self._kept: Anchored | None = None
        self._keeping_text = threading.Lock()
        self._turn = 0
        # One object, so that a thread never sees the text of one version with the anchors of
        # another.
        self._here = Anchored(document, self.annotations.values(), partial(load_past, self._state))

    @property
    def document(self) -> Document:
        """The text as it was read last."""
        return self._here.document

    @property
    def anchors(self) -> dict[int, Anchor]:
        """Where each annotation is in it, by id."""
        return self._here.anchors

    @property
    def marked(self) -> list[int]:
        """Indexes of the annotated blocks, ascending."""
        return self._here.marked

    @property
    def source(self) -> Path:
        """The file that was opened."""
        return self.document.path

    @property
    def unsaved(self) -> bool:
        """Whether there are edits that are not on the disk yet, or not in their own place."""
        waiting = self._pending or self._due or self._choosing is not None
        return bool(waiting or self.sidecar.fallback)

    def is_behind(self, now: Signature | None) -> bool:
        """Whether it has to be read again: the file stands `now` otherwise, or is read so."""
        return now != self.seen or self.choice != self._read_as

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
        return describe(self.document, place.ranges, self._here.starts)

    def get_ready(self) -> None:
        """Work out now what the first annotation would wait for; may run in a thread of its own.

        In a long text that takes a while, and most texts get none.
        """
        _ = self._here.starts, self.document.sha256

    def on_block(self, index: int) -> tuple[Annotation, ...]:
        """Every annotation that touches block `index`, oldest first."""
        return tuple(self.annotations[id_] for id_ in self._here.on_block(index))

    def at(self, place: Place) -> Annotation | None:
        """The annotation of exactly this place."""
        if not place.ranges:
            return next(iter(self.on_document()), None)
        ids = self._here.on_block(place.ranges[0][0])
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
        return self._here.neighbour(index, step)

    def doubts_on(self, index: int) -> tuple[Annotation, ...]:
        """The annotations shown at block `index` of which it is not sure that they belong there."""
        return tuple(self.annotations[id_] for id_ in self._here.doubts_on(index))

    def uncertain(self) -> list[Annotation]:
        """The annotations that their reader should look at, in reading order."""
        return [self.annotations[id_] for id_ in self._here.uncertain()]

    def check(self, changes: Iterable[Change], reshape: Reshape | None = None) -> None:
        """Raise unless every change starts from what is there and may be saved."""
        if self.problem:
            raise PostilError(self.problem)
        if reshape and reshape.before != self.choice:
            raise StaleEdit(f"{self.source}: it is read in another way by now; nothing was done")
        for change in changes:
            now = self.annotations.get(change.id)
            if now is not change.before and now != change.before:
                raise StaleEdit(f"{self.source}: the note changed meanwhile; nothing was done")

    def foresee(self, changes: Sequence[Change]) -> Foreseen:
        """Work out what checked changes will make of this; may run in a thread of its own."""
        turn, here, annotations = self._turn, self._here.copy(), self.annotations.copy()
        return Foreseen(turn, here, annotations, _put(here, annotations, changes))

    def is_as_foreseen(self, foreseen: Foreseen) -> bool:
        """Whether nothing has changed since."""
        return foreseen.turn == self._turn

    def apply(self, changes: Sequence[Change], foreseen: Foreseen | None = None) -> set[int]:
        """Make checked changes; returns the indexes of the blocks that look different now.

        Quick for many of them if it was `foreseen` what they make of this.
        """
        if foreseen:
            self._turn += 1
            self._here, self.annotations = foreseen.here, foreseen.annotations
        touched = foreseen.touched if foreseen else self._show(changes)
        with self._lock:
            self._pending |= {change.id: change.after for change in changes}
        return touched

    def choose(self, choice: Choice) -> None:
        """Have the source read in another way from now on, which is remembered."""
        with self._lock:
            self.choice = self._choosing = choice

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
            if news.choice is not None and self._choosing is None:
                self.choice = news.choice
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
            choice = self._choosing
        try:
            if waiting:
                self.sidecar.save(self.document, taken, choice)
                self._due = False
                self.keep_text()
            with self._lock:
                if self._choosing is choice:
                    self._choosing = None
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
        with self._keeping_text:
            here = self._here
            if self.annotations and self._kept is not here:
                older = here.older(list(self.annotations.values()))
                with contextlib.suppress(OSError):
                    keep_past(self._state, here.document, older)
                self._kept = here

    def keep_changed_text(self) -> None:
        """`keep_text`, if the text is another than the annotations were made on."""
        if self._here.older(list(self.annotations.values())):
            self.keep_text()

    def reread(self, blocks: Iterable[int] = ()) -> Reread | None:
        """Read the source again, as is chosen now, and anchor the annotations in it; None for the
        same text.

        `blocks` are those whose places in it will be asked for soon.
        Changes nothing, and may run in a thread of its own. Raises `UnreadableDocument`, also when
        no text is left: what was read before is worth more then.
        """
        was, annotations = self._here, dict(self.annotations)
        seen, choice = signature(self.source), self.choice
        document, problem = open_as_chosen(self.source, choice)
        if document.version == was.document.version:
            self.seen, self._read_as = seen, choice
            return None
        if not len(document.blocks):
            raise UnreadableDocument(self.source, "there is no text in it any more")
        past = was.as_past(annotations.values())
        here = Anchored(document, annotations.values(), lambda: past)
        # Now, not when a key has to wait for it.
        for block in {0, *blocks}:
            here.where(block)
        return Reread(here, annotations, seen, choice, problem)

    def adopt(self, anew: Reread) -> None:
        """Go on with the source as it was read again; what was edited meanwhile stays edited."""
        then, now = anew.annotations, self.annotations
        for id_ in then.keys() | now.keys():
            if then.get(id_) is not now.get(id_):
                anew.here.change(id_, then.get(id_), now.get(id_))
        self._turn += 1
        self._here, self.seen, self._read_as = anew.here, anew.signature, anew.choice

    def _show(self, changes: Sequence[Change]) -> set[int]:
        self._turn += 1
        return _put(self._here, self.annotations, changes)


def _put(here: Anchored, annotations: dict[int, Annotation], changes: Sequence[Change]) -> set[int]:
    """Make changes of a text and its annotations; the blocks that look different then."""
    touched: set[int] = set()
    for change in changes:
        touched |= here.change(change.id, change.before, change.after)
        annotations.pop(change.id, None)
        if change.after:
            annotations[change.id] = change.after
    return touched


def open_session(source: Path, keeping: Keeping, choice: Choice | None = None) -> Session:
    """Read a source, as was chosen for it or else by `choice`, and its sidecar; writes nothing.

    An unreadable sidecar does not keep the text from being read: the session has a `problem` then,
    and refuses edits. Raises `UnreadableDocument`, and `WrongUsage` for a `choice` that
    does not fit.
    """
    seen = signature(source)
    sidecar = Sidecar(source, keeping)
    notes, problem = Notes({}), ""
    try:
        notes = sidecar.load()
        problem = notes.problems[0] if notes.read_only else ""
    except UnreadableSidecar as error:
        problem = str(error)
    if choice is None:
        document, unfit = open_as_chosen(source, notes.choice)
    else:
        document, unfit = open_document(source, choice), ""
    if unfit:
        notes = replace(notes, problems=(*notes.problems, unfit))
    return Session(document, sidecar, notes, problem, seen)


def open_beginning_of(source: Path, keeping: Keeping) -> Session | None:
    """The beginning of a long source, to be read until the session of all of it is there.

    It has no annotations and refuses edits. None where the whole is read as soon. Raises
    `UnreadableDocument`.
    """
    document = open_beginning(source, Choices(keeping).of)
    if document is None:
        return None
    return Session(document, Sidecar(source, keeping), Notes({}), f"{source}: still being read")
