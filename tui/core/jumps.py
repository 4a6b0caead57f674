"""Where one was before a jump, and the way back and forward again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.state import Position

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A position in a source."""

    source: Path
    position: Position


class Jumps:
    """Two stacks: the origins of past jumps, and what Back has left behind."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    @property
    def latest(self) -> Spot | None:
        """Where the latest jump started."""
        return self._behind[-1] if self._behind else None

    def leave(self, spot: Spot) -> None:
        """A jump starts at `spot`."""
        if not self._behind or self._behind[-1] != spot:
            self._behind.append(spot)
        del self._behind[:-LIMIT]
        self._ahead.clear()

    def within(self, source: Path) -> list[Position]:
        """Every position in `source`."""
        return [s.position for s in (*self._behind, *self._ahead) if s.source == source]

    def move(self, source: Path, moved: Callable[[Position], Position]) -> None:
        """The text of `source` is another: `moved` finds each position in it again."""
        for spots in (self._behind, self._ahead):
            spots[:] = [
                Spot(source, moved(spot.position)) if spot.source == source else spot
                for spot in spots
            ]

    def back(self, here: Spot) -> Spot | None:
        """The latest origin; `here` is where Forward will return to."""
        return _step(self._behind, self._ahead, here)

    def forward(self, here: Spot) -> Spot | None:
        """Where Back was called last."""
        return _step(self._ahead, self._behind, here)


def _step(origin: list[Spot], to: list[Spot], here: Spot) -> Spot | None:
    if not origin:
        return None
    to.append(here)
    return origin.pop()
