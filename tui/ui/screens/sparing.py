"""A thread that computes for long lets keys go on."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVE_WAY = 0.00005
"""Seconds that a thread may compute while a key waits: a key waits several times until it is done,
and Python's own 5 ms would add up."""


@contextmanager
def giving_way() -> Iterator[None]:
    """While a thread computes, it gives way soon."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


@contextmanager
def sparing_keys() -> Iterator[None]:
    """While a thread computes, keys go on: it gives way soon, and nothing is collected.

    To look for circles among all that was made for a long text would take longer than a key may,
    and there are none in it: later collections are spared it as well.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        with giving_way():
            yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
