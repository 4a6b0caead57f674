"""The notes file beside a source: read whole, changed record by record, saved in one step."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.table import Document as Record

from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.model import Annotation, timestamp
from tui.core.store.schema import (
    MalformedRowError,
    annotation_of,
    document_row,
    is_annotation,
    row_of,
    tombstone_of,
)
from tui.core.store.storage import RECORDS, SCHEMA, SidecarStorage, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tinydb.table import Table

    from tui.core.model import Document

SUFFIX = ".notes.json"
LONGEST_NAME = 255
"""Bytes that a file name may have on common file systems."""
DOCUMENT = 1
ATTEMPTS = 20


def sidecar_path(source: Path) -> Path:
    """`<name>.notes.json` beside the file that `source` is, or is a link to."""
    real = source.resolve()
    name = os.fsencode(real.name)
    if len(name) + len(SUFFIX) > LONGEST_NAME:
        digest = hashlib.blake2b(name, digest_size=8).hexdigest()
        room = LONGEST_NAME - len(SUFFIX) - len(digest) - 1
        name = os.fsencode(name[:room].decode("utf-8", "ignore")) + f"~{digest}".encode()
    return real.with_name(os.fsdecode(name) + SUFFIX)


def is_sidecar(path: Path) -> bool:
    """Whether `path` has the name of a sidecar."""
    return path.name.endswith(SUFFIX)


@dataclass(frozen=True, slots=True)
class Notes:
    """What a sidecar holds; `problems` are lines about what of it could not be used."""

    annotations: dict[int, Annotation]
    problems: tuple[str, ...] = ()
    read_only: bool = False


class Sidecar:
    """The sidecar of `source`; may be used by several threads, one of them at a time inside."""

    def __init__(self, source: Path) -> None:
        self.path = sidecar_path(source)
        self._storage = SidecarStorage(self.path, source.resolve())
        self._lock = threading.Lock()

    def load(self) -> Notes:
        """Every annotation that can be read; a file that does not exist holds none.

        A malformed record is passed over, told in `problems` and left in the file. Raises
        `UnreadableSidecar`.
        """
        with self._lock:
            tables = self._storage.read()
        newer = _is_newer(tables)
        problems = [self._newer_message()] if newer else []
        annotations: dict[int, Annotation] = {}
        bad = 0
        for id_, row in tables[RECORDS].items():
            if is_annotation(row):
                try:
                    annotations[int(id_)] = annotation_of(int(id_), row)
                except MalformedRowError:
                    bad += 1
        if bad:
            problems.append(f"{self.path}: {bad} records are malformed and stay as they are")
        return Notes(annotations, tuple(problems), newer)

    def save(self, document: Document, changes: Mapping[int, Annotation | None]) -> None:
        """Write `changes` by annotation id, None for a deleted one, in one durable step.

        What another program put into the file meanwhile stays. Raises `UnreadableSidecar` or
        `UnwritableSidecar`.
        """
        with self._lock:
            for _ in range(ATTEMPTS):
                if not self._stage(document, changes) or self._storage.commit():
                    return
        raise UnwritableSidecar(self.path, "not saved: another program keeps changing it")

    def _stage(self, document: Document, changes: Mapping[int, Annotation | None]) -> bool:
        """Bring the changes into the tables as they are now; whether any row differs."""
        tables = self._storage.read()
        if _is_newer(tables):
            raise UnreadableSidecar(self.path, self._newer_message())
        rows = _changed_rows(tables[RECORDS], document, changes)
        if rows:
            try:
                _put(TinyDB(storage=lambda: self._storage).table(RECORDS), rows)
            except BaseException:
                self._storage.rollback()
                raise
        return bool(rows)

    def _newer_message(self) -> str:
        return f"{self.path}: written by a newer Postil; it is only read until you update"


def _is_newer(tables: Tables) -> bool:
    return bool(tables["sidecar"]["1"]["schema"] > SCHEMA)


def _changed_rows(
    records: Mapping[str, Any], document: Document, changes: Mapping[int, Annotation | None]
) -> dict[int, dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for id_, annotation in changes.items():
        old = records.get(str(id_))
        if annotation:
            row = row_of(annotation, old)
        elif old is None or (isinstance(old, dict) and "deleted" in old):
            continue
        else:
            row = tombstone_of(old, timestamp())
        if row != old:
            rows[id_] = row
    about = document_row(document, records.get(str(DOCUMENT)))
    if rows and about != records.get(str(DOCUMENT)):
        rows[DOCUMENT] = about
    return rows


def _put(table: Table, rows: Mapping[int, dict[str, Any]]) -> None:
    known = [id_ for id_ in rows if table.contains(doc_id=id_)]
    if known:
        table.remove(doc_ids=known)
    table.insert_multiple(Record(row, id_) for id_, row in rows.items())
