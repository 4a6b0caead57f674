"""Documents opened lately, with the places of their annotations."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from tui.core.anchors.resolve import resolve
from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument, reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.core.model import Anchor, Annotation, Document, Selector

CAPACITY = 16_000_000
"""Sum of the sizes of the documents kept; a larger one is opened each time."""


class Opened:
    """A document and where its annotations are today."""

    def __init__(self, document: Document, signature: tuple[int, int]) -> None:
        self.document = document
        self.signature = signature
        self._anchors: dict[int, tuple[Selector, Anchor]] = {}

    def anchors(self, annotations: Mapping[int, Annotation]) -> dict[int, Anchor]:
        """The anchor of each annotation by id; resolved once."""
        new = {id_: a.target for id_, a in annotations.items() if not self._knows(a)}
        found = resolve(new, self.document) if new else {}
        self._anchors |= {id_: (new[id_], anchor) for id_, anchor in found.items()}
        return {id_: self._anchors[id_][1] for id_ in annotations}

    def _knows(self, annotation: Annotation) -> bool:
        known = self._anchors.get(annotation.id)
        return known is not None and known[0] is annotation.target


class Shelf:
    """Keeps what was opened last, as much as fits; may be used by several threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[Path, Opened] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def take(self, source: Path) -> Opened:
        """The document of `source` as it is on the disk now; raises `UnreadableDocument`."""
        signature = _signature(source)
        with self._lock:
            kept = self._kept.get(source)
            if kept and kept.signature == signature:
                self._kept.move_to_end(source)
                return kept
        opened = Opened(open_document(source), signature)
        with self._lock:
            self._keep(source, opened)
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
