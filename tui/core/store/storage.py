"""The TinyDB storage of a sidecar: one annotation per line, replaced whole and durably."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage

from tui.core.errors import UnreadableSidecar, UnwritableSidecar, reason
from tui.core.store.replace import Signature, replace_durably, signature_of

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "postil-notes"
SCHEMA = 1
RECORDS = "_default"

Tables = dict[str, dict[str, Any]]


def new_tables() -> Tables:
    """The tables of a sidecar without any annotation."""
    return {
        "sidecar": {"1": {"format": FORMAT, "schema": SCHEMA}},
        RECORDS: {"0": {"kind": "postil"}},
    }


class SidecarStorage(Storage):
    """Reads the file anew when it changed; `write` only stages, `commit` puts it on the disk.

    So any number of TinyDB operations lead to one durable write. A new file gets the permissions of
    `source`. Reading never creates one. Not for two threads at once.
    """

    def __init__(self, path: Path, source: Path) -> None:
        self._path = path
        self._source = source
        self._tables: Tables = {}
        self._lines: dict[str, tuple[Any, str]] = {}
        self._signature: Signature | None = None
        self._staged: Tables | None = None

    def read(self) -> Tables:
        """The tables, those staged if there are any; a file that does not exist has none yet.

        Raises `UnreadableSidecar` for one that is not understood.
        """
        if self._staged is None:
            self._refresh()
        return dict(self._tables if self._staged is None else self._staged)

    def write(self, data: Tables) -> None:
        """Stage `data`."""
        self._staged = data

    def rollback(self) -> None:
        """Forget what was staged."""
        self._staged = None

    def commit(self) -> bool:
        """Replace the file by what was staged; False, and nothing done, if it changed meanwhile.

        Raises `UnwritableSidecar`; the old file is whole then.
        """
        staged, self._staged = self._staged, None
        if staged is None:
            return True
        data = self._serialised(staged).encode("utf-8", "surrogatepass")
        try:
            written = replace_durably(self._path, data, self._signature, self._source)
        except OSError as error:
            raise UnwritableSidecar(self._path, f"not saved: {reason(error)}") from error
        if written:
            self._tables, self._signature = staged, written
        return written is not None

    def _refresh(self) -> None:
        try:
            signature = signature_of(self._path)
            if signature is None:
                self._tables = new_tables()
            elif signature != self._signature:
                self._tables = self._parsed(self._path.read_bytes())
        except OSError as error:
            raise UnreadableSidecar(self._path, reason(error)) from error
        # Remembered only now: a file that could not be parsed must not count as read.
        self._signature = signature

    def _parsed(self, data: bytes) -> Tables:
        try:
            tables: Tables = json.loads(data.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            message = "damaged, so notes cannot be saved here; it is left as it is"
            raise UnreadableSidecar(self._path, message) from error
        if not _is_ours(tables):
            message = "not a file of notes by Postil; move it away to annotate this document"
            raise UnreadableSidecar(self._path, message)
        return tables

    def _serialised(self, tables: Tables) -> str:
        """First and last line never change; every record line but the first begins with a comma."""
        first, *records = sorted(tables[RECORDS].items(), key=lambda item: int(item[0]))
        head = f'{{"sidecar":{_json(tables["sidecar"])},"{RECORDS}":{{{self._line(*first)}'
        lines = [head, *(f",{self._line(*record)}" for record in records)]
        others = [name for name in tables if name not in ("sidecar", RECORDS)]
        foreign = "".join(f",{_json(name)}:{_json(tables[name])}" for name in others)
        return "\n".join([*lines, f"}}{foreign}}}", ""])

    def _line(self, id_: str, row: Any) -> str:
        """The line of a record, made once: rows are replaced, never changed."""
        known = self._lines.get(id_)
        if known is None or known[0] is not row:
            known = self._lines[id_] = (row, f"{_json(id_)}:{_json(row)}")
        return known[1]


def _is_ours(tables: Any) -> bool:
    if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
        return False
    head = tables.get("sidecar", {}).get("1", {})
    records = tables.get(RECORDS, {})
    return (
        isinstance(head, dict)
        and head.get("format") == FORMAT
        and type(head.get("schema")) is int
        and bool(records)
        and all(id_.isascii() and id_.isdecimal() for id_ in records)
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
