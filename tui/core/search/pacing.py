"""Results handed over neither one by one nor too late."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACE = 0.1
"""Seconds between two times that results are handed over."""
T = TypeVar("T")


def gathered(batches: Iterable[list[T]], most: int) -> Iterator[list[T]]:
    """At most `most` of what is in `batches`: the first at once, then what has come in a moment.

    Empty batches let time pass.
    """
    due = 0.0
    waiting: list[T] = []
    for batch in batches:
        waiting += batch[:most]
        most -= len(batch)
        if most <= 0:
            break
        if waiting and time.monotonic() >= due:
            yield waiting
            waiting, due = [], time.monotonic() + PACE
    if waiting:
        yield waiting
