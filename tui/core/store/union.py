"""Sidecars as files: read whole or not at all, merged into one, gone only when that is durable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.store.merge import merge_tables
from tui.core.store.parse import RECORDS, is_newer
from tui.core.store.schema import DOCUMENT, LAST_ID, document_row, is_annotation
from tui.core.store.sidecar import ATTEMPTS
from tui.core.store.storage import SidecarStorage
from tui.core.store.versions import other_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tui.core.model import Document
    from tui.core.store.merge import Tables
    from tui.core.store.parse import Parsed


@dataclass(frozen=True, slots=True)
class United:
    """What was written, and each file as it was read for that."""

    tables: Tables
    parts: Mapping[Path, SidecarStorage]


def unite(files: Sequence[Path], to: Path, like: Path, document: Document | None = None) -> United:
    """Replace `to` durably by what `files` hold together.

    A new file gets the permissions of `like`; `document` is what it belongs to from now on. Raises
    `UnreadableSidecar`, nothing written, if not every record of every file can be read, and
    `UnwritableSidecar`.
    """
    parts = {file: SidecarStorage(file, like) for file in files}
    target = parts.get(to) or SidecarStorage(to, like)
    for _ in range(ATTEMPTS):
        tables = reduce(merge_tables, [_whole(parts[file], file) for file in files])
        # What is replaced must be notes too.
        target.read()
        target.write(_about(tables, document) if document else tables)
        if target.commit():
            return United(tables, parts)
    raise UnwritableSidecar(to, "not saved: another program keeps changing it")


def carry(files: Sequence[Path], to: Path, like: Path, document: Document | None = None) -> None:
    """Bring `files` into `to`, which may exist, then remove them.

    Raises `UnreadableSidecar` and `UnwritableSidecar`, nothing removed then, and OSError.
    """
    for _ in range(ATTEMPTS):
        parts = unite([*files, *([to] if to.exists() else [])], to, like, document).parts
        done = [file for file in files if parts[file].signature_now == parts[file].signature]
        for file in done:
            file.unlink(missing_ok=True)
        # What another program wrote meanwhile has still to come along.
        files = [file for file in files if file not in done]
        if not files:
            return


def rewrite(path: Path, like: Path) -> None:
    """Write a damaged file anew from what can be read of it; as it was it stays under another name.

    Raises `UnreadableSidecar` and `UnwritableSidecar`.
    """
    storage = SidecarStorage(path, like)
    for _ in range(ATTEMPTS):
        storage.write(storage.read())
        if storage.commit():
            return
    raise UnwritableSidecar(path, "not saved: another program keeps changing it")


def several_texts(tables: Tables) -> list[int]:
    """The annotations that have more than one text: somebody has to choose."""
    rows = ((int(id_), row) for id_, row in tables[RECORDS].items() if isinstance(row, dict))
    return [id_ for id_, row in rows if id_ <= LAST_ID and other_texts(row)]


def read_of(parsed: Parsed) -> str:
    """How many of the notes of a damaged file were read: `2 of 3`."""
    read = sum(map(is_annotation, parsed.tables[RECORDS].values()))
    return f"{read} of {read + parsed.lost}"


def is_cut(path: Path) -> bool:
    """Whether the end of a sidecar is missing, and nobody knows how many notes with it."""
    last = path.read_bytes().rstrip(b"\0 \r\n\t").rpartition(b"\n")[2]
    return not last.startswith(b"}")


def _whole(storage: SidecarStorage, path: Path) -> Tables:
    tables = storage.read()
    if is_newer(tables):
        raise UnreadableSidecar(path, "written by a newer Postil; update this one to merge it")
    parsed = storage.parsed
    if parsed.damaged and (parsed.lost or is_cut(path)):
        message = f"damaged: only {read_of(parsed)} notes can be read; postil doctor --fix repairs"
        raise UnreadableSidecar(path, message)
    return tables


def _about(tables: Tables, document: Document) -> Tables:
    records = tables[RECORDS]
    row = document_row(document, records.get(str(DOCUMENT)))
    return tables | {RECORDS: records | {str(DOCUMENT): row}}
