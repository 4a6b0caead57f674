"""The index of one library on the disk: brought up to date with its sources and sidecars."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import tui
from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument, UnreadableSidecar
from tui.core.search.fts import notes, texts
from tui.core.search.fts.database import Database
from tui.core.search.fts.stamps import stamp
from tui.core.search.fts.stored import stored_document
from tui.core.store.sidecar import Sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from sqlite3 import Connection
    from typing import TypeAlias

    from tui.core.model import Annotation, Document
    from tui.core.store.keeping import Keeping

    Cancelled: TypeAlias = Callable[[], bool]
    Taken: TypeAlias = tuple[Path, str, dict[int, Annotation], str]

FORM = f"1 {tui.__version__}"
"""Of tables, analyser and reading: what was written by another program is made anew."""
TOGETHER = 500
"""Annotations that are put in together, at least."""


def folder_of(cache: Path, root: Path) -> Path:
    """Where the index of the library at `root` is in the folder `cache`."""
    key = hashlib.blake2b(os.fsencode(os.path.realpath(root)), digest_size=8).hexdigest()
    return cache / "index" / key


class Store:
    """Notes in one file and texts in another, of which any thread may read and write.

    Raises `sqlite3.Error` and OSError; `reset` helps when the first was a `DatabaseError`.
    """

    def __init__(self, folder: Path, keeping: Keeping) -> None:
        self.folder = folder
        self.notes = Database(folder / "notes.db", notes.SCHEMA, FORM)
        self.texts = Database(folder / "text.db", texts.SCHEMA, FORM)
        self._keeping = keeping
        self._sidecars: dict[Path, tuple[Path, Path]] = {}

    def take_notes(self, sources: Iterable[Path], cancelled: Cancelled) -> Iterator[Taken]:
        """Bring the notes of `sources` up to date; yields those of the sources that were read."""
        with self.notes.at_work():
            with self.notes.reading() as connection:
                known = notes.stamps(connection)
            waiting: list[Taken] = []
            for source in sources:
                if cancelled():
                    break
                # Before it is read: what changes meanwhile is read again the next time.
                now = stamp(self._files(source))
                if not now or known.get(source, ("- -", ""))[0] != now:
                    waiting.append(self._read(source, now))
                if sum(len(taken[2]) for taken in waiting) >= TOGETHER:
                    yield from self._put(waiting)
                    waiting = []
            yield from self._put(waiting)

    def prune(self, sources: Sequence[Path]) -> None:
        """Drop what neither is among `sources` nor is there any more."""
        known = set(sources)
        with self.notes.reading() as connection:
            gone = [s for s in notes.stamps(connection) if s not in known and not _exists(s)]
        for source in gone:
            with self.notes.writing() as connection:
                notes.forget(connection, source)
        with self.texts.reading() as connection:
            gone = [s for s in texts.known(connection) if s not in known and not _exists(s)]
        for source in gone:
            texts.Writer(self.texts, source).forget()

    def take_text(self, source: Path, cancelled: Cancelled) -> str:
        """Bring the text of one source up to date; returns its stamp, "" if it is not known now."""
        # Before it is read: what changes meanwhile is read again the next time.
        now = stamp([source])
        try:
            document = open_document(source)
        except UnreadableDocument:
            # It may become readable without a trace in its stamp.
            document, now = None, ""
        return now if texts.Writer(self.texts, source).write(now, document, cancelled) else ""

    def text(self, source: Path) -> Document | None:
        """The document of a source as it is on the disk, if it is in the index."""
        now = stamp([source])
        return stored_document(self.texts, source, now) if now else None

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Connection]]:
        """Connections to notes and texts."""
        with self.notes.reading() as note, self.texts.reading() as text:
            yield note, text

    def reset(self) -> None:
        """Begin with empty files."""
        self.notes.reset()
        self.texts.reset()

    def _files(self, source: Path) -> tuple[Path, Path]:
        if source not in self._sidecars:
            self._sidecars[source] = self._keeping.sidecar(source), self._keeping.mirror(source)
        return self._sidecars[source]

    def _read(self, source: Path, now: str) -> Taken:
        try:
            return source, now, Sidecar(source, self._keeping).load(alone=True).annotations, ""
        except UnreadableSidecar as error:
            return source, "", {}, str(error)

    def _put(self, waiting: list[Taken]) -> list[Taken]:
        if waiting:
            with self.notes.writing() as connection:
                for source, now, annotations, problem in waiting:
                    notes.put(connection, source, now, annotations, problem)
        return waiting


def _exists(source: Path) -> bool:
    return os.path.lexists(source)
