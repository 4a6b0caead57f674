"""An area divided among tiles: split, closed and resized as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
U = TypeVar("U")
Direction = Literal["left", "down", "up", "right"]

LEAST_SHARE, MOST_SHARE = 0.1, 0.9


class Area(NamedTuple):
    """Cells on the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    def holds(self, x: int, y: int) -> bool:
        """Whether that cell is one of them."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """Two tilings side by side (with a column between them) or one above the other.

    `share` is what the first has of both.
    """

    beside: bool
    first: Tiling[T]
    second: Tiling[T]
    share: float = 0.5


Tiling: TypeAlias = "Split[T] | T"
"""A tile, or a split whose parts are tilings again."""


def tiles(tiling: Tiling[T]) -> Iterator[T]:
    """The tiles from left to right and from top to bottom."""
    if isinstance(tiling, Split):
        yield from tiles(tiling.first)
        yield from tiles(tiling.second)
    else:
        yield tiling


def mapped(tiling: Tiling[T], change: Callable[[T], Tiling[U]]) -> Tiling[U]:
    """The same division with something else in place of each tile."""
    if not isinstance(tiling, Split):
        return change(tiling)
    first, second = mapped(tiling.first, change), mapped(tiling.second, change)
    return Split(tiling.beside, first, second, tiling.share)


def kept(tiling: Tiling[T], keep: Callable[[T], bool]) -> Tiling[T] | None:
    """Without the tiles that `keep` says no to, whose room goes to what stands beside them."""
    if not isinstance(tiling, Split):
        return tiling if keep(tiling) else None
    first, second = kept(tiling.first, keep), kept(tiling.second, keep)
    if first is None or second is None:
        return second if first is None else first
    return replace(tiling, first=first, second=second)


def resized(tiling: Tiling[T], tile: T, cells: int, area: Area) -> Tiling[T]:
    """`tile` gets `cells` more of the nearest split that it is in, as far as there are any."""
    if not isinstance(tiling, Split):
        return tiling
    first, second = parted(tiling, area)
    if isinstance(tiling.first, Split) and tile in tiles(tiling.first):
        return replace(tiling, first=resized(tiling.first, tile, cells, first))
    if isinstance(tiling.second, Split) and tile in tiles(tiling.second):
        return replace(tiling, second=resized(tiling.second, tile, cells, second))
    has, other = (first[2], second[2]) if tiling.beside else (first[3], second[3])
    share = (has + (cells if tile == tiling.first else -cells)) / max(1, has + other)
    return replace(tiling, share=max(LEAST_SHARE, min(share, MOST_SHARE)))


def areas(tiling: Tiling[T], area: Area) -> dict[T, Area]:
    """Where each tile is."""
    if not isinstance(tiling, Split):
        return {tiling: area}
    first, second = parted(tiling, area)
    return areas(tiling.first, first) | areas(tiling.second, second)


def parted(split: Split[T], area: Area) -> tuple[Area, Area]:
    """The areas of the two parts."""
    x, y, width, height = area
    if split.beside:
        room = max(0, width - 1)
        first = round(room * split.share)
        return Area(x, y, first, height), Area(x + first + 1, y, room - first, height)
    first = round(height * split.share)
    return Area(x, y, width, first), Area(x, y + first, width, height - first)


def towards(here: Area, others: Iterable[tuple[T, Area]], direction: Direction) -> T | None:
    """The nearest of `others` in that direction; of equally near ones that with most in common."""
    best: tuple[tuple[int, int], T] | None = None
    for tile, there in others:
        near = _nearness(here, there, direction)
        if near and (best is None or near < best[0]):
            best = near, tile
    return best[1] if best else None


def _nearness(here: Area, there: Area, direction: Direction) -> tuple[int, int] | None:
    """The distance and, negative, the length of the common side; None when it is not there."""
    distance = {
        "left": here.x - there.right,
        "right": there.x - here.right,
        "up": here.y - there.bottom,
        "down": there.y - here.bottom,
    }[direction]
    if direction in ("left", "right"):
        common = min(here.bottom, there.bottom) - max(here.y, there.y)
    else:
        common = min(here.right, there.right) - max(here.x, there.x)
    return (distance, -common) if distance >= 0 and common > 0 else None
