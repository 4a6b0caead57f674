"""Work in threads that does not keep a key waiting."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVE_WAY = 0.0005
"""Seconds that a thread may compute while a key waits: a key waits several times until it is done,
and Python's own 5 ms would add up."""


@contextmanager
def giving_way() -> Iterator[None]:
    """While this lasts, a thread that computes gives way soon."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
