"""The notes file beside a source: read whole, changed record by record, saved in one step."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB

from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.model import AS_FOUND
from tui.core.paths import real
from tui.core.store.beside import Version, dispose, keep, versions_beside
from tui.core.store.edited import edited_rows
from tui.core.store.merge import merge_record, merge_tables, taken_away
from tui.core.store.parse import RECORDS, is_newer, new_tables, uncollected
from tui.core.store.replace import locked, make_folder, write_new
from tui.core.store.schema import (
    DOCUMENT,
    MalformedRowError,
    annotation_of,
    annotations_of,
    chosen_in,
    document_row,
    is_annotation,
    is_old_tombstone,
)
from tui.core.store.storage import SidecarStorage, serialised
from tui.core.store.tagbook import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tinydb.table import Table

    from tui.core.model import Annotation, Choice, Document
    from tui.core.store.keeping import Keeping
    from tui.core.store.merge import Tables
    from tui.core.store.versions import Row

Found = tuple[Version, SidecarStorage]
"""Another version of a sidecar, and the door to what it holds."""

ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Notes:
    """What a sidecar holds; `problems` are lines about what of it could not be used.

    `due`: other versions of it lie about, so a save would put things in order. `choice` is how the
    source is to be read.
    """

    annotations: dict[int, Annotation]
    problems: tuple[str, ...] = ()
    read_only: bool = False
    due: bool = False
    choice: Choice = AS_FOUND


@dataclass(frozen=True, slots=True)
class News:
    """What another program changed: rows with their annotations by id, None for what is gone.

    `choice` is how the source is to be read from now on, None for as before.
    """

    rows: dict[int, tuple[Row | None, Annotation | None]]
    problems: tuple[str, ...] = ()
    choice: Choice | None = None


class Sidecar:
    """The sidecar of `source`; may be used by several threads, one of them at a time inside.

    The disk is the truth. `_known` are the rows that edits are made on: those that were loaded,
    accepted as news, or saved from here. `fallback` says where the notes went that their place
    would not take.
    """

    def __init__(self, source: Path, keeping: Keeping) -> None:
        # A sidecar may itself be a link; what it points to is replaced then, not the link.
        self.path = Path(os.path.realpath(keeping.sidecar(source)))
        self.fallback = ""
        self._source = source
        self.keeping = keeping
        self._mirror_path = keeping.mirror(source)
        self._storage = SidecarStorage(self.path, real(source))
        self._mirror = SidecarStorage(self._mirror_path, real(source))
        self._known: dict[str, Any] = {}
        self._told: object = None
        self._lock = threading.Lock()

    def load(self, *, alone: bool = False) -> Notes:
        """Every annotation that can be read; a file that does not exist holds none.

        A malformed record is passed over, told in `problems` and left in the file. `alone` saves
        the look at the folder for other versions. Raises `UnreadableSidecar`.
        """
        with self._lock:
            tables, versions = self._read(alone=alone)
            self._told = self._signatures()
            self._known = dict(tables[RECORDS])
            problems = self._damage()
        newer = is_newer(tables)
        problems += [self._newer_message()] if newer else []
        with uncollected():
            annotations, bad = annotations_of(tables[RECORDS])
            annotations = {id_: self._renamed(one) for id_, one in annotations.items()}
        if bad:
            records = "1 record is" if bad == 1 else f"{bad} records are"
            problems.append(f"{self.path}: {records} malformed and stay as they are")
        choice = chosen_in(self._known.get(str(DOCUMENT)))
        return Notes(annotations, tuple(problems), newer, bool(versions), choice)

    def save(
        self,
        document: Document,
        changes: Mapping[int, Annotation | None],
        choice: Choice | None = None,
    ) -> None:
        """Write `changes` by annotation id, None for a deleted one, in one durable step.

        A `choice` of how the source is read is written with them. What another program put into the
        file meanwhile is merged. When the place cannot be written they go to the mirror and
        `fallback` says so. Raises `UnreadableSidecar` or `UnwritableSidecar`.
        """
        edited = partial(edited_rows, changes=changes, keeping=self.keeping, choice=choice)
        ours: dict[str, Row] | None = None
        with self._lock, locked(self.path.parent):
            try:
                for _ in range(ATTEMPTS):
                    tables, versions = self._read()
                    if is_newer(tables):
                        raise UnreadableSidecar(self.path, self._newer_message())
                    # Once: made anew they would have other stamps, and conflict with themselves.
                    ours = edited(self._known, tables[RECORDS]) if ours is None else ours
                    if self._commit(document, tables, versions, ours, changes):
                        return
                problem = UnwritableSidecar(
                    self.path, "not saved: another program keeps changing it"
                )
            except UnwritableSidecar as error:
                problem = error
            except UnreadableSidecar as error:
                # Not the disk's fault but the content's: a newer form, or somebody else's.
                if not isinstance(error.__cause__, OSError):
                    if error.__cause__:
                        self._keep_apart(document, edited(self._known, {}))
                    raise
                problem = UnwritableSidecar(self.path, f"not saved: {error.reason}")
            ours = edited(self._known, {}) if ours is None else ours
            self._save_elsewhere(document, ours, problem)

    def news(self) -> News:
        """What differs on the disk from the rows that edits are made on; {} mostly, and at once.

        A version that was overwritten by an older one or deleted is kept in the state folder.
        Raises `UnreadableSidecar`.
        """
        with self._lock:
            unchanged = self._told is not None and self._told == self._signatures(fresh=True)
            # A disk that was unplugged takes no notes away.
            if unchanged or not os.path.isdir(self.path.parent):  # noqa: PTH112 - raises nothing
                return News({})
            try:
                tables, _ = self._read()
            except UnreadableSidecar as error:
                raise self._replaced(error) from error
            self._told = self._signatures()
            # A snapshot: the interface accepts rows meanwhile.
            rows, known = tables[RECORDS], dict(self._known)
            changed = {
                id_: row
                for id_, row in rows.items()
                if row is not known.get(id_) and row != known.get(id_)
            }
            lost = [id_ for id_ in known if id_ not in rows]
            taken = taken_away(known, rows)
            problems = self._damage() + (self._kept_past(taken) if taken else [])
        news: dict[int, tuple[Row | None, Annotation | None]] = {}
        for id_, row in changed.items():
            with contextlib.suppress(MalformedRowError):
                annotation = annotation_of(int(id_), row) if is_annotation(row) else None
                news[int(id_)] = (row, self._renamed(annotation) if annotation else None)
        told = str(DOCUMENT) in {*changed, *lost}
        choice = chosen_in(rows.get(str(DOCUMENT))) if told else None
        return News(news | {int(id_): (None, None) for id_ in lost}, tuple(problems), choice)

    def accept(self, id_: int, row: Row | None) -> None:
        """Edits of this annotation are made on `row` from now on."""
        if row is None:
            self._known.pop(str(id_), None)
        else:
            self._known[str(id_)] = row

    def _renamed(self, annotation: Annotation) -> Annotation:
        """`annotation` with its tags under the names they go by in its library."""
        if not annotation.tags:
            return annotation
        tags = canonical(annotation.tags, self.keeping.aliases.of(self._source.parent))
        return annotation if tags == annotation.tags else replace(annotation, tags=tags)

    def _read(self, *, alone: bool = False) -> tuple[Tables, list[Found]]:
        """The tables that all versions of the file hold together, and the others of them."""
        versions = [Version(self._mirror_path, "mirror", self._mirror_path)]
        if not alone:
            versions += [*versions_beside(self.path), *versions_beside(self._mirror_path)]
        return self._with_others(self._storage.tables(), versions)

    def _with_others(self, tables: Tables, versions: list[Version]) -> tuple[Tables, list[Found]]:
        whole: list[Found] = []
        for version in versions:
            mirrored = version.path == self._mirror_path
            storage = self._mirror if mirrored else SidecarStorage(version.path, self.path)
            # What is no file of ours is none of our business, however it is called.
            with contextlib.suppress(UnreadableSidecar):
                found = storage.tables()
                # Of a newer form we would not know what to take over.
                if storage.held and not is_newer(found):
                    tables = merge_tables(tables, found)
                    whole.append((version, storage))
        return tables, whole

    def _commit(
        self,
        document: Document,
        tables: Tables,
        versions: list[Found],
        ours: Mapping[str, Row],
        changes: Iterable[int],
    ) -> bool:
        """Write what was read together with our rows; False if the file changed meanwhile."""
        foreign = self._told != self._signatures()
        records = tables[RECORDS]
        behind = any(records.get(str(id_)) != self._known.get(str(id_)) for id_ in changes)
        if not (ours or versions):
            self.fallback = ""
            self._told = None if behind else self._told
            return True
        if foreign and (taken := taken_away(dict(self._known), records)):
            self._kept_past(taken)
        old = [id_ for id_, row in records.items() if id_ not in ours and is_old_tombstone(row)]
        self._stage(self._storage, tables, ours, document, old)
        if self.keeping.tree:
            with contextlib.suppress(OSError):
                make_folder(self.path.parent)
        if not self._storage.commit():
            return False
        self._dispose(versions)
        self.fallback = ""
        self._known |= ours
        for id_ in old:
            self._known.pop(id_, None)
        # Rows of others that came in with ours are news yet.
        self._told = None if foreign or behind or versions else self._signatures()
        return True

    def _stage(
        self,
        storage: SidecarStorage,
        tables: Tables,
        ours: Mapping[str, Row],
        document: Document,
        old: Iterable[str] = (),
    ) -> None:
        """Bring our rows into the tables, merged with another program's, and drop `old` ones."""
        records = tables[RECORDS]
        rows: dict[int, Any] = {}
        for id_, row in ours.items():
            there = records.get(id_)
            apart = there is not None and there != self._known.get(id_, there)
            rows[int(id_)] = merge_record(there, row) if apart else row
        about = document_row(document, rows.get(DOCUMENT, records.get(str(DOCUMENT))))
        if about != records.get(str(DOCUMENT)):
            rows[DOCUMENT] = about
        storage.write(tables)
        try:
            _put(TinyDB(storage=lambda: storage).table(RECORDS), rows, map(int, old))
        except BaseException:
            storage.rollback()
            raise

    def _save_elsewhere(
        self, document: Document, ours: Mapping[str, Row], error: UnwritableSidecar
    ) -> None:
        """Keep our rows in the mirror; raises `UnwritableSidecar` when that fails too."""
        folder = self._mirror_path.parent
        try:
            if not (ours or self._mirror_path.exists()):
                # Nothing of the reader's is at stake: what lies about goes on to lie there.
                return
            if ours and not self._mirrored(document, ours):
                raise error
        except (OSError, UnreadableSidecar, UnwritableSidecar):
            raise error from None
        self._known |= ours
        self._told = None
        self.fallback = f"{self.path}: {error.reason}; kept in {folder} until it can be"

    def _keep_apart(self, document: Document, ours: Mapping[str, Row]) -> None:
        """Put edits that cannot be saved where a crash does not reach them, if that can be done."""
        with contextlib.suppress(OSError, UnreadableSidecar, UnwritableSidecar):
            if ours and self._mirrored(document, ours):
                self._known |= ours

    def _mirrored(self, document: Document, ours: Mapping[str, Row]) -> bool:
        """Whether our rows are in the mirror now; raises if not, mostly."""
        folder = self._mirror_path.parent
        make_folder(folder, 0o700)
        about, source = folder / "source", os.fsencode(self._source.absolute())
        if not (about.exists() and about.read_bytes() == source):
            about.unlink(missing_ok=True)
            write_new(about, source, about)
        with locked(folder):
            for _ in range(ATTEMPTS):
                strays = versions_beside(self._mirror_path)
                tables, found = self._with_others(self._mirror.tables(), strays)
                if is_newer(tables):
                    return False
                self._stage(self._mirror, tables, ours, document)
                if self._mirror.commit():
                    self._dispose(found)
                    return True
        return False

    def _dispose(self, versions: list[Found]) -> None:
        """The versions are in the file now that was saved."""
        for version, storage in versions:
            damaged = version.kind == "mirror" and storage.parsed.damaged
            with contextlib.suppress(OSError):
                if storage.held:
                    past = self.keeping.past(self._source)
                    archive = version.kind == "copy" or damaged
                    dispose(version, storage.held, past, archive=archive)

    def _signatures(self, *, fresh: bool = False) -> object:
        if fresh:
            return self._storage.signature_now, self._mirror.signature_now
        return self._storage.signature, self._mirror.signature

    def _damage(self) -> list[str]:
        parsed = self._storage.parsed
        if not parsed.damaged:
            return []
        read = sum(map(is_annotation, parsed.tables[RECORDS].values()))
        kept = self._storage.kept_as().name
        return [
            f"{self.path}: damaged: {read} of {read + parsed.lost} notes read; before the next save"
            f" it is kept as {kept}"
        ]

    def _kept_past(self, taken: Mapping[str, Any]) -> list[str]:
        """Keep what another program took away from the file."""
        tables = new_tables() | {RECORDS: {**new_tables()[RECORDS], **taken}}
        try:
            kept = keep(self.keeping.past(self._source), serialised(tables), self.path.name)
        except OSError:
            return [f"{self.path}: another program took notes out of it"]
        return [f"{self.path}: another program took notes out: see the trash, and the copy {kept}"]

    def _replaced(self, error: UnreadableSidecar) -> UnreadableSidecar:
        """What is to be said, once, of a file that took the place of the notes; they are kept."""
        self._told = self._signatures(fresh=True)
        taken = taken_away(dict(self._known), {})
        if not taken or isinstance(error.__cause__, OSError):
            return error
        self._kept_past(taken)
        return UnreadableSidecar(self.path, f"{error.reason}; the notes that it held are kept")

    def _newer_message(self) -> str:
        return f"{self.path}: written by a newer Postil; it is only read until you update"


def _put(table: Table, rows: Mapping[int, Row], gone: Iterable[int]) -> None:
    """In one pass of TinyDB over its rows, which are many; each row stays the object it is."""

    def place(everything: dict[int, Mapping[str, Any]]) -> None:
        for id_ in gone:
            everything.pop(id_, None)
        everything.update(rows)

    table._update_table(place)
