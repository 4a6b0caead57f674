"""A sequence of blocks that are built when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import overload

from tui.core.model import Block

Build = Callable[[int], Block]
KEPT = 512
"""Blocks that stay built: more than a screen shows, for a screen is drawn again with each key."""


class LazyBlocks(Sequence[Block]):
    """`count` blocks of which `build(index)` makes one; those looked at last are kept."""

    __slots__ = ("_build", "_count", "_make")

    def __init__(self, count: int, build: Build) -> None:
        self._count = count
        self._make = build
        self._build = lru_cache(KEPT)(build)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Block]:
        # Who looks at all of them in turn looks at none twice.
        return map(self._make, range(self._count))

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self._build(at) for at in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._build(index % self._count)
