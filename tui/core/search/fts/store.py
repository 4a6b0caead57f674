"""The index of one library on the disk: brought up to date with its sources and sidecars."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import tui
from tui.core.documents import open_as_chosen
from tui.core.errors import UnreadableDocument, UnreadableSidecar
from tui.core.search.fts import notes, texts
from tui.core.search.fts.database import Database
from tui.core.search.fts.notes import Seen, Taken
from tui.core.search.fts.stamps import ABSENT, as_chosen, name_of, stamp
from tui.core.search.fts.stored import stored_document
from tui.core.store.chosen import Choices
from tui.core.store.sidecar import Sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from pathlib import Path
    from sqlite3 import Connection
    from typing import TypeAlias

    from tui.core.model import Document
    from tui.core.search.fts.texts import Known
    from tui.core.store.keeping import Keeping

    Cancelled: TypeAlias = Callable[[], bool]

FORM = f"5 {tui.__version__}"
"""Of tables, analyser and reading: what was written by another program is made anew."""
TOGETHER = 2_000
"""Annotations, or paragraphs, that are put in together: a file grows less by few large pieces."""


UNSEEN = Seen(f"{ABSENT} {ABSENT}")
"""What there is to be known of a source that was never annotated."""


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
        self.choices = Choices(keeping)
        self._names: dict[Path, bytes] = {}

    def take_notes(self, sources: Iterable[Path], cancelled: Cancelled) -> Iterator[Taken]:
        """Bring the notes of `sources` up to date; yields those of the sources that were read."""
        with self.notes.at_work():
            with self.notes.reading() as connection:
                known = notes.seen(connection)
            waiting: list[Taken] = []
            for source in sources:
                if cancelled():
                    break
                # Before it is read: what changes meanwhile is read again the next time.
                now = self._stamp(source)
                if not now or known.get(self.name(source), UNSEEN).stamp != now:
                    waiting.append(self._read(source, now))
                if sum(len(taken.annotations) for taken in waiting) >= TOGETHER:
                    yield from self._put(waiting)
                    waiting = []
            yield from self._put(waiting)

    def prune(self, sources: Iterable[Path]) -> None:
        """Drop what neither is among `sources` nor is there any more."""
        known = set(map(self.name, sources))
        with self.notes.reading() as connection:
            gone = [name for name in notes.seen(connection) if _is_gone(name, known)]
        for name in gone:
            with self.notes.writing() as connection:
                notes.forget(connection, name)
        with self.texts.reading() as connection:
            gone = [name for name in texts.known(connection) if _is_gone(name, known)]
        for name in gone:
            with self.texts.writing() as connection:
                texts.forget(connection, name)

    def name(self, source: Path) -> bytes:
        """What a source is called in both files."""
        if source not in self._names:
            self._names[source] = name_of(source)
        return self._names[source]

    def take_texts(
        self, sources: Iterable[Path], cancelled: Cancelled
    ) -> Iterator[dict[Path, str]]:
        """Bring the texts of `sources` up to date; yields the stamps of some at a time.

        A stamp is "" where it cannot be said when the text will be another one.
        """
        waiting: list[tuple[Path, str, Document | None]] = []
        for source in sources:
            if cancelled():
                break
            now, document = self._opened(source)
            if document and len(document.blocks) > TOGETHER:
                done = texts.Writer(self.texts, source).write(now, document, cancelled)
                yield {source: now if done else ""}
            else:
                waiting.append((source, now, document))
            if sum(len(one.blocks) for _, _, one in waiting if one) >= TOGETHER:
                yield self._put_texts(waiting)
                waiting = []
        yield self._put_texts(waiting)

    def is_current(
        self, source: Path, seen: Mapping[bytes, Seen], known: Mapping[bytes, Known]
    ) -> bool:
        """Whether notes and text of a source are in the index as they are on the disk."""
        text, now = known.get(self.name(source)), self._stamp(source)
        own = seen.get(self.name(source), UNSEEN)
        is_known = text is not None and text.stamp == as_chosen(stamp([source]), own.choice) != ""
        return is_known and now != "" and own.stamp == now

    def text(self, source: Path) -> Document | None:
        """The document of a source as it is on the disk, if it is in the index."""
        choice = self.choices.of(source)
        now = as_chosen(stamp([source]), choice)
        return stored_document(self.texts, source, now, choice) if now else None

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Connection]]:
        """Connections to notes and texts."""
        with self.notes.reading() as note, self.texts.reading() as text:
            yield note, text

    def reset(self) -> None:
        """Begin with empty files."""
        self.notes.reset()
        self.texts.reset()

    def _stamp(self, source: Path) -> str:
        """That of the notes of a source, wherever they are kept."""
        files = self.choices.files(source)
        own = stamp(files)
        own += f" {ABSENT}" * (own != "" and len(files) == 1)
        return own if own in ("", UNSEEN[0]) else own + self._renamed(source.parent)

    def _renamed(self, folder: Path) -> str:
        """What tells the names that tags go by in a folder from those they went by before."""
        aliases = sorted(self._keeping.aliases.of(folder).items())
        return hashlib.blake2b(repr(aliases).encode(), digest_size=8).hexdigest() if aliases else ""

    def _read(self, source: Path, now: str) -> Taken:
        try:
            found = Sidecar(source, self._keeping).load(alone=True)
            return Taken(source, now, found.annotations, "", found.choice)
        except UnreadableSidecar as error:
            return Taken(source, "", {}, str(error))

    def _opened(self, source: Path) -> tuple[str, Document | None]:
        # Before it is read: what changes meanwhile is read again the next time.
        choice = self.choices.of(source)
        now = as_chosen(stamp([source]), choice)
        try:
            return now, open_as_chosen(source, choice)[0]
        except UnreadableDocument:
            # It may become readable without a trace in its stamp.
            return "", None

    def _put_texts(self, waiting: list[tuple[Path, str, Document | None]]) -> dict[Path, str]:
        if waiting:
            with self.texts.writing() as connection:
                texts.put(connection, waiting)
        return {source: now for source, now, _ in waiting}

    def _put(self, waiting: list[Taken]) -> list[Taken]:
        if waiting:
            with self.notes.writing() as connection:
                notes.put(connection, waiting)
        return waiting


def _is_gone(name: bytes, known: Container[bytes]) -> bool:
    return name not in known and not os.path.lexists(name)
