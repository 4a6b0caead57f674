"""What new names for tags changed beside the notes, so that taking them back is exact.

A file in the state folder; it may be lost, then only the names themselves are given back.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.core.paths import write_atomically
from tui.core.store.retagging import Retagged
from tui.core.store.tag_entry import entry_of, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tui.core.paths import Places
    from tui.core.store.tag_entry import TagEntry

MOST = 200
"""Renames that are remembered, the latest."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """In the tags file `book`, `old` became `new`.

    `retagged` are the entries of that file, `queries` the saved queries by name, before and after.
    """

    book: Path
    old: str
    new: str
    retagged: Retagged
    queries: Mapping[str, tuple[str, str]]


class Renames:
    """The latest renames of one reader; no method raises."""

    def __init__(self, places: Places) -> None:
        self._file = places.state / "renames.json"

    def add(self, renamed: Renamed) -> None:
        """Remember one."""
        self._write([*self._rows(), _row(renamed)])

    def take(self, book: Path, old: str, new: str) -> Renamed | None:
        """The latest one of that kind, which is forgotten then; None where none is known."""
        rows = self._rows()
        for at in range(len(rows) - 1, -1, -1):
            found = _renamed(rows[at], book)
            if found and (found.old, found.new) == (old, new):
                self._write([*rows[:at], *rows[at + 1 :]])
                return found
        return None

    def _rows(self) -> list[Any]:
        try:
            rows = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return []
        return rows if isinstance(rows, list) else []

    def _write(self, rows: list[Any]) -> None:
        data = json.dumps(rows[-MOST:], ensure_ascii=False).encode("utf-8", "surrogatepass")
        with suppress(OSError):
            write_atomically(self._file, data)


def _row(renamed: Renamed) -> dict[str, Any]:
    return {
        "book": str(renamed.book),
        "old": renamed.old,
        "new": renamed.new,
        "before": [*map(row_of, renamed.retagged.before)],
        "after": [*map(row_of, renamed.retagged.after)],
        "queries": {name: [*texts] for name, texts in renamed.queries.items()},
    }


def _renamed(row: Any, book: Path) -> Renamed | None:
    """What a row says; None for one of another tags file, or one that says nothing."""
    try:
        if row["book"] != str(book):
            return None
        retagged = Retagged(_entries(row["before"]), _entries(row["after"]))
        queries = {str(name): (str(a), str(b)) for name, (a, b) in row["queries"].items()}
        return Renamed(book, str(row["old"]), str(row["new"]), retagged, queries)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _entries(rows: Iterable[Any]) -> tuple[TagEntry, ...]:
    return tuple(entry for row in rows if (entry := entry_of(row)))
