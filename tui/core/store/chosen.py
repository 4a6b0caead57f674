"""How a reader chose that sources be read, looked up beside them without reading their notes."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import reduce
from typing import TYPE_CHECKING, Any

from tui.core.documents import open_as_chosen
from tui.core.documents.source import read_file, signature
from tui.core.errors import UnreadableDocument, UnreadableSidecar
from tui.core.model import AS_FOUND
from tui.core.paths import real
from tui.core.store.merge import merge_record
from tui.core.store.parse import ENCODING, RECORDS
from tui.core.store.schema import DOCUMENT, chosen_in
from tui.core.store.storage import SidecarStorage

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.documents.source import Signature
    from tui.core.model import Choice, Document
    from tui.core.store.keeping import Keeping

_LINE = f'\n,"{DOCUMENT}":'.encode()


class Choices:
    """What was chosen for sources; what is known of one is looked up again when it may differ.

    May be used by several threads.
    """

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping
        self._mirrors = str(keeping.mirrors)
        self._sidecars: dict[Path, Path] = {}
        self._folders: dict[Path, Path] = {}
        self._known: dict[Path, tuple[tuple[Signature | None, ...], Choice]] = {}

    def of(self, source: Path) -> Choice:
        """The choice for `source`, wherever its notes are kept; raises nothing."""
        files = self.files(source)
        now = tuple(map(signature, files))
        known = self._known.get(source)
        if known is None or known[0] != now:
            rows = [_row(file, source) for file, there in zip(files, now, strict=True) if there]
            found = [row for row in rows if row is not None]
            known = now, (chosen_in(reduce(merge_record, found)) if found else AS_FOUND)
            self._known[source] = known
        return known[1]

    def files(self, source: Path) -> list[Path]:
        """Where notes of a source may be: in their own place, and in the mirror if there is any."""
        if source not in self._sidecars:
            self._sidecars[source] = self.keeping.sidecar_of(self._real(source))
        # Where notes were never kept elsewhere, it need not be looked for of each.
        mirrored = os.path.isdir(self._mirrors)  # noqa: PTH112 - raises nothing
        return [self._sidecars[source], *([self.keeping.mirror(source)] if mirrored else [])]

    def _real(self, source: Path) -> Path:
        """Where links lead, found out once for each folder: most of the time goes into that."""
        folder = source.parent
        if folder not in self._folders:
            self._folders[folder] = real(folder)
        text = self._folders[folder] / source.name
        return real(text) if os.path.islink(text) else text  # noqa: PTH114 - raises nothing

    def open(self, source: Path) -> Document:
        """Read `source` as was chosen; raises `UnreadableDocument`."""
        return open_as_chosen(source, self.of(source))[0]


def _row(file: Path, source: Path) -> Any:
    """The document's record in a sidecar, None if there is none; a line apart in most of them."""
    with suppress(UnreadableDocument, ValueError, RecursionError):
        data = read_file(file).data
        if data.count(_LINE) == 1:
            start = data.index(_LINE) + len(_LINE)
            return json.loads(data[start : data.index(b"\n", start)].decode(*ENCODING))
    with suppress(UnreadableSidecar):
        return SidecarStorage(file, source).tables()[RECORDS].get(str(DOCUMENT))
    return None
