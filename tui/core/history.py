"""What was done and can be taken back, per document touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui.core.edits import Change, Edit


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that was done, taken back, or done again."""

    kind: Literal["do", "undo", "redo"]
    edit: Edit

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the step changed, in the direction in which it went."""
        return (self.edit.inverse() if self.kind == "undo" else self.edit).changes


class History:
    """Edits done and undone, newest last; without a limit while the program runs."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def record(self, edit: Edit) -> None:
        """Remember a new edit; what was undone in the same documents cannot be redone any more."""
        sources = edit.sources
        self._done.append(edit)
        self._undone = [old for old in self._undone if not _touches(old, sources)]

    def latest(self, source: Path, *, back: bool) -> Edit | None:
        """The edit that `take_back`, or else `take_again`, would return."""
        origin = self._done if back else self._undone
        at = _last(origin, source)
        return None if at is None else origin[at]

    def take_back(self, source: Path) -> Edit | None:
        """Move the latest edit that touched `source` to the undone ones and return it."""
        return _move(self._done, self._undone, source)

    def take_again(self, source: Path) -> Edit | None:
        """Move the latest undone edit that touched `source` back and return it."""
        return _move(self._undone, self._done, source)

    def restore(self, steps: Iterable[Step]) -> None:
        """Go on from what earlier runs did, oldest first: it lies below what this one did."""
        past = History()
        for step in steps:
            past._replay(step)
        known = {edit.id for edit in (*self._done, *self._undone)}
        self._done[:0] = [edit for edit in past._done if edit.id not in known]
        self._undone[:0] = [edit for edit in past._undone if edit.id not in known]

    def _replay(self, step: Step) -> None:
        if step.kind == "do":
            self.record(step.edit)
            return
        origin, to = (
            (self._done, self._undone) if step.kind == "undo" else (self._undone, self._done)
        )
        for edit in [edit for edit in origin if edit.id == step.edit.id]:
            origin.remove(edit)
            to.append(edit)


def _touches(edit: Edit, sources: frozenset[Path]) -> bool:
    return not sources.isdisjoint(edit.sources)


def _move(origin: list[Edit], to: list[Edit], source: Path) -> Edit | None:
    at = _last(origin, source)
    if at is None:
        return None
    to.append(origin.pop(at))
    return to[-1]


def _last(edits: list[Edit], source: Path) -> int | None:
    """Which of the edits is the latest that touched `source`."""
    found = (at for at in range(len(edits) - 1, -1, -1) if source in edits[at].sources)
    return next(found, None)
