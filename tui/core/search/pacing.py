"""Results handed over neither one by one nor too late."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST = 20
"""Results of a first page: these are not held back."""
SOON, LATER = 0.02, 0.1
"""Seconds after which what there is is handed over: the first time, and from then on."""
T = TypeVar("T")


def gathered(batches: Iterable[list[T]], most: int) -> Iterator[list[T]]:
    """At most `most` of what is in `batches`, in fewer ones; empty ones let time pass."""
    due, enough = time.monotonic() + SOON, FIRST
    waiting: list[T] = []
    for batch in batches:
        waiting += batch[:most]
        most -= len(batch)
        if most <= 0:
            break
        if waiting and (len(waiting) >= enough or time.monotonic() >= due):
            yield waiting
            waiting, enough, due = [], most, time.monotonic() + LATER
    if waiting:
        yield waiting
