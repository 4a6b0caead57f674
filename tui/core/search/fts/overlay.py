"""Edits that the disk was not seen to hold yet: a search knows them at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui.core.edits import Change
from tui.core.search.index import is_on_disk
from tui.core.search.snapshot import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tui.core.model import Annotation
    from tui.core.search.snapshot import Row


class Overlay:
    """The rows that edits led to by source and id, None for what was removed.

    Not for several threads at once.
    """

    def __init__(self) -> None:
        self._rows: defaultdict[Path, dict[int, Row | None]] = defaultdict(dict)

    def follow(self, change: Change) -> None:
        """Know one change."""
        self._rows[change.source][change.id] = row(change.after) if change.after else None

    def settle(self, source: Path, stored: Mapping[int, Annotation]) -> None:
        """Forget the edits of a source that are in what is `stored` now."""
        waiting = {
            id_: one
            for id_, one in self._rows.pop(source, {}).items()
            if not is_on_disk(one.annotation if one else None, stored.get(id_))
        }
        if waiting:
            self._rows[source] = waiting

    def keep_only(self, sources: Iterable[Path]) -> None:
        """Forget edits of what is not in the library any more."""
        for source in self._rows.keys() - set(sources):
            del self._rows[source]

    def has(self, source: Path, id_: int) -> bool:
        """Whether an annotation was edited."""
        return id_ in self._rows.get(source, ())

    def annotation(self, source: Path, id_: int) -> Annotation | None:
        """What an edit led to."""
        one = self._rows.get(source, {}).get(id_)
        return one.annotation if one else None

    def rows(self) -> dict[Path, dict[int, Row | None]]:
        """All of them, as they are now."""
        return {source: dict(own) for source, own in self._rows.items()}

    def changes(self) -> list[Change]:
        """Edits that lead to them, from nothing."""
        return [
            Change(source, id_, None, one.annotation if one else None)
            for source, own in self._rows.items()
            for id_, one in own.items()
        ]

    def annotations(self) -> dict[Path, list[Annotation]]:
        """Those that are there."""
        return {s: [one.annotation for one in own.values() if one] for s, own in self._rows.items()}
