"""What was done and can be taken back, per document touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.edits import Edit


class History:
    """Edits done and undone, newest last; without a limit while the program runs."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def record(self, edit: Edit) -> None:
        """Remember a new edit; what was undone in the same documents cannot be redone any more."""
        sources = {change.source for change in edit.changes}
        self._done.append(edit)
        self._undone = [old for old in self._undone if not _touches(old, sources)]

    def take_back(self, source: Path) -> Edit | None:
        """Move the latest edit that touched `source` to the undone ones and return it."""
        return _move(self._done, self._undone, source)

    def take_again(self, source: Path) -> Edit | None:
        """Move the latest undone edit that touched `source` back and return it."""
        return _move(self._undone, self._done, source)


def _touches(edit: Edit, sources: set[Path]) -> bool:
    return any(change.source in sources for change in edit.changes)


def _move(origin: list[Edit], to: list[Edit], source: Path) -> Edit | None:
    for at in range(len(origin) - 1, -1, -1):
        if _touches(origin[at], {source}):
            to.append(origin.pop(at))
            return to[-1]
    return None
