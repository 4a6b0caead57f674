"""Documents opened lately, with the places of their annotations."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from tui.core.anchors.past import load_past
from tui.core.anchors.resolve import Resolver
from tui.core.errors import UnreadableDocument, reason
from tui.core.model import AS_FOUND
from tui.core.search.snapshot import annotations_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.anchors.past import Past
    from tui.core.model import Anchor, Annotation, Choice, Document, Selector
    from tui.core.search.snapshot import Rows
    from tui.core.store.chosen import Choices

    Borrow: TypeAlias = Callable[[Path], Document | None]
    Signature: TypeAlias = tuple[tuple[int, int], Choice]

CAPACITY = 16_000_000
"""Sum of the sizes of the documents kept; a larger one is opened each time."""
NOWHERE = (0, 0), AS_FOUND
"""The signature of a document that is borrowed: whoever has it open decides how old it may be."""


class Opened:
    """A document and where its annotations are today."""

    def __init__(
        self, document: Document, signature: Signature, past: Callable[[], Past | None]
    ) -> None:
        self.document = document
        self.signature = signature
        self._resolver = Resolver(document, past)
        self._anchors: dict[int, tuple[Selector, Anchor]] = {}

    def anchor(self, annotation: Annotation, every: Callable[[], Rows]) -> Anchor:
        """The anchor of one annotation of a source that has `every` one.

        The others are looked at only where this one was made on another text.
        """
        if self._knows(annotation):
            return self._anchors[annotation.id][1]
        held = self._resolver.held(annotation.target)
        if held is None:
            return self.anchors(annotations_in(every()))[annotation.id]
        self._anchors[annotation.id] = annotation.target, held
        return held

    def anchors(self, annotations: Mapping[int, Annotation]) -> dict[int, Anchor]:
        """The anchor of each annotation by id; resolved once."""
        new = {id_: a.target for id_, a in annotations.items() if not self._knows(a)}
        found = self._resolver.resolve(new) if new else {}
        self._anchors |= {id_: (new[id_], anchor) for id_, anchor in found.items()}
        return {id_: self._anchors[id_][1] for id_ in annotations}

    def _knows(self, annotation: Annotation) -> bool:
        known = self._anchors.get(annotation.id)
        return known is not None and known[0] is annotation.target


class Shelf:
    """Keeps what was opened last, as much as fits; may be used by several threads.

    `choices` say how a source is to be read.
    `borrow` gives the document of a source that somebody has open: it is in memory already, and
    its paragraphs are those that a reader will be shown. `stored` gives a document that need not
    be read anew.
    """

    def __init__(
        self,
        choices: Choices,
        borrow: Borrow = lambda _: None,
        capacity: int = CAPACITY,
        stored: Borrow = lambda _: None,
    ) -> None:
        self._choices = choices
        self._borrow = borrow
        self._stored = stored
        self._capacity = capacity
        self._kept: OrderedDict[Path, Opened] = OrderedDict()
        self._borrowed: dict[Path, Opened] = {}
        self._held = 0
        self._lock = threading.Lock()

    def take(self, source: Path) -> Opened:
        """The document of `source`, borrowed or else as it is on the disk now.

        Raises `UnreadableDocument`.
        """
        document = self._borrow(source)
        if document is not None:
            with self._lock:
                return self._lent(source, document)
        signature = _signature(source), self._choices.of(source)
        with self._lock:
            kept = self._kept.get(source)
            if kept and kept.signature == signature:
                self._kept.move_to_end(source)
                return kept
        document = self._stored(source) or self._choices.open(source)
        opened = Opened(document, signature, self._past(source))
        with self._lock:
            self._keep(source, opened)
        return opened

    def held(self, source: Path) -> Opened | None:
        """The document of `source` if it is in memory, as it was when it was read."""
        document = self._borrow(source)
        with self._lock:
            return self._kept.get(source) if document is None else self._lent(source, document)

    def is_too_large(self, source: Path) -> bool:
        """Whether `source` would have to be opened each time."""
        if self._borrow(source) is not None:
            return False
        try:
            return source.stat().st_size > self._capacity
        except OSError:
            return False

    def _past(self, source: Path) -> Callable[[], Past | None]:
        """Loads the text that the notes of a source were last anchored to."""
        return partial(load_past, self._choices.keeping.places.document(source))

    def _lent(self, source: Path, document: Document) -> Opened:
        opened = self._borrowed.get(source)
        if opened is None or opened.document is not document:
            self._drop(source)
            opened = self._borrowed[source] = Opened(document, NOWHERE, self._past(source))
        return opened

    def _keep(self, source: Path, opened: Opened) -> None:
        self._drop(source)
        if opened.document.size <= self._capacity:
            self._kept[source] = opened
            self._held += opened.document.size
        while self._held > self._capacity:
            self._drop(next(iter(self._kept)))

    def _drop(self, source: Path) -> None:
        dropped = self._kept.pop(source, None)
        self._held -= dropped.document.size if dropped else 0


def _signature(source: Path) -> tuple[int, int]:
    try:
        stat = source.stat()
    except OSError as error:
        raise UnreadableDocument(source, reason(error)) from error
    return stat.st_mtime_ns, stat.st_size
