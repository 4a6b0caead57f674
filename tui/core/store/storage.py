"""The TinyDB storage of a sidecar: one annotation per line, replaced whole and durably."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage

from tui.core.errors import UnreadableSidecar, UnwritableSidecar, reason
from tui.core.store.names import fitting
from tui.core.store.parse import ENCODING, RECORDS, NotOursError, Parsed, new_tables, parse
from tui.core.store.replace import Held, Signature, replace_durably, signature_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.store.merge import Tables
    from tui.core.store.parse import Lines


class SidecarStorage(Storage):
    """Reads the file anew when it changed; `write` only stages, `commit` puts it on the disk.

    So any number of TinyDB operations lead to one durable write. A new file gets the permissions of
    `source`. Reading never creates one. Not for two threads at once.
    """

    def __init__(self, path: Path, source: Path) -> None:
        self._path = path
        self._source = source
        self._parsed = Parsed({})
        self._lines: Lines = {}
        self._held: Held | None = None
        self._fresh = False
        self._staged: Tables | None = None

    @property
    def signature(self) -> Signature | None:
        """That of the file as it was last read or written; None if there was none."""
        return self._held.signature if self._held else None

    @property
    def signature_now(self) -> Signature | None:
        """That on the disk now; of a file that cannot be looked at nothing is known to differ."""
        try:
            return signature_of(self._path)
        except OSError:
            return self.signature

    @property
    def held(self) -> Held | None:
        """The file as it was last read or written; None if there was none."""
        return self._held

    @property
    def parsed(self) -> Parsed:
        """What the file held when it was last read or written."""
        return self._parsed

    def read(self) -> Tables:
        """The tables, those staged if there are any; a file that does not exist has none yet.

        They are the caller's own: TinyDB changes rows in place before it writes them. Raises
        `UnreadableSidecar` for one that is not understood.
        """
        if self._staged is not None:
            return dict(self._staged)
        tables: Tables = json.loads(json.dumps(self.tables()))
        return tables

    def tables(self) -> Tables:
        """Those of the file, the rows themselves: not to be changed; raises like `read`."""
        self._refresh()
        return dict(self._parsed.tables)

    def write(self, data: Tables) -> None:
        """Stage `data`."""
        self._staged = data

    def rollback(self) -> None:
        """Forget what was staged."""
        self._staged = None

    def commit(self) -> bool:
        """Replace the file by what was staged; False, and nothing done, if it changed meanwhile.

        A damaged file is kept under another name first. Raises `UnwritableSidecar`; the old file is
        whole then.
        """
        staged, self._staged = self._staged, None
        if staged is None:
            return True
        staged = _completed(staged)
        data = serialised(staged, self._lines)
        try:
            if self._parsed.damaged and self._held:
                _quarantine(self._path, self._held.read(), self._source)
            written = replace_durably(self._path, data, self.signature, self._source)
        except OSError as error:
            raise UnwritableSidecar(self._path, f"not saved: {reason(error)}") from error
        if written:
            self._parsed, self._held, self._fresh = Parsed(staged), written, True
        return written is not None

    def kept_as(self) -> Path:
        """Where the damaged file that was read is kept before it is written over."""
        return _free_name(self._path, self._held.read() if self._held else b"")

    def _refresh(self) -> None:
        try:
            signature = signature_of(self._path)
            if self._fresh and signature == self.signature:
                return
            held = Held(self._path) if signature else None
        except FileNotFoundError:
            held = None
        except OSError as error:
            raise UnreadableSidecar(self._path, reason(error)) from error
        try:
            self._parsed = parse(held.read(), self._lines) if held else Parsed(new_tables())
        except NotOursError as error:
            message = "not a file of notes by Postil; move it away to annotate this document"
            raise UnreadableSidecar(self._path, message) from error
        except OSError as error:
            raise UnreadableSidecar(self._path, reason(error)) from error
        # Remembered only now: a file that could not be parsed must not count as read.
        self._held, self._fresh = held, True


def serialised(tables: Tables, lines: Lines | None = None) -> bytes:
    """The form of a sidecar: first and last line never change, every record begins with a comma.

    `lines` remembers the line of each record from one call to the next: rows are replaced, never
    changed.
    """
    lines = {} if lines is None else lines
    records = tables[RECORDS]
    body = []
    # Step by step and not in one call: the interface goes on meanwhile.
    for id_ in sorted(records, key=int):
        row, known = records[id_], lines.get(id_)
        if known is None or known[0] is not row:
            known = lines[id_] = (row, f",{_json(id_)}:{_json(row)}".encode(*ENCODING))
        body.append(known[1])
    head = f'{{"sidecar":{_json(tables["sidecar"])},"{RECORDS}":{{'.encode(*ENCODING)
    others = [name for name in tables if name not in ("sidecar", RECORDS)]
    foreign = "".join(f",{_json(name)}:{_json(tables[name])}" for name in others)
    body[0] = head + body[0][1:]
    return b"\n".join([*body, f"}}{foreign}}}".encode(*ENCODING), b""])


def quarantine_name(path: Path, number: int) -> Path:
    """Where the `number`th damaged version of a sidecar is kept."""
    return path.with_name(fitting(path.name, f".damaged-{number}"))


def _quarantine(path: Path, data: bytes, like: Path) -> None:
    """Keep `data` beside `path`, once; raises OSError."""
    kept = _free_name(path, data)
    while not (kept.exists() or replace_durably(kept, data, None, like, path)):
        kept = _free_name(path, data)


def _free_name(path: Path, data: bytes) -> Path:
    """The first name for a damaged version that is free, or that holds `data` already."""
    number = 1
    while (kept := quarantine_name(path, number)).exists() and kept.read_bytes() != data:
        number += 1
    return kept


def _completed(tables: Tables) -> Tables:
    """`tables` with what makes them a sidecar: TinyDB lets everything be removed."""
    own, records = tables.get("sidecar", {}), tables.get(RECORDS, {})
    if "1" in own and "0" in records:
        return tables
    new = new_tables()
    both = {"sidecar": {**new["sidecar"], **own}, RECORDS: {**new[RECORDS], **records}}
    return {**tables, **both}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
