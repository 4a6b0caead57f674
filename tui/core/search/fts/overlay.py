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
    from typing import TypeAlias

    from tui.core.model import Annotation
    from tui.core.search.snapshot import Row

    Edits: TypeAlias = dict[Path, dict[int, Annotation | None]]


class Overlay:
    """What edits led to by source and id, None for what was removed.

    Not for several threads at once, but for `rows`.
    """

    def __init__(self) -> None:
        self._edits: defaultdict[Path, dict[int, Annotation | None]] = defaultdict(dict)
        self._rows: dict[Path, dict[int, Row]] = {}

    def follow(self, changes: Iterable[Change]) -> None:
        """Know these changes."""
        source, own = None, {}
        for change in changes:
            # To look up a path takes longer than all the rest, and most are of the same source.
            if change.source is not source:
                source, own = change.source, self._edits[change.source]
            own[change.id] = change.after

    def settle(self, source: Path, stored: Mapping[int, Annotation]) -> None:
        """Forget the edits of a source that are in what is `stored` now."""
        waiting = {
            id_: one
            for id_, one in self._edits.pop(source, {}).items()
            if not is_on_disk(one, stored.get(id_))
        }
        self._rows.pop(source, None)
        if waiting:
            self._edits[source] = waiting

    def keep_only(self, sources: Iterable[Path]) -> None:
        """Forget edits of what is not in the library any more."""
        for source in self._edits.keys() - set(sources):
            del self._edits[source]
            self._rows.pop(source, None)

    def has(self, source: Path, id_: int) -> bool:
        """Whether an annotation was edited."""
        return id_ in self._edits.get(source, ())

    def annotation(self, source: Path, id_: int) -> Annotation | None:
        """What an edit led to."""
        return self._edits.get(source, {}).get(id_)

    def edits(self) -> Edits:
        """All of them, as they are now."""
        return {source: dict(own) for source, own in self._edits.items()}

    def rows(self, edits: Edits) -> dict[Path, dict[int, Row | None]]:
        """What a search looks at in `edits`; made now, because an edit of many must not wait."""
        return {
            source: {id_: self._row(source, one) if one else None for id_, one in own.items()}
            for source, own in edits.items()
        }

    def changes(self) -> list[Change]:
        """Edits that lead to them, from nothing."""
        every = self._edits.items()
        return [Change(s, id_, None, one) for s, own in every for id_, one in own.items()]

    def annotations(self) -> dict[Path, list[Annotation]]:
        """Those that are there."""
        return {source: [*filter(None, own.values())] for source, own in self._edits.items()}

    def _row(self, source: Path, annotation: Annotation) -> Row:
        made = self._rows.setdefault(source, {})
        known = made.get(annotation.id)
        if known is None or known.annotation is not annotation:
            known = made[annotation.id] = row(annotation)
        return known
